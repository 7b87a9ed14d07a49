"""Discussions on pages of other parts."""

from __future__ import annotations

from typing import Any

from django import template

from communities import permissions
from communities.standing import Standing
from communities.talk import listing

register = template.Library()


@register.inclusion_tag("communities/talk/includes/newest.html")
def newest_discussions(who: Standing, most: int = 5) -> dict[str, Any]:
    """The newest discussions of a community, for those who read it: one query."""
    community = who.community
    may_read = community is not None and permissions.may_read(who)
    rows = listing.newest(who, community, most) if may_read and community else []
    return {
        "community": community,
        "rows": rows,
        "may_write": permissions.may_write(who),
    }
