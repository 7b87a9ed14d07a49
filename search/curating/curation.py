"""What knowledge managers say about queries, as one request needs it.

Kept in the memory of the process and read again when the stamp moves that every change
of it moves, so that a search costs no query for it and a change works at the next one.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from catalogue.access import Reader
from catalogue.memory import Remembered
from catalogue.models import Stamp
from search.curating.keys import key_of
from search.curating.state import MODELS, State, day_of, lines, state_of
from search.models import Pinned, PinnedQuery, SynonymSet
from search.text import exact_words
from vocabulary.folding import loosen

# Only a database that was put back to an older state keeps a number twice.
MAX_AGE_SECONDS = 600.0

Words = tuple[str, ...]
# The kind of something kept, and its state.
Stored = tuple[str, State]


@dataclass(frozen=True)
class Meaning:
    """What a word or phrase also finds, when asked in a language ("" is: in any)."""

    language: str
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class Arrangement:
    """What stands first and what is left out, in a language, until a day."""

    language: str
    until: datetime.date | None
    first: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Curation:
    """Everything that is in use, by the words of a query.

    synonyms: words as they are compared → what they also find. silent: words that say
    nothing → in which languages. pins: key of a query → what is arranged. longest: how
    many words the longest of the synonyms, and of the silent phrases, has.
    """

    synonyms: Mapping[Words, Sequence[Meaning]] = field(default_factory=dict)
    silent: Mapping[Words, Sequence[str]] = field(default_factory=dict)
    pins: Mapping[str, Sequence[Arrangement]] = field(default_factory=dict)
    longest: int = 0
    longest_silent: int = 0


NOTHING = Curation()


def curation_for(reader: Reader) -> Curation:
    """What is in use at this moment: no query unless the stamp has moved."""
    number = reader.stamps.get(Stamp.SEARCH, 0)
    # A stamp that has never moved: nothing has ever been kept.
    return _kept.at(number) if number else NOTHING


def forget() -> None:
    """Drop what this process remembers (for tests)."""
    _kept.forget()


def stored(kind: str = "", number: int | None = None) -> list[Stored]:
    """All that is in use, but for one of a kind: one query for each kind."""
    found: list[Stored] = []
    for name, model in MODELS.items():
        rows = model._default_manager.filter(active=True).order_by("pk")
        if model is PinnedQuery:
            rows = rows.prefetch_related("entries")
        if name == kind:
            rows = rows.exclude(pk=number)
        found += [(name, state_of(row)) for row in rows]
    return found


def made_of(kept: Iterable[Stored]) -> Curation:
    """What is in use of all this, ready to be looked up: no query."""
    synonyms: defaultdict[Words, list[Meaning]] = defaultdict(list)
    silent: defaultdict[Words, list[str]] = defaultdict(list)
    pins: defaultdict[str, list[Arrangement]] = defaultdict(list)
    for kind, state in kept:
        if not state["active"]:
            continue
        if kind == "synonymset":
            for words, meaning in _meanings(state):
                synonyms[words].append(meaning)
        elif kind == "stopphrase":
            silent[compared(state["phrase"])].append(state["language"])
        else:
            arrangement = _arrangement(state)
            for query in lines(state["queries"]):
                pins[key_of(query)].append(arrangement)
    return Curation(
        synonyms=dict(synonyms),
        silent=dict(silent),
        pins=dict(pins),
        longest=max(map(len, synonyms), default=0),
        longest_silent=max(map(len, silent), default=0),
    )


def compared(text: str) -> Words:
    """The words of a phrase as they are compared: plurals are levelled as well."""
    return tuple(map(levelled, exact_words(text)))


@lru_cache(maxsize=100_000)
def levelled(word: str) -> str:
    """A folded word without the ending of a plural."""
    return loosen(word) or word


def _meanings(state: State) -> Iterable[tuple[Words, Meaning]]:
    said, others = lines(state["words"]), lines(state["also"])
    if state["direction"] == SynonymSet.Direction.ONE_WAY:
        meaning = Meaning(state["language"], tuple(others))
        return [(compared(word), meaning) for word in said]
    # One for all of them: whoever asks leaves out what was typed.
    meaning = Meaning(state["language"], tuple(said))
    return [(compared(word), meaning) for word in said]


def _arrangement(state: State) -> Arrangement:
    first = Pinned.Effect.FIRST
    entries = [(one["key"], one["effect"] == first) for one in state["entries"]]
    return Arrangement(
        language=state["language"],
        until=day_of(state),
        first=tuple(key for key, stands_first in entries if stands_first),
        left_out=tuple(key for key, stands_first in entries if not stands_first),
    )


_kept = Remembered(lambda: made_of(stored()), MAX_AGE_SECONDS)
