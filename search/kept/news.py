"""What is new in a saved search since its owner last looked."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.http import QueryDict
from django.utils import timezone

from catalogue.access import Reader
from catalogue.models import Entry
from search import services
from search.forms import read
from search.models import SavedSearch
from search.request import SearchRequest, Sort

# So many of the newest entries are remembered; what is older is not new.
WINDOW = 500
# How long after the look the results still say which of them were new.
MARKED_FOR = datetime.timedelta(hours=1)
# A double click is one look.
SAME_LOOK = datetime.timedelta(seconds=10)
# Translations and pages of a document share a key: a few signs of it tell them apart.
MARK_SIGNS = 12


def mark(entry: Entry) -> str:
    """What is remembered of an entry; the same for all its translations."""
    return entry.translation_key.hex[:MARK_SIGNS]


def request_of(search: SavedSearch) -> SearchRequest:
    """What a saved search asks; nothing, should its words not be read any more."""
    return read(QueryDict(search.query)).request


def newest(request: SearchRequest, reader: Reader) -> list[str] | None:
    """Marks of the newest entries of a search; None where the reserve answers.

    The reserve reads some words differently: what only it finds would count as new.
    """
    wanted = replace(request, sort=Sort.NEWEST, page=1, size=WINDOW, lean=True)
    found = services.find(replace(wanted, exact=True, explain=False), reader)
    if found.reserve:
        return None
    return list(dict.fromkeys(mark(hit.entry) for hit in found.hits))


def new(now: Sequence[str], known: Iterable[str]) -> list[str]:
    """Those of the newest that were not there at the last look.

    Behind the last known one stands what moved up because others went.
    """
    before = set(known)
    if len(before) >= WINDOW:
        places = [place for place, one in enumerate(now) if one in before]
        now = now[: places[-1] + 1] if places else now
    return [one for one in now if one not in before]


def count_new(search: SavedSearch, reader: Reader) -> int | None:
    """How many entries are new; None where nobody can tell now."""
    now = newest(request_of(search), reader)
    return None if now is None else len(new(now, search.known))


def look(search: SavedSearch, reader: Reader) -> None:
    """Remember what is there now, and what of it is new."""
    moment = timezone.now()
    if search.fresh and search.seen_at and moment - search.seen_at < SAME_LOOK:
        return
    now = newest(request_of(search), reader)
    if now is None:
        return
    SavedSearch.objects.filter(pk=search.pk).update(
        known=now, fresh=new(now, search.known), seen_at=moment
    )


def marked(search: SavedSearch | None) -> frozenset[str]:
    """What the results still show as new."""
    if search is None or search.seen_at is None:
        return frozenset()
    is_recent = timezone.now() - search.seen_at < MARKED_FOR
    return frozenset(search.fresh) if is_recent else frozenset()
