"""Asking the search: which engine, what if it is away, and ways out of no results."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from catalogue.access import Reader
from catalogue.models import Entry
from search import passages
from search.comments import Comments, with_page
from search.curating.curation import Curation, curation_for
from search.engines import Answer, Engine, EngineUnavailable, Hit, Suggestion
from search.engines.database.engine import DatabaseEngine
from search.engines.elastic.engine import ElasticsearchEngine
from search.near import Near, Tried
from search.request import COMMENTS, MAX_WINDOW, TALK, SearchRequest
from search.understanding import understand

logger = logging.getLogger(__name__)

_elasticsearch = ElasticsearchEngine()
_database = DatabaseEngine()

Result = TypeVar("Result")


@dataclass(frozen=True)
class FoundHit:
    """A hit with its entry, read again and checked just now.

    translations: the linked entries in other languages that the reader may see.
    recommended: somebody put it first for these words. comments: what is said on the
    page that matches.
    """

    hit: Hit
    entry: Entry
    translations: tuple[Entry, ...] = ()
    recommended: bool = False
    comments: Comments | None = None


@dataclass(frozen=True)
class Found:
    """What a search found. reserve: the chosen engine was away, the database answered.

    request: what was asked, its conditions understood; what was meant, when nothing has
    the words as written: then these stand in instead_of. groups: how many hits there
    are to page through. offered: the search as it was probably meant, when a few
    entries have the words as written.
    """

    request: SearchRequest
    hits: Sequence[FoundHit] = ()
    total: int = 0
    groups: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    engine: str = ""
    reserve: bool = False
    instead_of: str = ""
    offered: SearchRequest | None = None
    undo: Sequence[Tried] = ()
    nearest: Sequence[Tried] = ()


def find(
    request: SearchRequest, reader: Reader, curation: Curation | None = None
) -> Found:
    """Answer a search from the engine of the hub, or from the database.

    curation: what is said about queries, unless it is what is in use.
    """
    in_use = curation_for(reader) if curation is None else curation
    request = understand(request, reader, in_use)
    within = request.offset + request.size <= MAX_WINDOW
    asked = request if within else replace(request, page=1)
    near = Near(asked, reader, in_use)
    answer, reserve = _ask(lambda engine: engine.search(asked, reader, near))
    undo, nearest = ((), ()) if answer.total else _ways_out(near, answer)
    shown = answer.corrected or request
    return Found(
        request=replace(shown, page=request.page),
        hits=_checked(answer, shown, reader) if within else (),
        total=answer.total,
        groups=answer.total if answer.groups is None else answer.groups,
        facets=_with_talk(answer.facets),
        engine=answer.engine,
        reserve=reserve,
        instead_of=request.q if answer.corrected else "",
        offered=answer.offered,
        undo=undo,
        nearest=nearest,
    )


def _ways_out(near: Near, answer: Answer) -> tuple[list[Tried], list[Tried]]:
    """Filters taken off, other words: those that find something."""
    totals, asked = answer.others, near.others()
    if len(totals) != len(asked):
        # The engine left after it had found nothing.
        totals = _ask(lambda engine: engine.count(asked, near.reader))[0]
    return near.ways_out(totals)


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


def _checked(answer: Answer, request: SearchRequest, reader: Reader) -> list[FoundHit]:
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
    rows = Entry.objects.readable_by(reader).filter(wanted).light()
    if not request.lean:
        rows = passages.with_texts(rows)
    entries = {entry.pk: entry for entry in rows.order_by("language", "pk")}
    linked: defaultdict[UUID, list[Entry]] = defaultdict(list)
    for each in entries.values():
        linked[each.translation_key].append(each)
    return [
        _found_hit(hit, entry, linked[entry.translation_key], request)
        for hit in answer.hits
        if (entry := entries.get(hit.entry_id))
    ]


def _found_hit(
    hit: Hit, entry: Entry, linked: Sequence[Entry], request: SearchRequest
) -> FoundHit:
    """A hit with its entry; linked: what shares its key, the entry among them."""
    hit, entry, comments = with_page(hit, entry, linked, request)
    return FoundHit(
        hit,
        passages.on_its_page(entry, hit.snippet),
        _others(entry, linked),
        any(one.key in request.first for one in linked),
        comments,
    )


def _others(entry: Entry, linked: Sequence[Entry]) -> tuple[Entry, ...]:
    """The same page in other languages."""
    if entry.kind in (Entry.Kind.DOCUMENT, *TALK):
        return ()
    pages = (other for other in linked if other.kind != Entry.Kind.THREAD)
    return tuple(other for other in pages if other.language != entry.language)


def _with_talk(counts: Mapping[str, Mapping[str, int]]) -> dict[str, Mapping[str, int]]:
    """The counts of all facets; the comments on pages count as discussions."""
    kinds = dict(counts.get("kind", {}))
    if comments := kinds.pop(COMMENTS, 0):
        kinds["discussion"] = kinds.get("discussion", 0) + comments
    return {**counts, "kind": kinds}


def count(requests: Sequence[SearchRequest], reader: Reader) -> list[int]:
    """How many entries each search finds for this reader, in one round trip."""
    understood = [understand(request, reader) for request in requests]
    return _ask(lambda engine: engine.count(understood, reader))[0]
