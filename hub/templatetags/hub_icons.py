"""Icons of Lucide, always beside a word."""

from __future__ import annotations

import re
from functools import cache

from django import template
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

register = template.Library()

BETWEEN_TAGS = re.compile(r">\s+<")
# Stroke, fill and size come from the class; only the drawing is needed.
OPENING = re.compile(r"<svg[^>]*>")


@register.simple_tag
def icon(name: str) -> SafeString:
    """The drawing of this name, hidden from screen readers."""
    return _drawing(str(name))


@cache
def _drawing(name: str) -> SafeString:
    drawing = BETWEEN_TAGS.sub("><", lucide(name).strip()).replace(" />", "/>")
    opening = '<svg class="i" viewBox="0 0 24 24" aria-hidden="true">'
    return mark_safe(OPENING.sub(opening, drawing, count=1))  # noqa: S308
