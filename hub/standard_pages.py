"""The standard pages that the footer of every page lists."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest

from catalogue.access import reader_for
from catalogue.models import Entry

# A footer may be this old; what was closed meanwhile is left out at once.
SECONDS = 60
LIMIT = 8


def standard_pages(request: HttpRequest) -> list[Entry]:
    """The standard pages this reader may open, by their age; rarely a query."""
    reader = reader_for(request)
    # Everyone's pages are remembered, each reader gets what is open to them.
    pages = cache.get("standard-pages")
    if pages is None:
        found = Entry.objects.live().of_kind(Entry.Kind.PAGE).order_by("id")
        only = ("key", "url", "title", "language", "place_id")
        pages = list(found.only(*only)[:100])
        cache.set("standard-pages", pages, SECONDS)
    readable = [
        page
        for page in pages
        if page.place_id in reader.open_places and page.key not in reader.closed_keys
    ]
    return readable[:LIMIT]


def forget(**_signal: object) -> None:
    """Read the pages again at the next request of this process."""
    cache.delete("standard-pages")
