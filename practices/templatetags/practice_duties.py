"""What a page asks of agencies, seen by the reader of the request."""

from __future__ import annotations

from typing import Any

from django import template

from catalogue.access import reader_for
from practices.duties import duty_of

register = template.Library()


@register.inclusion_tag("practices/includes/duty.html", takes_context=True)
def duty(context: dict[str, Any]) -> dict[str, Any]:
    """The note of a duty, with its button and its list; nothing on other pages."""
    request, page = context["request"], context["page"]
    return {
        "duty": duty_of(page, request.user, reader_for(request)),
        "page": page,
        "page_lang": context.get("page_lang", ""),
        # A draft is not marked; one that was never saved has no address for it.
        "is_preview": getattr(request, "is_preview", False),
        "csrf_token": context.get("csrf_token"),
    }
