"""Communities that agents would like to have."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def propose(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To come."""
    raise Http404


def withdraw(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To come."""
    raise Http404
