"""What pages of the portal and of communities say about each other."""

from __future__ import annotations

from typing import Any

from django import template

from catalogue.access import reader_for
from communities.models import Thread
from communities.portal import origins

register = template.Library()


@register.inclusion_tag("communities/portal/includes/origin.html", takes_context=True)
def from_community(context: template.Context, number: int | None) -> dict[str, Any]:
    """The community and the authors behind a page; no query where there are none."""
    if not number:
        return {}
    return {"origin": origins.origin(number, reader_for(context["request"]))}


@register.inclusion_tag("communities/portal/includes/became.html", takes_context=True)
def became(context: template.Context, thread: Thread) -> dict[str, Any]:
    """Below the title of a discussion: what it became on the portal."""
    return {"entry": origins.became(thread, reader_for(context["request"]))}
