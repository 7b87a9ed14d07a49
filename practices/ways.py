"""The way from the home page to a page, where it is not the one of its kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise


@dataclass(frozen=True)
class Stop:
    """A page on the way to another one, with the language of its title."""

    title: str | Promise
    url: str
    lang: str = ""


def remember_way(request: HttpRequest, *stops: Stop) -> None:
    """Say what stands between the home page and the page that is served next.

    For containers that are no sections: packages above know them.
    """
    request._way_to_page = stops  # type: ignore[attr-defined]


def way_to_page(request: HttpRequest) -> Sequence[Stop]:
    """The stops that were remembered; none for pages in sections."""
    return getattr(request, "_way_to_page", ())
