"""What the frame of every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

OWN_NAMES = (
    ("en", "English"),
    ("fr", "Français"),
    ("nl", "Nederlands"),
    ("de", "Deutsch"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The site's name and the languages of the interface by their own names."""
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "base_url": settings.BASE_URL,
        "interface_languages": OWN_NAMES,
    }
