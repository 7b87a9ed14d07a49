"""One interface, two engines, answers of the same shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from catalogue.access import Reader
from search.request import SearchRequest

if TYPE_CHECKING:
    from search.near import Near

# Below so many hits, words with typos are tried as well.
FEW = 3


class EngineUnavailable(Exception):
    """The engine cannot answer now; the caller falls back or says so."""


@dataclass(frozen=True)
class Figure:
    """A number in the score of a hit, and the numbers that it is made of."""

    label: str
    value: float
    parts: Sequence[Figure] = ()


@dataclass(frozen=True)
class Hit:
    """One result: the entry's number and what matched.

    title and snippet: HTML-escaped text in which only <mark> is markup.
    folded: entry numbers shown inside this hit (linked translations, duplicates, the
    comments on it). talk: the number of the comments that match best among them, and
    talk_snippet the passage; 0 when none do. Of talk, once it is looked at: language
    of the snippet, and of_answer, whether it is of the accepted answer.
    figures: what the score is made of, when that was asked.
    """

    entry_id: int
    title: str = ""
    snippet: str = ""
    folded: tuple[int, ...] = ()
    figures: Sequence[Figure] = ()
    talk: int = 0
    talk_snippet: str = ""
    language: str = ""
    of_answer: bool = False


@dataclass(frozen=True)
class Answer:
    """What an engine found.

    total and counts count entries that this reader may see. facets: for each facet
    (and "kind") a map value → count with the facet's own filter left out. groups: how
    many hits there are once translations and duplicates are folded, for paging; None
    when the engine does not know. others: the totals of the other searches that were
    asked along; none when there are hits, or when the engine left meanwhile.
    corrected: the search as it was meant, when these are its hits because nothing has
    the words as written. offered: the same when a few entries have them, but more have
    what was meant.
    """

    hits: Sequence[Hit] = ()
    total: int = 0
    groups: int | None = None
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    engine: str = ""
    others: Sequence[int] = ()
    corrected: SearchRequest | None = None
    offered: SearchRequest | None = None


@dataclass(frozen=True)
class Suggestion:
    """One completed title: the entry and its title with the match marked."""

    entry_id: int
    title: str


class Engine(Protocol):
    """What every engine can do; all answers are trimmed to the reader."""

    name: str

    def search(
        self, request: SearchRequest, reader: Reader, near: Near | None = None
    ) -> Answer:
        """Answer a page of results with counts; raise EngineUnavailable.

        When little is found, what is near is asked in one more round trip.
        """

    def suggest(self, text: str, reader: Reader, limit: int = 8) -> list[Suggestion]:
        """Complete what is being typed: prefix, one typo allowed; titles first."""

    def count(self, requests: Sequence[SearchRequest], reader: Reader) -> list[int]:
        """Only the totals of several requests, in one round trip."""
