"""The lists of who belongs to a community, and who asks to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import (
    Case,
    Count,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils import timezone

from accounts.models import Agency
from communities import permissions
from communities.belonging.services import RANK
from communities.models import CommunityPage, Membership, Silence
from communities.querysets import current
from communities.standing import MODERATING, Standing

PAGE_SIZE = 50
MOST_WORDS = 6
WAITING = Membership.State.WAITING


@dataclass(frozen=True)
class Members:
    """A page of members, how many there are, and from which agencies."""

    page: Page
    total: int
    agencies: Sequence[Agency]


def members(who: Standing, community: CommunityPage, q: str, agency: str) -> Any:
    """Those whom this person sees, who keeps order first, then by family name."""
    rows = _all(community)
    if not permissions.may_see_every_member(who):
        rows = rows.filter(role__in=MODERATING)
    for word in q.split()[:MOST_WORDS]:
        rows = rows.filter(
            Q(user__first_name__icontains=word) | Q(user__last_name__icontains=word)
        )
    if agency:
        rows = rows.filter(user__agency__slug=agency)
    if permissions.may_mute(who):
        muted = Silence.objects.filter(
            community=community, user=OuterRef("user"), until__gt=timezone.now()
        )
        rows = rows.annotate(muted_until=Subquery(muted.values("until")[:1]))
    ranks = [When(role=role, then=Value(number)) for number, role in enumerate(RANK)]
    rank = Case(*ranks, default=Value(len(RANK)), output_field=IntegerField())
    ordered = rows.annotate(rank=rank).order_by(
        "rank", "user__last_name", "user__first_name", "pk"
    )
    return ordered.select_related("user__agency", "user__function")


def members_page(
    who: Standing, community: CommunityPage, q: str, agency: str, page: Any
) -> Members:
    """A page of them: three queries, however many there are."""
    shown = Paginator(members(who, community, q, agency), PAGE_SIZE).get_page(page)
    agencies: list[Agency] = []
    if permissions.may_see_every_member(who):
        agencies = agencies_of(community)
    return Members(shown, shown.paginator.count, agencies)


def agencies_of(community: CommunityPage) -> list[Agency]:
    """The agencies whose people belong to it, with `members`, by name."""
    of_here = Q(users__memberships__in=_all(community).values("pk"))
    found = Agency.objects.filter(of_here).annotate(members=Count("users"))
    return sorted(found, key=lambda each: str(each).casefold())


def count(community: CommunityPage) -> int:
    """How many people belong to it."""
    return _all(community).count()


def waiting(community: CommunityPage) -> QuerySet[Membership]:
    """Who asks to be let in, who asked first stands first."""
    rows = Membership.objects.filter(community=community, state=WAITING)
    found = rows.filter(user__is_active=True).order_by("asked_at", "pk")
    return found.select_related("user__agency", "user__function")


def suspended(community: CommunityPage) -> QuerySet[Membership]:
    """To whom the moderators closed it, the last one first."""
    rows = Membership.objects.filter(
        community=community, state=Membership.State.SUSPENDED
    )
    return rows.select_related("user__agency").order_by("-decided_at", "-pk")


def _all(community: CommunityPage) -> QuerySet[Membership]:
    return Membership.objects.filter(
        current(), community=community, user__is_active=True
    )
