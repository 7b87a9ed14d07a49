"""Proposing something for the portal, and being asked whether one may be quoted."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from communities import permissions
from communities.frame import area, frame
from communities.standing import Standing

FORM = ["GET", "HEAD", "POST"]


@require_safe
@area(permissions.may_nominate)
def nominations(request: HttpRequest, who: Standing) -> HttpResponse:
    """What was proposed for the portal, and what became of it."""
    context = frame(who, "")
    return render(request, "communities/portal/nominations.html", context)


@require_http_methods(FORM)
@area(permissions.may_nominate)
def nominate_thread(request: HttpRequest, who: Standing, number: int) -> HttpResponse:
    """Propose a discussion, and choose what of it is quoted."""
    raise Http404


@require_http_methods(FORM)
@area(permissions.may_nominate)
def nominate_page(request: HttpRequest, who: Standing, page_id: int) -> HttpResponse:
    """Propose a page of the library."""
    raise Http404


@require_POST
@area(permissions.may_nominate)
def withdraw(request: HttpRequest, who: Standing, nomination: int) -> HttpResponse:
    """Take a proposal back."""
    raise Http404


@require_http_methods(FORM)
@login_required
def consent(request: HttpRequest, nomination: int) -> HttpResponse:
    """Whether whoever is asked wants to be quoted on the portal."""
    raise Http404
