"""Where a page came from before it stood here; packages above know and register."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wagtail.models import Page

Source = Callable[[Page], Mapping[str, Any]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Say what the catalogue keeps with a page about its origin; {} when nothing."""
    if source not in _sources:
        _sources.append(source)


def origin_data(page: Page) -> dict[str, Any]:
    """What the registered packages say about the origin of a page."""
    found: dict[str, Any] = {}
    for source in _sources:
        found.update(source(page))
    return found
