"""What packages above accounts show on the page of a person."""

from __future__ import annotations

from typing import Any

from django import template

from catalogue.access import reader_for
from practices import people

register = template.Library()


@register.simple_tag(takes_context=True)
def contributions(context: dict[str, Any], number: int) -> people.Contributions:
    """The pages that this person keeps and the reader may read."""
    request = context["request"]
    reader = reader_for(request)
    return people.contributions(number, reader, request.GET.get("page"))


@register.simple_tag(takes_context=True)
def section_of(context: dict[str, Any], slug: str) -> str:
    """The address of an agency's section, if the reader may open it."""
    return people.section_of(slug, reader_for(context["request"]))
