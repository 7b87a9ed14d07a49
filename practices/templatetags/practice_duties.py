"""What a page asks of agencies, seen by the reader of the request."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language

from catalogue.access import reader_for
from practices.duties import duty_of
from practices.listing import Label, agency_label

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
        "agency": _marked(agency_label(mine.slug, reader)) if mine else "",
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


def _marked(label: Label) -> str:
    """A name inside a sentence, with the language it is in where that is another."""
    if not label.lang or label.lang == (get_language() or "en")[:2]:
        return label.text
    return format_html('<span lang="{}">{}</span>', label.lang, label.text)
