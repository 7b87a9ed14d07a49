"""Form fields in the hub's own dress."""

from __future__ import annotations

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The input of a field, tied to its hint and its error."""
    attributes: dict[str, str | bool] = {"class": "in"}
    described = []
    if field.help_text:
        described.append(f"{field.auto_id}_helptext")
    if field.errors:
        described.append(f"{field.auto_id}_error")
        attributes["aria-invalid"] = "true"
    if described:
        attributes["aria-describedby"] = " ".join(described)
    # The label says it; a placeholder would say it twice.
    field.field.widget.attrs.pop("placeholder", None)
    return field.as_widget(attrs=attributes)
