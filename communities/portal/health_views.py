"""How a community fares, for its owners."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities import permissions
from communities.frame import area, frame
from communities.standing import Standing


@require_safe
@area(permissions.may_own)
def health(request: HttpRequest, who: Standing) -> HttpResponse:
    """Figures of the last four weeks and twelve; nothing about single people."""
    context = frame(who, "health")
    return render(request, "communities/portal/health.html", context)


@require_safe
@area(permissions.may_own)
def table(request: HttpRequest, who: Standing) -> HttpResponse:
    """The same figures as a file."""
    return HttpResponse("", content_type="text/csv")
