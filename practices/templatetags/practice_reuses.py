"""Who reused a case, seen by the reader of the request."""

from __future__ import annotations

from typing import Any

from django import template

from catalogue.access import reader_for
from practices import reuses

register = template.Library()


@register.simple_tag(takes_context=True)
def reuses_of_case(context: dict[str, Any]) -> reuses.Reuses:
    """The agencies that reused the case of this page; no query where none did."""
    request = context["request"]
    return reuses.reuses_of(
        context["page"],
        request.user,
        reader_for(request),
        is_reused=context["is_reused"],
    )
