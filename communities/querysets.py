"""Reads on the pages of communities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group
from django.db.models import Q
from wagtail.models import Page

from catalogue.access import Reader
from catalogue.models import Entry
from communities.models import CommunityLibraryPage, CommunityPage, Visibility

if TYPE_CHECKING:
    from collections.abc import Iterable

    from catalogue.querysets import EntryQuerySet

# The first part of their addresses, and of the tree below the home page.
ADDRESS = "communities"
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


def are_in_communities(pages: Iterable[Page]) -> bool:
    """Whether one of these pages is a community or stands in one: no query.

    By the address, in which communities have a part of their own.
    """
    return any(f"/{ADDRESS}/" in page.url_path for page in pages)


def is_confidential_at(path: str) -> bool:
    """Whether a path of the tree lies in a confidential community: one query."""
    community = community_at(path)
    return community is not None and community.is_confidential


def is_confidential_file(collection: int) -> bool:
    """Whether a collection is that of a confidential community: one query."""
    hidden = CommunityPage.objects.filter(visibility=Visibility.CONFIDENTIAL)
    return bool(hidden.filter(files=collection).exists())


def groups_of_communities() -> Any:
    """The groups of members and moderators."""
    pages = CommunityPage.objects.all()
    members = pages.exclude(group=None).values("group")
    moderators = pages.exclude(moderators=None).values("moderators")
    return Group.objects.filter(Q(pk__in=members) | Q(pk__in=moderators))


def entries_in(community: CommunityPage, reader: Reader) -> EntryQuerySet:
    """The cases, guides and collections of a library that this reader may read."""
    readable = Entry.objects.readable_by(reader).of_kind(*PAGES)
    return readable.filter(place__page__path__startswith=f"{community.path}")
