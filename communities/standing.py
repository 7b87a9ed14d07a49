"""A person before one community, or before the comments on one page.

Everything that a rule of `permissions` asks for is looked up once, here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from catalogue.access import Reader
from communities.models import (
    Charter,
    CommunityPage,
    Membership,
    Role,
    Silence,
    Visibility,
)

MODERATING = frozenset((Role.OWNER, Role.MODERATOR))


@dataclass(frozen=True)
class Standing:
    """What somebody is in a community (or, without one, where comments stand).

    membership: whatever row there is, also of those who wait or left. moderates: of
    pages, whether the person moderates there; of communities the role says it.
    silenced: may read and not write. charter_number: of the usage rules that hold.
    owes_charter: the person has not accepted them yet, so may read and not write.
    """

    user: Any
    reader: Reader
    community: CommunityPage | None = None
    membership: Membership | None = None
    moderates: bool = False
    silenced: bool = False
    owes_charter: bool = False
    charter_number: int = 0

    @property
    def is_active(self) -> bool:
        """Whether the person belongs to the community today."""
        row = self.membership
        if row is None or row.state != Membership.State.ACTIVE:
            return False
        return row.until is None or row.until >= timezone.localdate()

    @property
    def role(self) -> str:
        """The role of somebody who belongs to it, "" of everybody else."""
        return self.membership.role if self.membership and self.is_active else ""

    @property
    def is_waiting(self) -> bool:
        """Whether the person asked to join and has no answer yet."""
        row = self.membership
        return row is not None and row.state == Membership.State.WAITING

    @property
    def is_suspended(self) -> bool:
        """Whether moderators closed the community to this person."""
        row = self.membership
        return row is not None and row.state == Membership.State.SUSPENDED

    @property
    def is_moderator(self) -> bool:
        """Whether the person keeps order here."""
        return self.moderates or self.role in MODERATING

    @property
    def is_owner(self) -> bool:
        """Whether the person answers for the community."""
        return self.role == Role.OWNER

    @property
    def is_insider(self) -> bool:
        """Whether the person reads what is said in the community."""
        if self.community is None:
            return False
        if self.user is not None and self.user.is_authenticated:
            if self.user.is_superuser:
                return True
            if self.is_active:
                return True
        # Its walls let every agent in: suspended members read on and write nothing.
        return self.community.visibility == Visibility.OPEN and self.reader.is_agent


def standing_in(community: CommunityPage, user: Any, reader: Reader) -> Standing:
    """Who this person is in a community: one query, none for strangers."""
    if not _is_signed_in(user):
        return Standing(None, reader, community)
    row = _memberships(user).filter(community=community).first()
    return _standing(user, reader, community, row)


def standing_at(slug: str, user: Any, reader: Reader) -> Standing | None:
    """Who this person is in the live community with this short name.

    One query for those who belong to it; None when there is no such community.
    """
    row = None
    if _is_signed_in(user):
        here = {"community__slug": slug, "community__live": True}
        rows = _memberships(user).filter(**here)
        row = rows.select_related("community__locale", "community__group").first()
    if row is not None:
        return _standing(user, reader, row.community, row)
    pages = CommunityPage.objects.live().select_related("locale", "group")
    community = pages.filter(slug=slug).first()
    if community is None:
        return None
    return _standing(user if _is_signed_in(user) else None, reader, community, None)


def _is_signed_in(user: Any) -> bool:
    return bool(user and user.is_authenticated and user.is_active)


def _memberships(user: Any) -> Any:
    """The person's memberships; a mute and the newest charter ride with them."""
    charters = Charter.objects.filter(community=OuterRef("community"))
    newest = charters.order_by("-number")
    silences = Silence.objects.filter(
        community=OuterRef("community"), user=OuterRef("user"), until__gt=timezone.now()
    )
    return Membership.objects.filter(user=user).annotate(
        wanted=Subquery(newest.values("pk")[:1]),
        wanted_number=Subquery(newest.values("number")[:1]),
        is_muted=Exists(silences),
    )


def _standing(user: Any, reader: Reader, community: Any, row: Any) -> Standing:
    if row is None:
        return Standing(user, reader, community)
    return Standing(
        user,
        reader,
        community,
        row,
        silenced=row.is_muted,
        owes_charter=row.wanted is not None and row.charter_id != row.wanted,
        charter_number=row.wanted_number or 0,
    )
