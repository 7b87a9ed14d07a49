"""Searches near to one that finds little: as it was meant, and ways out of nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cached_property

from django.utils import timezone

from catalogue.access import Reader
from search.curating.curation import NOTHING, Curation
from search.curating.expanding import curated
from search.engines.database.suggesting import Corrections, corrections
from search.query_language import parse, relaxed, reworded
from search.request import SearchRequest
from search.text import analyse, fold

# Of a long question without results only so many words are tried alone.
MAX_TRIED = 6
MAX_NEAREST = 4
# What is taken off when the conditions on words are.
CONDITIONS = "conditions"


class Verdict(Enum):
    """What to do with the search as it was probably meant."""

    FORGET = auto()
    OFFER = auto()
    SHOW = auto()


@dataclass(frozen=True)
class Tried:
    """Another search and how many entries it finds.

    without: the facets taken off, or nothing when other words are tried. removed: the
    values that were chosen in them. meant: all words as they were probably meant.
    """

    request: SearchRequest
    count: int
    without: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    meant: bool = False


class Near:
    """Searches near to one that finds little, made up when they are needed."""

    def __init__(
        self, request: SearchRequest, reader: Reader, curation: Curation = NOTHING
    ) -> None:
        self.request = request
        self.reader = reader
        self.curation = curation

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words to try alone."""
        text = self.request.parsed.text
        return analyse(text, self.request.language).words[:MAX_TRIED]

    @cached_property
    def known(self) -> Corrections:
        """Words that are known, for those that are not: one query."""
        if self.request.exact:
            return Corrections()
        # A word that has synonyms was meant as it stands.
        known = " ".join(self.request.units).split()
        said = [word for word in self.words if fold(word) not in known]
        return corrections(said, self.reader)

    @cached_property
    def meant(self) -> SearchRequest | None:
        """The search as it was probably meant, when it has a mistake in typing."""
        if not self.known.said:
            return None
        meant = reworded(self.request.q, self.known.said)
        return self._curated(replace(self.request, q=meant))

    @cached_property
    def undone(self) -> list[Tried]:
        """The same words with filters or conditions taken off."""
        return [
            replace(tried, request=self._curated(tried.request))
            for tried in _undone(self.request)
        ]

    @cached_property
    def other_words(self) -> list[SearchRequest]:
        """Each word alone; then all words as they were probably meant."""
        plain = SearchRequest(language=self.request.language, exact=True)
        texts = [*self.words]
        if meant := self.known.related:
            texts.append(" ".join(meant.get(word, word) for word in self.words))
        return [self._curated(replace(plain, q=text)) for text in texts]

    def _curated(self, request: SearchRequest) -> SearchRequest:
        """As it would be understood if somebody asked it."""
        return curated(request, self.curation, timezone.localdate())

    def others(self, written: int = 0) -> list[SearchRequest]:
        """What is counted along: all ways out, or only what decides what was meant.

        written: how many entries have the words as written.
        """
        if not written:
            return [tried.request for tried in self.undone] + self.other_words
        said = self.known.said
        return [one for one in self.other_words if one.q in said] if said else []

    def verdict(self, written: int, meant: int, totals: Sequence[int]) -> Verdict:
        """Whether to show, offer or forget what was probably meant.

        written, meant: what either finds. totals: of the others; a word that one of
        them finds anywhere was meant as it stands.
        """
        counted = zip(self.others(written), totals, strict=True)
        stands = any(
            total and not one.facets and one.q in self.known.said
            for one, total in counted
        )
        if meant and meant >= written and not stands:
            return Verdict.SHOW
        return Verdict.OFFER if meant > written > 0 else Verdict.FORGET

    def ways_out(self, totals: Sequence[int]) -> tuple[list[Tried], list[Tried]]:
        """Those that find something: filters taken off, other words."""
        undo = zip(self.undone, totals, strict=False)
        others = list(zip(self.other_words, totals[len(self.undone) :], strict=True))
        alone, nearest = others[: len(self.words)], others[len(self.words) :]
        # A word that finds something elsewhere was meant as it was written.
        if any(count and one.q in self.known.related for one, count in alone):
            nearest = []
        if len(alone) > 1:
            nearest += alone
        found = [
            Tried(one, count, meant=one.q not in self.words)
            for one, count in nearest
            if count
        ]
        return [replace(one, count=n) for one, n in undo if n], found[:MAX_NEAREST]


def _undone(request: SearchRequest) -> list[Tried]:
    """The request without each of its filters, then without all of them."""
    first = replace(request, page=1)
    chosen = {"kind": request.kinds, **request.facets}
    names = tuple(name for name, values in chosen.items() if values)
    found = []
    for name in names:
        facets = {n: v for n, v in request.facets.items() if n != name}
        kinds = () if name == "kind" else request.kinds
        changed = replace(first, kinds=kinds, facets=facets)
        found.append(Tried(changed, 0, (name,), chosen[name]))
    if parse(request.q).conditions:
        bare = replace(first, q=relaxed(request.q), written_by=None)
        found.append(Tried(bare, 0, (CONDITIONS,)))
    if len(names) > 1:
        found.append(Tried(replace(first, kinds=(), facets={}), 0, names))
    return found
