"""Facts for search machines of the web, beside the page that people read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from practices import structured_data

register = template.Library()

# No text can end the element or begin a comment in it.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
EMPTY = SafeString("")

Describe = Callable[[Mapping[str, Any]], dict[str, Any]]


@register.simple_tag(takes_context=True)
def data_of_page(context: Mapping[str, Any]) -> SafeString:
    """What a case, guide or collection is."""
    request = context["request"]
    # A step of a guide is a part of a page; the page itself tells.
    if request.path != context["page"].url:
        return EMPTY
    return _told(context, structured_data.of_page)


@register.simple_tag(takes_context=True)
def data_of_agency(context: Mapping[str, Any]) -> SafeString:
    """What an agency is."""
    return _told(context, structured_data.of_agency)


@register.simple_tag(takes_context=True)
def data_of_site(context: Mapping[str, Any]) -> SafeString:
    """What the hub is, and how to search it."""
    return _told(context, lambda _: structured_data.of_site(context["site_name"]))


def _told(context: Mapping[str, Any], describe: Describe) -> SafeString:
    """Only to who is not signed in: then it holds what everybody may read."""
    request = context["request"]
    if request.user.is_authenticated or getattr(request, "is_preview", False):
        return EMPTY
    text = json.dumps(describe(context), ensure_ascii=False, separators=(",", ":"))
    escaped = mark_safe(text.translate(ESCAPES))  # noqa: S308, no markup is left
    return format_html('<script type="application/ld+json">{}</script>', escaped)
