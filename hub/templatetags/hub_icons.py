"""Icons of Lucide, always beside a word."""

from __future__ import annotations

from functools import cache

from django import template
from django.utils.safestring import SafeString, mark_safe

from hub import icons

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """The drawing of this name, hidden from screen readers."""
    return _picture(str(name))


@cache
def _picture(name: str) -> SafeString:
    box, drawing = f" {icons.BOX}", icons.drawing(name)
    if name in icons.NAMES:
        box, drawing = "", f'<use href="{icons.address()}#{name}"/>'
    picture = f'<svg class="i"{box} aria-hidden="true">{drawing}</svg>'
    return mark_safe(picture)  # noqa: S308
