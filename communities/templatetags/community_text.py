"""Texts that people of a community write as they write comments."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from communities.talk.markdown import to_html

register = template.Library()


@register.filter
def formatted(text: str) -> SafeString:
    """The text as clean HTML."""
    # What comes back was cleaned by nh3.
    return mark_safe(to_html(text))  # noqa: S308
