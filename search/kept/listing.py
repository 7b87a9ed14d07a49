"""The lines of /saved/ and of private lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, QuerySet

from catalogue.access import Reader
from catalogue.models import Entry
from practices.listing import Row, rows
from search.models import Kept, KeptList, SavedSearch

PAGE_SIZE = 50
ORDERS = {
    "name": ("name", "id"),
    "saved": ("-created_at", "-id"),
    "looked": (F("seen_at").desc(nulls_last=True), "-id"),
}


@dataclass(frozen=True)
class KeptLine:
    """An entry of a list; no row where the reader may not read it (any more)."""

    kept: Kept
    row: Row | None


def searches_of(user_id: int | None, order: str) -> QuerySet[SavedSearch]:
    """The saved searches of a person, in one of ORDERS."""
    own = SavedSearch.objects.filter(user_id=user_id)
    return own.defer("known", "fresh").order_by(*ORDERS.get(order, ORDERS["name"]))


def lists_of(user_id: int | None) -> QuerySet[KeptList]:
    """The lists of a person by name; `many` says how much each holds."""
    own = KeptList.objects.filter(user_id=user_id)
    return own.annotate(many=Count("kept")).order_by("name", "id")


def page_of_list(kept_list: KeptList, number: str | None) -> Page[Kept]:
    """A page of a list, newest first; the nearest one for a number that is none."""
    return Paginator(kept_list.kept.all(), PAGE_SIZE).get_page(number)


def lines(kept: Sequence[Kept], reader: Reader) -> list[KeptLine]:
    """What the reader may read of these, with its line: one query."""
    keys = [one.key for one in kept]
    readable = Entry.objects.readable_by(reader).filter(key__in=keys).light()
    known = {row.key: row for row in rows(readable, reader, translations=False)}
    return [KeptLine(one, known.get(one.key)) for one in kept]
