"""The names of people, kept in the memory of the process to be left out of the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from accounts.models import User
from catalogue.access import unwalled_reader
from catalogue.memory import Remembered
from catalogue.models import Entry
from search.text import exact_words

# Rows written without a save move no stamp.
MAX_AGE_SECONDS = 600.0
# Shorter ones are mostly words or initials.
SHORTEST_ALONE = 4

Words = tuple[str, ...]


@dataclass(frozen=True)
class Names:
    """Sequences of folded words that name a person, by their first word."""

    by_first: dict[str, frozenset[Words]] = field(default_factory=dict)

    def length_at(self, words: Sequence[str], at: int) -> int:
        """How many words from here on are the name of somebody; the longest counts."""
        known = self.by_first.get(words[at], frozenset())
        fitting = (
            len(name) for name in known if tuple(words[at : at + len(name)]) == name
        )
        return max(fitting, default=0)


def names_of_people(stamp: int) -> Names:
    """All names as of this number of the stamp; two queries when it has moved."""
    return _names.at(stamp)


def forget() -> None:
    """Drop what this process remembers (for tests)."""
    _names.forget()


def names_from(
    people: Iterable[tuple[str, str]], known_words: Iterable[str] = ()
) -> Names:
    """The names of people, given as first and last name.

    First and last together, in either order; a last name alone unless it is short or
    one of the known words.
    """
    common = frozenset(known_words)
    found: defaultdict[str, set[Words]] = defaultdict(set)
    for first, last in people:
        for name in _written(tuple(exact_words(first)), tuple(exact_words(last))):
            if not _is_common(name, common):
                found[name[0]].add(name)
    return Names({word: frozenset(names) for word, names in found.items()})


def _written(first: Words, last: Words) -> Iterator[Words]:
    """The ways in which a name is written."""
    if first and last:
        # Of several first names people mostly write one.
        for given in {first, first[:1]}:
            yield given + last
            yield last + given
    if last:
        yield last


def _is_common(name: Words, common: frozenset[str]) -> bool:
    """Whether it is a word of pages rather than somebody."""
    return len(name) == 1 and (len(name[0]) < SHORTEST_ALONE or name[0] in common)


def _read() -> Names:
    """Everybody who has or had an account: those who left are no less somebody."""
    people = list(
        User.objects.exclude(first_name="", last_name="")
        .order_by()
        .values_list("first_name", "last_name")
    )
    alone = {words[0] for _, last in people if len(words := exact_words(last)) == 1}
    return names_from(people, alone.intersection(_words_of_titles()) if alone else ())


def _words_of_titles() -> Iterator[str]:
    """What stands in a title that everybody may read is no secret."""
    titles = (
        Entry.objects.readable_by(unwalled_reader())
        .exclude(kind=Entry.Kind.PERSON)
        .order_by()
        .values_list("title", flat=True)
    )
    for title in titles.iterator(chunk_size=2000):
        yield from exact_words(title)


_names = Remembered(_read, MAX_AGE_SECONDS)
