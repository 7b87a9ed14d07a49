"""Joining and leaving."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def join(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To come."""
    raise Http404


def take_back(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To come."""
    raise Http404


def leave(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To come."""
    raise Http404
