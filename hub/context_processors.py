"""What the frame of every page needs; what costs a query waits until it is shown."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalogue.access import is_closed_to_strangers, reader_for
from hub.notices import unread_count
from hub.standard_pages import standard_pages

OWN_NAMES = (
    ("en", "English"),
    ("fr", "Français"),
    ("nl", "Nederlands"),
    ("de", "Deutsch"),
)
# How long the menu may still offer "Editing" to someone who lost the right to it.
MAY_EDIT_SECONDS = 60


def frame(request: HttpRequest) -> dict[str, Any]:
    """The site's name, the main addresses, the languages by their own names."""
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "base_url": settings.BASE_URL,
        "interface_languages": OWN_NAMES,
        "navigation": partial(_navigation, request),
        "standard_pages": partial(standard_pages, request),
        "may_edit": partial(_may_edit, request),
        "may_read": partial(_may_read, request),
        "has_feed": not is_closed_to_strangers(),
        "bell": partial(_bell, request),
        "is_agent": partial(_is_agent, request),
    }


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    items = [
        ("case", "practices:cases", pgettext("menu", "Cases")),
        ("guide", "practices:guides", _("Guides")),
        (
            "collection",
            "practices:collections",
            pgettext("kind of entry", "Collections"),
        ),
        ("community", "communities:list", _("Communities")),
        ("theme", "practices:themes", _("Themes")),
        ("agency", "practices:agencies", _("Agencies")),
    ]
    if _is_agent(request):
        items.append(("person", "accounts:people", _("People")))
    found = [
        {"kind": kind, "url": reverse(name), "label": label}
        for kind, name, label in items
    ]
    return [{**item, "here": item["url"] == request.path} for item in found]


def _bell(request: HttpRequest) -> dict[str, int] | None:
    """The bell, with how much is new; strangers have none."""
    return {"unread": unread_count(request)} if request.user.is_authenticated else None


def _is_agent(request: HttpRequest) -> bool:
    """Whether people are shown to whoever asks."""
    return request.user.is_authenticated and reader_for(request).is_agent


def _may_read(request: HttpRequest) -> bool:
    """Whether there is anything for this reader behind the door."""
    return not is_closed_to_strangers() or request.user.is_authenticated


def _may_edit(request: HttpRequest) -> bool:
    user = request.user
    key = f"may-edit-{user.pk}"
    may = cache.get(key)
    if may is None:
        may = user.has_perm("wagtailadmin.access_admin")
        cache.set(key, may, MAY_EDIT_SECONDS)
    return may
