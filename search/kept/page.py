"""What the results page says of saving: one query, and only for agents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse

from catalogue.access import Reader, is_closed_to_strangers
from search.addresses import query_string
from search.kept.news import mark, marked
from search.models import SavedSearch
from search.request import TALK, SearchRequest, Sort
from search.services import FoundHit


@dataclass(frozen=True)
class OnPage:
    """Saving, on a page of results (context name `kept`).

    query: the search as it is saved. saved: the saved one, if it is. fresh: numbers of
    the entries on the page that are new. feed_url: what strangers find, or "".
    """

    may_save: bool = False
    query: str = ""
    saved: SavedSearch | None = None
    fresh: frozenset[int] = frozenset()
    feed_url: str = ""


def on_page(request: SearchRequest, hits: Iterable[FoundHit], reader: Reader) -> OnPage:
    """What a page of results needs to know."""
    # Strangers' feeds hold no talk.
    is_talk = bool(request.kinds) and set(request.kinds) <= {*TALK}
    none = is_talk or is_closed_to_strangers()
    feed_url = "" if none else feed_address(request)
    if not reader.is_agent:
        return OnPage(feed_url=feed_url)
    query = query_of(request)
    own = SavedSearch.objects.filter(user_id=reader.user_id or 0, query=query)
    saved = own.defer("known").first()
    new = marked(saved)
    fresh = {hit.entry.pk for hit in hits if new and mark(hit.entry) in new}
    return OnPage(True, query, saved, frozenset(fresh), feed_url)


def query_of(request: SearchRequest) -> str:
    """The search as it is saved: the same one for the same search, no page."""
    return query_string(replace(request, page=1, explain=False)).removeprefix("?")


def feed_address(request: SearchRequest) -> str:
    """Where strangers read the newest of this search."""
    wanted = replace(request, page=1, sort=Sort.BEST, explain=False)
    return reverse("search:feed") + query_string(wanted)
