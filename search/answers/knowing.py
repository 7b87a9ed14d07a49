"""Who may know about what was searched, and why: what people chose to show of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from accounts.catalogue import key_of_person
from accounts.people_list import Seen, line_of
from catalogue.access import Reader
from catalogue.models import Entry, Stamp
from practices.listing import label_of
from search.answers.presentation import Knowing, Reason
from search.answers.querysets import Row
from search.text import exact_words, stem
from vocabulary.names import Labels, labels

MOST_SHOWN = 3
MOST_REASONS = 2
MOST_TAGS = 3
# In fewer results a tag or an owner is chance.
SEVERAL = 2
# What people write of themselves has no known language; the index reads it as English.
READ_AS = "en"


@dataclass(frozen=True)
class Subject:
    """What a search is about: stems of its words, and what its results share.

    tags: slugs of the tags of several results, the commonest first. values: numbers of
    facet values, each with how many results carry it; owners are among them.
    """

    stems: frozenset[str] = frozenset()
    tags: Sequence[str] = ()
    values: Counter[int] = field(default_factory=Counter)

    @property
    def kept(self) -> list[int]:
        """The values that several results carry."""
        return [value for value, many in self.values.items() if many >= SEVERAL]


def subject_of(words: Iterable[str], hits: Sequence[Entry]) -> Subject:
    """What a search with these words and first results is about."""
    tags = Counter(slug for entry in hits for slug in entry.data.get("tags") or ())
    enough = max(SEVERAL, len(hits) // 3)
    common = [slug for slug, many in tags.most_common(MOST_TAGS) if many >= enough]
    values = Counter(number for entry in hits for number in set(entry.facet_ids))
    return Subject(stems_of(" ".join(words)), common, values)


def stems_of(text: str) -> frozenset[str]:
    """The stems of a text as entries of people are read."""
    found = (stem(word, READ_AS) for word in exact_words(text))
    return frozenset(one for one in found if one)


def knowing(
    rows: Iterable[Row], subject: Subject, reader: Reader, named: Iterable[str] = ()
) -> list[Knowing]:
    """At most three people with their reasons, who share most words with the search.

    Oneself is left out, and so are those whose name was searched.
    """
    known = labels(reader.stamps.get(Stamp.LABELS, 0))
    left_out = {key_of_person(reader.user_id or 0), *named}
    found = []
    for row in rows:
        reasons, covered = _reasons(row, subject, known)
        if reasons and row.key not in left_out:
            pages = sum(reason.pages for reason in reasons)
            rank = (-covered, -pages, row.data.get("sort", ""), row.key)
            found.append((rank, row, reasons))
    found.sort(key=lambda one: one[0])
    return [
        Knowing(line_of(seen(row), reader.stamps.get(Stamp.LABELS, 0)), reasons)
        for _rank, row, reasons in found[:MOST_SHOWN]
    ]


def seen(row: Row) -> Seen:
    """A row as lines of people are made of it."""
    return Seen(row.key, row.name, row.of, "", "", row.data)


def _reasons(row: Row, subject: Subject, known: Labels) -> tuple[list[Reason], int]:
    """Why this person may know, and how many words of the search that covers."""
    data, covered = row.data, frozenset[str]()
    found, shared = [], []
    for topic in data.get("asks") or ():
        if meant := _meets(subject.stems, topic):
            covered |= meant
            found.append(Reason("asks", topic, data.get("lang") or ""))
    for slug in data.get("tags") or ():
        label = label_of(slug, known.tags)
        # The name of a tag stands in its address when it has labels.
        texts = (slug, *known.tags.get(slug, {}).values())
        meant = frozenset().union(*(_meets(subject.stems, text) for text in texts))
        if meant:
            covered |= meant
            found.append(Reason("tag", label.text, label.lang))
        elif slug in subject.tags:
            shared.append(Reason("shared", label.text, label.lang))
    pages = subject.values[row.number or 0] if data.get("keeps") else 0
    keeps = [Reason("keeps", pages=pages)] if pages >= SEVERAL else []
    return [*found, *keeps, *shared][:MOST_REASONS], len(covered)


def _meets(asked: frozenset[str], text: str) -> frozenset[str]:
    """The stems that a text shares with the search, when they are half of either."""
    own = stems_of(text)
    both = asked & own
    return both if both and len(both) * 2 >= min(len(asked), len(own)) else frozenset()
