"""Whose address lets them into a community at once."""

from __future__ import annotations

from typing import Any

from accounts.addresses import domain_of
from communities.models import CommunityPage


def fits_domain(community: CommunityPage, user: Any) -> bool:
    """Whether the address of somebody lets them in; never into what they may not know.

    Guests come by invitation alone.
    """
    if user.is_guest or community.is_confidential:
        return False
    return domain_of(user.email) in community.domains.split()
