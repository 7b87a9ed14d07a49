"""The standard pages that the footer of every page lists, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import get_language

from catalogue.access import Reader, reader_for, unwalled_reader
from catalogue.models import Entry, Stamp

# A footer may be this old; what was closed meanwhile is left out at once.
SECONDS = 60
LIMIT = 8
# In this order, before what editors added.
ROLES = ("rules", "privacy", "accessibility", "contact")


class FooterPage(NamedTuple):
    """A standard page; those with a role and no wall are for everyone."""

    id: int
    key: str
    url: str
    title: str
    language: str
    place_id: int | None
    translation_key: UUID
    role: str
    is_public: bool


def standard_pages(request: HttpRequest) -> list[FooterPage]:
    """The pages this reader may open, each in one language; rarely a query."""
    reader = reader_for(request)
    return _one_each(_readable(reader))[:LIMIT]


def page_for(request: HttpRequest, role: str) -> FooterPage | None:
    """The page with this role that suits the reader best, if one may be read."""
    found = [page for page in _readable(reader_for(request)) if page.role == role]
    return next(iter(_one_each(found)), None)


def forget(**_signal: object) -> None:
    """Read the pages again at the next request of this process."""
    cache.delete("standard-pages")


def _readable(reader: Reader) -> list[FooterPage]:
    # Everyone's pages are remembered, each reader gets what is open to them.
    stamp = reader.stamps.get(Stamp.WALLS, 0)
    kept = cache.get("standard-pages")
    if kept is None or kept[0] != stamp:
        kept = (stamp, _read())
        cache.set("standard-pages", kept, SECONDS)
    return [
        page
        for page in kept[1]
        # The rules and their like stay open where the rest is for agents alone.
        if (page.place_id in reader.open_places or page.is_public)
        and page.key not in reader.closed_keys
    ]


def _read() -> list[FooterPage]:
    found = Entry.objects.live().of_kind(Entry.Kind.PAGE).order_by("id")
    fields = ("id", "key", "url", "title", "language", "place_id", "translation_key")
    unwalled = unwalled_reader().open_places
    pages = []
    for row in found.values(*fields, "data")[:100]:
        role = row.pop("data").get("role") or ""
        is_public = bool(role) and row["place_id"] in unwalled
        pages.append(FooterPage(**row, role=role, is_public=is_public))
    return pages


def _one_each(pages: Iterable[FooterPage]) -> list[FooterPage]:
    """Of each page one language version; those with a role first."""
    groups: dict[object, list[FooterPage]] = {}
    for page in pages:
        groups.setdefault(page.role or page.translation_key, []).append(page)
    best = [min(versions, key=_language_order) for versions in groups.values()]
    return sorted(best, key=_place_in_footer)


def _language_order(page: FooterPage) -> tuple[int, int]:
    wanted = ((get_language() or "en")[:2], "en")
    rank = wanted.index(page.language) if page.language in wanted else len(wanted)
    return rank, page.id


def _place_in_footer(page: FooterPage) -> tuple[int, int]:
    rank = ROLES.index(page.role) if page.role in ROLES else len(ROLES)
    return rank, page.id
