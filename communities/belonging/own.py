"""What the hub keeps about somebody's memberships, for the file of their own data."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from communities.models import CommunityInvitation, Membership, Proposal

MEMBERSHIP = (
    *("community__title", "role", "state", "message", "reason", "asked_at"),
    *("since", "until", "charter__number", "accepted_at", "decided_at", "by_domain"),
    *("offer", "seen_on"),
)
PROPOSAL = (
    *("title", "purpose", "why", "visibility", "language", "at", "state", "reason"),
    "decided_at",
)
INVITATION = (
    *("email", "community__title", "role", "until", "created_at", "expires_at"),
    *("withdrawn_at", "uses_left"),
)


def data(user: User, **_kwargs: object) -> tuple[str, dict[str, Any]]:
    """Memberships, requests, proposals, and invitations sent."""
    sent = CommunityInvitation.objects.filter(by=user)
    return "communities", {
        "memberships": _rows(Membership.objects.filter(user=user), MEMBERSHIP),
        "proposals": _rows(Proposal.objects.filter(by=user), PROPOSAL),
        "invitations_sent": _rows(sent, INVITATION),
    }


def _rows(found: Any, names: tuple[str, ...]) -> list[dict[str, Any]]:
    return list(found.order_by("pk").values(*names))
