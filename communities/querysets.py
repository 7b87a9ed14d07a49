"""Reads on the pages of communities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.models import Page

from catalogue.access import Reader
from catalogue.models import Entry
from communities.models import CommunityLibraryPage, CommunityPage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from catalogue.querysets import EntryQuerySet

# What stands in a library.
PAGES = (Entry.Kind.CASE, Entry.Kind.GUIDE, Entry.Kind.COLLECTION)


def library_of(community: CommunityPage) -> CommunityLibraryPage | None:
    """The page below which a community's cases, guides and collections stand."""
    below = CommunityLibraryPage.objects.filter(path__startswith=community.path)
    library: CommunityLibraryPage | None = below.order_by("path").first()
    return library


def community_of(page: Page) -> CommunityPage | None:
    """The community in which a page stands, itself included: one query."""
    return community_at(page.path)


def community_at(path: str) -> CommunityPage | None:
    """The community in which a path of the tree lies."""
    above = [path[:end] for end in range(4, len(path) + 1, 4)]
    pages: Any = CommunityPage.objects.select_related("locale", "group")
    found: CommunityPage | None = pages.filter(path__in=above).first()
    return found


def communities_of_collections(numbers: Iterable[int]) -> dict[int, CommunityPage]:
    """The communities whose files lie in these collections."""
    pages = CommunityPage.objects.filter(files__in=list(numbers))
    return {page.files_id: page for page in pages}


def entries_in(community: CommunityPage, reader: Reader) -> EntryQuerySet:
    """The cases, guides and collections of a library that this reader may read."""
    readable = Entry.objects.readable_by(reader).of_kind(*PAGES)
    return readable.filter(place__page__path__startswith=f"{community.path}")
