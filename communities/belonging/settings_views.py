"""What owners set."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def change(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To come."""
    raise Http404


def visibility(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To come."""
    raise Http404


def archive(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To come."""
    raise Http404
