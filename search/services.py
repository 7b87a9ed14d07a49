"""Asking the search: which engine, what if it is away, and ways out of no results."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from catalogue.access import Reader
from catalogue.models import Entry
from search import passages
from search.engines import Answer, Engine, EngineUnavailable, Hit, Suggestion
from search.engines.database.engine import DatabaseEngine
from search.engines.database.suggesting import corrections
from search.engines.elastic.engine import ElasticsearchEngine
from search.request import MAX_WINDOW, SearchRequest
from search.text import analyse

logger = logging.getLogger(__name__)

# Of a long question without results only so many words are tried alone.
MAX_TRIED = 6
MAX_NEAREST = 4

_elasticsearch = ElasticsearchEngine()
_database = DatabaseEngine()

Result = TypeVar("Result")


@dataclass(frozen=True)
class FoundHit:
    """A hit with its entry, read again and checked just now.

    translations: the linked entries in other languages that the reader may see.
    """

    hit: Hit
    entry: Entry
    translations: tuple[Entry, ...] = ()


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


@dataclass(frozen=True)
class Found:
    """What a search found. reserve: the chosen engine was away, the database answered.

    groups: how many hits there are to page through.
    """

    request: SearchRequest
    hits: Sequence[FoundHit] = ()
    total: int = 0
    groups: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    engine: str = ""
    reserve: bool = False
    undo: Sequence[Tried] = ()
    nearest: Sequence[Tried] = ()


def find(request: SearchRequest, reader: Reader) -> Found:
    """Answer a search from the engine of the hub, or from the database."""
    within = request.offset + request.size <= MAX_WINDOW
    asked = request if within else replace(request, page=1)
    near = _Near(request, reader)
    answer, reserve = _ask(lambda engine: engine.search(asked, reader, near.requests))
    undo, nearest = near.ways_out(answer.others) if not answer.total else ((), ())
    return Found(
        request=request,
        hits=_checked(answer, reader) if within else (),
        total=answer.total,
        groups=answer.total if answer.groups is None else answer.groups,
        facets=answer.facets,
        engine=answer.engine,
        reserve=reserve,
        undo=undo,
        nearest=nearest,
    )


def suggest(
    text: str, reader: Reader, limit: int = 8
) -> list[tuple[Suggestion, Entry]]:
    """Titles that complete what is typed, each with its entry, checked just now."""
    found = _ask(lambda engine: engine.suggest(text, reader, limit))[0]
    numbers = [one.entry_id for one in found]
    if not numbers:
        return []
    rows = Entry.objects.readable_by(reader).filter(pk__in=numbers).light()
    entries = {entry.pk: entry for entry in rows}
    return [(one, entries[one.entry_id]) for one in found if one.entry_id in entries]


def _ask(question: Callable[[Engine], Result]) -> tuple[Result, bool]:
    """Ask Elasticsearch where there is one; when it is away, the database."""
    if settings.ELASTICSEARCH_URL:
        try:
            return question(_elasticsearch), False
        except EngineUnavailable as error:
            logger.info("The database answers instead: %s", error)
            return question(_database), True
    return question(_database), False


def _checked(answer: Answer, reader: Reader) -> list[FoundHit]:
    """The hits whose entry this reader may see at this moment; the rest is dropped.

    One query brings the linked translations along.
    """
    numbers = [hit.entry_id for hit in answer.hits]
    if not numbers:
        return []
    # The pages of a document share a key as well, and are no translations.
    pages = Q(kind=Entry.Kind.DOCUMENT)
    keys = Entry.objects.filter(~pages, pk__in=numbers).values("translation_key")
    wanted = Q(pk__in=numbers) | Q(translation_key__in=keys)
    rows = passages.with_texts(Entry.objects.readable_by(reader).filter(wanted).light())
    entries = {entry.pk: entry for entry in rows.order_by("language", "pk")}
    linked: defaultdict[UUID, list[Entry]] = defaultdict(list)
    for each in entries.values():
        linked[each.translation_key].append(each)
    return [
        FoundHit(
            hit,
            passages.on_its_page(entry, hit.snippet),
            _others(entry, linked[entry.translation_key]),
        )
        for hit in answer.hits
        if (entry := entries.get(hit.entry_id))
    ]


def _others(entry: Entry, linked: Sequence[Entry]) -> tuple[Entry, ...]:
    if entry.kind == Entry.Kind.DOCUMENT:
        return ()
    return tuple(other for other in linked if other.language != entry.language)


class _Near:
    """Searches near to one that may find nothing, made up when they are needed."""

    def __init__(self, request: SearchRequest, reader: Reader) -> None:
        self.request = request
        self.reader = reader

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words to try alone."""
        return analyse(self.request.q, self.request.language).words[:MAX_TRIED]

    @cached_property
    def undone(self) -> list[Tried]:
        """The same words with filters taken off."""
        return _undone(self.request)

    @cached_property
    def meant(self) -> Mapping[str, str]:
        """Words that are known, for those that are not."""
        return {} if self.request.exact else corrections(self.words, self.reader)

    @cached_property
    def other_words(self) -> list[SearchRequest]:
        """Each word alone; then all words as they were probably meant."""
        plain = SearchRequest(language=self.request.language, exact=True)
        texts = [*self.words]
        if self.meant:
            texts.append(" ".join(self.meant.get(word, word) for word in self.words))
        return [replace(plain, q=text) for text in texts]

    def requests(self) -> list[SearchRequest]:
        """All of them, to be counted together."""
        return [tried.request for tried in self.undone] + self.other_words

    def ways_out(self, totals: Sequence[int]) -> tuple[list[Tried], list[Tried]]:
        """Those that find something: filters taken off, other words."""
        if len(totals) != len(self.requests()):
            # The engine left after it had found nothing.
            asked = self.requests()
            totals = _ask(lambda engine: engine.count(asked, self.reader))[0]
        undo = zip(self.undone, totals, strict=False)
        others = list(zip(self.other_words, totals[len(self.undone) :], strict=True))
        alone, nearest = others[: len(self.words)], others[len(self.words) :]
        # A word that finds something elsewhere was meant as it was written.
        if any(count and one.q in self.meant for one, count in alone):
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
    if len(names) > 1:
        found.append(Tried(replace(first, kinds=(), facets={}), 0, names))
    return found
