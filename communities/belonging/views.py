"""Joining and leaving."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities import permissions
from communities.belonging import charters, services
from communities.belonging.doors import known_only
from communities.belonging.forms import JoinForm
from communities.belonging.limits import JOINS, too_many
from communities.frame import frame
from communities.models import CommunityPage, Membership
from communities.moderating.services import Refused
from communities.standing import Standing

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@known_only
def join(request: HttpRequest, who: Standing) -> HttpResponse:
    """Read the charter, accept it, and become a member or ask the moderators."""
    community = community_of(who)
    if who.is_active or who.is_waiting:
        return redirect(community.url)
    if not permissions.may_join(who):
        return _page(request, who, {"sentence": _why_not(who)}, status=403)
    at_once = permissions.joins_at_once(who)
    charter = charters.newest(community)
    # Without charter and message nothing is typed, and the form is sent all the same.
    data = request.POST if request.method == "POST" else None
    form = JoinForm(data, charter=charter, asks=not at_once)
    if not form.is_valid():
        context = {"form": form, "charter": charter, "at_once": at_once}
        return _page(request, who, context)
    return _joined(request, who, form.cleaned_data.get("message", ""))


@require_POST
@known_only
def take_back(request: HttpRequest, who: Standing) -> HttpResponse:
    """Withdraw one's own request."""
    if who.membership is not None and who.is_waiting:
        services.take_back(who.membership)
        messages.success(request, _("Your request is withdrawn."))
    return redirect(community_of(who).url)


@form_page
@known_only
def leave(request: HttpRequest, who: Standing) -> HttpResponse:
    """Say what follows, then go."""
    community = community_of(who)
    if who.membership is None or not permissions.may_leave(who):
        return redirect(community.url)
    if request.method != "POST":
        is_last = services.is_last_owner(who.membership)
        context = {**frame(who, ""), "is_last_owner": is_last}
        return render(request, "communities/belonging/leave.html", context)
    try:
        services.leave(who.membership)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("communities:members", community.slug)
    messages.success(request, _("You have left the community."))
    return redirect("communities:list")


def _joined(request: HttpRequest, who: Standing, message: str) -> HttpResponse:
    if waits := too_many(request, JOINS):
        return waits
    try:
        row = services.join(community_of(who), who.user, message)
    except Refused as refused:
        return _page(request, who, {"sentence": str(refused)}, status=409)
    messages.success(request, _welcome(row))
    return redirect(community_of(who).url)


def community_of(who: Standing) -> CommunityPage:
    """The community of a standing that has one."""
    if who.community is None:
        raise LookupError("This standing is before a page.")
    return who.community


def _page(
    request: HttpRequest, who: Standing, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = {**frame(who, ""), **context}
    return render(request, "communities/belonging/join.html", context, status=status)


def _why_not(who: Standing) -> str:
    """Why somebody who knows of the community cannot join it by themselves."""
    if who.is_suspended:
        return _("The moderators have closed this community to you.")
    if community_of(who).is_archived:
        return _("This community is archived: nobody joins it any more.")
    if not who.reader.is_agent:
        return _("Guests come in by an invitation of the moderators.")
    return _("One joins this community by invitation of its moderators.")


def _welcome(row: Membership) -> str:
    if row.state == Membership.State.ACTIVE:
        return _("You are a member now.")
    return _("Your request is sent. The moderators decide; you are told by mail.")
