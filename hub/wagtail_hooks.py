"""What the frame adds to the editing pages; it registers and does nothing else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from hub import admin_home


@hooks.register("insert_global_admin_css")
def own_colours() -> SafeString:
    """The accent of the hub in place of Wagtail's."""
    return format_html('<link rel="stylesheet" href="{}">', static("hub-admin.css"))


@hooks.register("construct_homepage_panels")
def panels(request: HttpRequest, panels: list[Any]) -> None:
    """What waits for this person."""
    admin_home.construct(request, panels)


@hooks.register("construct_homepage_summary_items", order=1000)
def no_numbers(request: HttpRequest, summary_items: list[Any]) -> None:
    """How many pictures there are helps nobody."""
    summary_items.clear()
