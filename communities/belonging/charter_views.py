"""The charter of a community: read, accepted, written."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def charter(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To come."""
    raise Http404


def accept(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To come."""
    raise Http404


def edit(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To come."""
    raise Http404
