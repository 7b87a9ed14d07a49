"""Keeping somebody from writing for a while, or from coming in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities import permissions
from communities.frame import area, frame
from communities.models import Membership
from communities.moderating import silencing
from communities.moderating.forms import MuteForm, SuspendForm
from communities.moderating.services import Refused
from communities.standing import Standing

either = require_http_methods(["GET", "HEAD", "POST"])
muters_only = area(permissions.may_mute)


@either
@muters_only
def mute(request: HttpRequest, who: Standing, person: int) -> HttpResponse:
    """Somebody reads and does not write, for some days."""
    row, form = _row(who, person), MuteForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            silencing.mute(
                row.user,
                who.community,
                who.user,
                form.until,
                form.cleaned_data["reason"],
            )
            return _done(request, who)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _page(request, who, row, form, "mute")


@either
@muters_only
def suspend(request: HttpRequest, who: Standing, person: int) -> HttpResponse:
    """Close the community to somebody."""
    row, form = _row(who, person), SuspendForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            silencing.suspend(row, who.user, form.cleaned_data["reason"])
            return _done(request, who)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _page(request, who, row, form, "suspend")


@require_POST
@muters_only
def unmute(request: HttpRequest, who: Standing, person: int) -> HttpResponse:
    """Somebody writes again."""
    row = _row(who, person)
    try:
        silencing.unmute(row.user, who.community, who.user)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(_back(request, who))


@require_POST
@muters_only
def reinstate(request: HttpRequest, who: Standing, person: int) -> HttpResponse:
    """Open the community to somebody again."""
    row = _row(who, person)
    try:
        silencing.reinstate(row, who.user)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(_back(request, who))


def _row(who: Standing, person: int) -> Membership:
    """The membership of somebody else in this community, also one that has ended."""
    rows = Membership.objects.filter(community=who.community, user=person)
    row = rows.select_related("user__agency", "community").first()
    if row is None or row.user == who.user:
        raise Http404
    return row


def _page(
    request: HttpRequest, who: Standing, row: Membership, form: Any, what: str
) -> HttpResponse:
    context = {**frame(who, "members"), "row": row, "form": form, "what": what}
    context["back"] = _back(request, who)
    status = 422 if form.errors else 200
    return render(request, "communities/moderating/person.html", context, status=status)


def _back(request: HttpRequest, who: Standing) -> str:
    """Where one comes from: the list of members, or what there is to moderate."""
    part = "members" if request.GET.get("back") == "members" else "queue"
    slug = who.community.slug if who.community else ""
    return reverse(f"communities:{part}", args=[slug])


def _done(request: HttpRequest, who: Standing) -> HttpResponse:
    messages.success(
        request, _("Done. It stands in the trail, and the person is told.")
    )
    return redirect(_back(request, who))
