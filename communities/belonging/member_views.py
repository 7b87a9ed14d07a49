"""Who belongs to a community."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def members(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To come."""
    raise Http404


def member(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To come."""
    raise Http404


def end(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To come."""
    raise Http404


def offer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To come."""
    raise Http404


def requests(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To come."""
    raise Http404


def decide(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To come."""
    raise Http404
