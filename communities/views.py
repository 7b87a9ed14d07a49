"""The list of communities, the home of one, and its library."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from wagtail.views import serve

from catalogue.access import reader_for
from catalogue.models import Entry
from communities import overview
from communities.forms import ListForm
from communities.frame import frame, insiders_only, standing_for, way_to_library
from communities.listing import Wanted, listed
from communities.models import CommunityPage
from communities.moving import moved_to
from communities.permissions import may_read, may_see_home
from communities.portal import presence
from communities.standing import Standing
from practices.routing import remember_route
from practices.ways import remember_way


@require_safe
def communities(request: HttpRequest) -> HttpResponse:
    """All communities of which this reader may know."""
    form = ListForm(request.GET)
    wanted = Wanted(**form.cleaned_data) if form.is_valid() else Wanted()
    found = listed(reader_for(request), wanted, request.GET.get("page"))
    context = {
        "form": form,
        "wanted": wanted,
        "narrowed": wanted != Wanted(),
        "found": found,
        "visibilities": found.visibilities,
        "numbers": _numbers(found.page),
    }
    status = 400 if form.errors else 200
    return render(request, "communities/list.html", context, status=status)


@require_safe
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """What a community is for; for those who read it, what goes on in it."""
    who = standing_for(request, slug)
    presence.seen(who)
    context = frame(who, "overview")
    if who.community and may_see_home(who):
        context["moderators"] = overview.moderators_of(who)
    if who.community and may_read(who):
        context |= {
            "members": overview.members_by_agency(who),
            "library_rows": overview.newest_in_library(who.community, who.reader),
            "files": overview.newest_files(who.community),
            "cases": overview.cases_by_members(who),
        }
    return render(request, "communities/community_page.html", context)


@require_safe
def to_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Lead to a page of a community by its number, whoever may read it."""
    readable = Entry.objects.readable_by(reader_for(request)).without_comments()
    url = readable.filter(key=f"page:{page_id}").values_list("url", flat=True).first()
    if url is None:
        raise Http404
    return redirect(url)


@require_safe
def library(request: HttpRequest, slug: str, rest: str = "") -> HttpResponseBase:
    """The library of a community, and the pages that stand in it.

    Whoever may not read it gets on where a page has left the library for the portal.
    """
    response = shown_library(request, slug, rest)
    if rest and response.status_code != 200:
        return moved_to(request) or response
    return response


@insiders_only
def shown_library(
    request: HttpRequest, who: Standing, rest: str = ""
) -> HttpResponseBase:
    """What is in it, or one of its pages."""
    if who.community is not None and rest:
        return _page_of(request, who, who.community, rest)
    context = frame(who, "library")
    context["library"] = shown = overview.library(who, request.GET.get("page"))
    context["adds_pages_at"] = overview.adds_pages_at(who)
    if shown:
        context["page_of_list"] = shown.page
        context["numbers"] = _numbers(shown.page)
    return render(request, "communities/library_page.html", context)


def _page_of(
    request: HttpRequest, who: Standing, community: CommunityPage, rest: str
) -> HttpResponseBase:
    """A case, guide or collection, found the short way and served by Wagtail."""
    remember_way(request, *way_to_library(community))
    container = f"communities/{community.slug}/library"
    slug, _slash, below = rest.partition("/")
    page = remember_route(request, container, slug, below)
    if page is not None:
        # The comments on it ask who is there.
        page.standing_of_reader = who
    response: HttpResponseBase = serve(request, f"{container}/{rest}")
    return response


def _numbers(page: Page) -> Any:
    """The numbers of the pages of a list, for the links below it."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
