"""What every page of a community has: who is asking, the head, the tabs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.access import reader_for
from communities import permissions
from communities.models import CommunityPage
from communities.portal import presence
from communities.standing import Standing, standing_at
from practices.ways import Stop

View = Callable[..., HttpResponseBase]
Rule = Callable[[Standing], bool]


@dataclass(frozen=True)
class Tab:
    """A part of a community: where it is, and whether the person is there."""

    name: str
    label: str | Promise
    url: str
    here: bool


# Name, words, address, and whom it is for.
TABS: tuple[tuple[str, str | Promise, str, Rule], ...] = (
    ("overview", _("Overview"), "", permissions.may_know),
    (
        "discussions",
        _("Discussions"),
        "communities:discussions",
        permissions.may_read,
    ),
    ("library", _("Library"), "communities:library", permissions.may_read),
    ("members", _("Members"), "communities:members", permissions.may_see_members),
    ("health", _("How it fares"), "communities:health", permissions.may_own),
    (
        "portal",
        _("For the portal"),
        "communities:nominations",
        permissions.may_nominate,
    ),
    ("queue", _("To moderate"), "communities:queue", permissions.may_moderate),
    ("settings", _("Settings"), "communities:settings", permissions.may_own),
)


def standing_for(request: HttpRequest, slug: str) -> Standing:
    """Who is asking; for whom the community must not exist, it does not."""
    who = standing_at(slug, request.user, reader_for(request))
    if who is None or not permissions.may_know(who):
        raise Http404
    return who


def insiders_only(view: View) -> View:
    """Call the view with the standing of whoever reads the community.

    Strangers are sent to sign in. Others get the same card at every address below the
    community, whether there is something or not.
    """
    return area(permissions.may_read)(view)


def area(rule: Rule) -> Callable[[View], View]:
    """The same for a part that a rule of `permissions` keeps."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(
            request: HttpRequest, slug: str, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            who = standing_for(request, slug)
            if who.user is None:
                back = request.get_full_path()
                if request.method not in ("GET", "HEAD") and who.community:
                    back = who.community.url
                return redirect_to_login(back, reverse("account_login"))
            if not permissions.may_read(who):
                return closed(request, who)
            if not rule(who):
                raise Http404
            presence.seen(who)
            response = view(request, who, *args, **kwargs)
            if not response.has_header("Cache-Control"):
                add_never_cache_headers(response)
            return response

        return guarded

    return guard


def closed(request: HttpRequest, who: Standing) -> HttpResponse:
    """What is said to somebody for whom this is closed."""
    return render(request, "communities/closed.html", frame(who, ""), status=403)


def frame(who: Standing, here: str) -> dict[str, Any]:
    """What `communities/frame.html` needs: community, who, tabs, what one may do."""
    community = who.community
    return {
        "community": community,
        "who": who,
        "tabs": list(_tabs(who, here)),
        "here": here,
        "may": {
            "see_home": permissions.may_see_home(who),
            "read": permissions.may_read(who),
            "write": permissions.may_write(who),
            "join": permissions.may_join(who),
            "joins_at_once": permissions.joins_at_once(who),
            "leave": permissions.may_leave(who),
            "moderate": permissions.may_moderate(who),
            "own": permissions.may_own(who),
        },
    }


def way_to_library(community: CommunityPage) -> list[Stop]:
    """What stands above the pages of a library."""
    language = community.locale.language_code[:2]
    library = reverse("communities:library", args=[community.slug])
    return [
        Stop(_("Communities"), reverse("communities:list")),
        Stop(community.title, community.url or "", language),
        Stop(_("Library"), library),
    ]


def _tabs(who: Standing, here: str) -> Iterator[Tab]:
    community = who.community
    if community is None:
        return
    for name, label, address, rule in TABS:
        if rule(who) and permissions.may_read(who):
            url = reverse(address, args=[community.slug]) if address else community.url
            yield Tab(name, label, url, name == here)
