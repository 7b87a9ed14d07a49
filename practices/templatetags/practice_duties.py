"""What a page asks of agencies, seen by the reader of the request."""

from __future__ import annotations

from typing import Any

from django import template

from catalogue.access import reader_for
from practices.duties import duty_of
from practices.listing import agency_label

register = template.Library()


@register.inclusion_tag("practices/includes/duty.html", takes_context=True)
def duty(context: dict[str, Any]) -> dict[str, Any]:
    """The note of a duty, with its button and its list; nothing on other pages."""
    request, page = context["request"], context["page"]
    reader = reader_for(request)
    found = duty_of(page, request.user, reader)
    mine = found.mine if found else None
    return {
        "duty": found,
        "agency": agency_label(mine.slug, reader) if mine else None,
        "page": page,
        "page_lang": context.get("page_lang", ""),
        # A draft is not marked; one that was never saved has no address for it.
        "is_preview": getattr(request, "is_preview", False),
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def page_number(key: str) -> str:
    """The number of the page that an entry stands for: "12" of "page:12"."""
    return key.rpartition(":")[2]
