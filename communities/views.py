"""The list of communities, the home of one, and its library."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.views import serve

from catalogue.access import reader_for
from communities import overview
from communities.forms import ListForm
from communities.frame import frame, insiders_only, standing_for
from communities.listing import Wanted, listed
from communities.permissions import may_read, may_see_home
from communities.standing import Standing
from practices.routing import remember_route


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
        "numbers": found.page.paginator.get_elided_page_range(
            found.page.number, on_each_side=2, on_ends=1
        ),
    }
    status = 400 if form.errors else 200
    return render(request, "communities/list.html", context, status=status)


@require_safe
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """What a community is for; for those who read it, what goes on in it."""
    who = standing_for(request, slug)
    context = frame(who, "overview")
    if who.community and may_see_home(who):
        context["moderators"] = overview.moderators_of(who)
    if who.community and may_read(who):
        context |= {
            "members": overview.members_by_agency(who),
            "library_rows": overview.newest_in_library(who.community, who.reader),
            "files": overview.newest_files(who.community),
        }
    return render(request, "communities/community_page.html", context)


@require_safe
@insiders_only
def library(request: HttpRequest, who: Standing, rest: str = "") -> HttpResponseBase:
    """The library of a community, and the pages that stand in it."""
    if who.community is None or not rest:
        context = frame(who, "library")
        context["library"] = shown = overview.library(who, request.GET.get("page"))
        context["adds_pages_at"] = overview.adds_pages_at(who)
        if shown:
            context["page_of_list"] = shown.page
            context["numbers"] = shown.page.paginator.get_elided_page_range(
                shown.page.number, on_each_side=2, on_ends=1
            )
        return render(request, "communities/library_page.html", context)
    container = f"communities/{who.community.slug}/library"
    slug, _slash, below = rest.partition("/")
    remember_route(request, container, slug, below)
    return serve(request, f"{container}/{rest}")
