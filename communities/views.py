"""The list of communities, the home of one, and its library."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.views import serve

from communities.frame import frame, insiders_only, standing_for
from communities.standing import Standing
from practices.routing import remember_route


@require_safe
def communities(request: HttpRequest) -> HttpResponse:
    """All communities of which this reader may know."""
    return render(request, "communities/list.html", {})


@require_safe
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """What a community is for; for members and agents what goes on in it."""
    who = standing_for(request, slug)
    context = frame(who, "overview")
    return render(request, "communities/community_page.html", context)


@require_safe
@insiders_only
def library(request: HttpRequest, who: Standing, rest: str = "") -> HttpResponseBase:
    """The library of a community, and the pages that stand in it."""
    if who.community is None or not rest:
        context = frame(who, "library")
        return render(request, "communities/library_page.html", context)
    container = f"communities/{who.community.slug}/library"
    slug, _slash, below = rest.partition("/")
    remember_route(request, container, slug, below)
    return serve(request, f"{container}/{rest}")
