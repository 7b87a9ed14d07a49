"""Reads on the pages of communities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group
from django.db.models import (
    Case,
    Count,
    Exists,
    OuterRef,
    Q,
    Subquery,
    When,
)
from django.utils import timezone
from wagtail.models import Page

from catalogue.access import Reader
from catalogue.models import Entry
from communities.models import (
    CommunityLibraryPage,
    CommunityPage,
    Membership,
    Thread,
    Visibility,
)

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


def visibilities(entries: Iterable[Entry]) -> dict[str, str]:
    """Of entries that stand in a community's library: key → its visibility.

    The entries come with `place__page`; one query, none where no place is a library's.
    """
    paths = {
        entry.key: entry.place.page.path
        for entry in entries
        if entry.place and entry.place.page and are_in_communities([entry.place.page])
    }
    if not paths:
        return {}
    known = list(CommunityPage.objects.values_list("path", "visibility"))
    return {
        key: visibility
        for key, path in paths.items()
        for above, visibility in known
        if path.startswith(above)
    }


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


def current() -> Q:
    """The memberships that hold today."""
    today = timezone.localdate()
    is_active = Q(state=Membership.State.ACTIVE)
    return is_active & (Q(until=None) | Q(until__gte=today))


def entries_in(community: CommunityPage, reader: Reader) -> EntryQuerySet:
    """The cases, guides and collections of a library that this reader may read."""
    readable = Entry.objects.readable_by(reader).of_kind(*PAGES)
    return readable.filter(place__page__path__startswith=f"{community.path}")


def known_to(user: Any) -> Any:
    """The communities of which somebody who makes communities may know."""
    pages = CommunityPage.objects.all()
    if user.is_superuser:
        return pages
    own = Membership.objects.filter(current(), user=user).values("community")
    known = ~Q(visibility=Visibility.CONFIDENTIAL) | Q(pk__in=own)
    return pages.filter(known)


def with_figures(pages: Any, user: Any) -> Any:
    """Members, discussions and the last reply, where this person may know them."""
    counted = Membership.objects.filter(current(), community=OuterRef("pk"))
    own = Membership.objects.filter(current(), community=OuterRef("pk"), user=user)
    threads = Thread.objects.filter(community=OuterRef("pk"))
    reads = Q(visibility=Visibility.OPEN) | Q(is_mine=True)
    if user.is_superuser:
        reads = Q(pk__gt=0)
    figures = {
        "members": _many(counted),
        "discussions": _many(threads),
        "last_at": Subquery(threads.order_by("-last_at").values("last_at")[:1]),
    }
    return pages.annotate(is_mine=Exists(own)).annotate(
        **{name: Case(When(reads, then=value)) for name, value in figures.items()}
    )


def _many(rows: Any) -> Subquery:
    counted = rows.order_by().values("community").annotate(many=Count("pk"))
    return Subquery(counted.values("many"))
