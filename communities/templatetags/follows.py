"""The button with which somebody follows what a page is about."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import template

from communities.models import Follow

register = template.Library()


@register.inclusion_tag(
    "communities/following/includes/follow.html", takes_context=True
)
def follow_button(
    context: dict[str, Any],
    kind: str,
    what: Any,
    late: bool = False,
    small: bool = False,
    known: Collection[str] | None = None,
) -> dict[str, Any]:
    """Follow, or Following: one query for whoever is signed in; none when it is late.

    late: the button comes after the page, for pages that may not ask for more. known:
    keys of all that is followed, where the page asked for them already.
    """
    request = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return {"shown": False}
    if getattr(request, "is_preview", False) or not what:
        return {"shown": False}
    key = f"{kind}:{what}"
    own: Any = None
    if known is not None:
        own = key in known
    elif not late:
        own = Follow.objects.filter(by_id=user.pk, key=key).first()
    return {
        "shown": True,
        "late": late,
        "small": small,
        "key": key,
        "follow": own,
        "next": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }
