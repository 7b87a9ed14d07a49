"""Who belongs to a community, in which role, and who asks to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from communities import permissions
from communities.belonging import listing, roles, services
from communities.belonging.forms import (
    MembersFilterForm,
    OfferForm,
    ReasonForm,
    RoleForm,
)
from communities.belonging.views import community_of
from communities.frame import area, frame
from communities.models import Membership
from communities.moderating import queue
from communities.moderating.services import Refused
from communities.standing import Standing

# Further ones come up when somebody of these is let in again.
MOST = 50
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@area(permissions.may_see_members)
def members(request: HttpRequest, who: Standing) -> HttpResponse:
    """Names, agencies, roles and since when; fifty on a page."""
    community = community_of(who)
    form = MembersFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {"q": "", "agency": ""}
    found = listing.members_page(who, community, **wanted, page=request.GET.get("page"))
    may_moderate = permissions.may_moderate(who)
    context = {
        **frame(who, "members"),
        "form": form,
        "wanted": wanted,
        "members": found,
        "sees_all": permissions.may_see_every_member(who),
        "numbers": found.page.paginator.get_elided_page_range(
            found.page.number, on_each_side=2, on_ends=1
        ),
        "waiting": listing.waiting(community).count() if may_moderate else 0,
        "may_invite": permissions.may_invite(who),
        "suspended": listing.suspended(community)[:MOST] if may_moderate else (),
    }
    status = 400 if form.errors else 200
    return render(request, "communities/belonging/members.html", context, status=status)


@form_page
@area(permissions.may_moderate)
def member(request: HttpRequest, who: Standing, number: int) -> HttpResponse:
    """One membership: its role, its last day, an offer to own it too, its end."""
    row = member_or_404(who, number)
    gives = not row.user.is_guest and permissions.may_own(who)
    gives = gives and row.role in (services.Role.MEMBER, services.Role.MODERATOR)
    form = RoleForm(request.POST or None, row=row, gives_roles=gives)
    may_change = permissions.may_end(who, row)
    if not may_change:
        form.fields.clear()
    context = {
        **frame(who, "members"),
        "row": row,
        "form": form,
        "reason_form": ReasonForm(),
        "may_offer": permissions.may_offer(who, row) and not row.user.is_guest,
        "may_end": may_change,
    }
    if form.is_bound and form.fields and form.is_valid():
        return _changed(request, who, row, form.cleaned_data)
    return render(request, "communities/belonging/member.html", context)


@require_POST
@area(permissions.may_moderate)
def end(request: HttpRequest, who: Standing, number: int) -> HttpResponse:
    """Put somebody out; the person reads the reason."""
    row = member_or_404(who, number)
    if not permissions.may_end(who, row):
        raise Http404
    form = ReasonForm(request.POST)
    if not form.is_valid():
        context = {**frame(who, "members"), "row": row, "reason_form": form}
        context["may_end"] = True
        return render(request, "communities/belonging/member.html", context)
    try:
        services.end(row, who.user, form.cleaned_data["reason"])
        messages.success(request, _("The membership has ended; the person is told."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("communities:members", community_of(who).slug)


@require_POST
@area(permissions.may_own)
def offer(request: HttpRequest, who: Standing, number: int) -> HttpResponse:
    """Ask somebody to own the community, or ask no longer."""
    row = member_or_404(who, number)
    if not permissions.may_offer(who, row):
        raise Http404
    form = OfferForm(request.POST)
    try:
        if "withdraw" in request.POST:
            roles.take_back(row, who.user)
            messages.success(request, _("It is no longer offered."))
        elif form.is_valid():
            roles.offer(row, form.cleaned_data["offer"], who.user)
            messages.success(request, _("We ask them on their next visit here."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("communities:member", community_of(who).slug, row.pk)


@require_POST
@area(permissions.may_leave)
def answer_offer(request: HttpRequest, who: Standing) -> HttpResponse:
    """Accept or refuse to own the community."""
    accepts = "accept" in request.POST
    try:
        if who.membership is not None:
            roles.answer(who.membership, accepts)
        if accepts:
            messages.success(request, _("You own this community now."))
        else:
            messages.success(request, _("You have refused it."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("communities:members", community_of(who).slug)


@require_safe
@area(permissions.may_moderate)
def requests(request: HttpRequest, who: Standing) -> HttpResponse:
    """Who asks to join."""
    moderators = list(queue.moderators(who.community))
    rows = queue.joining(who, moderators, listing.PAGE_SIZE)
    context = {**frame(who, "members"), "rows": rows}
    return render(request, "communities/belonging/requests.html", context)


@form_page
@area(permissions.may_moderate)
def decide(request: HttpRequest, who: Standing, number: int) -> HttpResponse:
    """Let somebody in, or decline with a reason."""
    row = listing.waiting(community_of(who)).filter(pk=number).first()
    if row is None and request.method == "POST":
        messages.warning(
            request, _("This request was decided on or withdrawn already.")
        )
        return redirect("communities:requests", community_of(who).slug)
    if row is None:
        raise Http404
    declines = "decline" in request.POST
    form = ReasonForm(request.POST if declines else None)
    if request.method != "POST" or (declines and not form.is_valid()):
        context = {**frame(who, "members"), "row": row, "form": form}
        return render(request, "communities/belonging/request.html", context)
    reason = form.cleaned_data["reason"] if declines else ""
    _decided(request, who, row, reason)
    return redirect("communities:requests", community_of(who).slug)


def member_or_404(who: Standing, number: int) -> Membership:
    """A membership that holds in this community, by its number."""
    rows = listing.members(who, community_of(who), "", "")
    row: Membership | None = rows.filter(pk=number).first()
    if row is None:
        raise Http404
    return row


def _changed(
    request: HttpRequest, who: Standing, row: Membership, values: dict[str, Any]
) -> HttpResponse:
    try:
        if "until" in values:
            row = roles.set_until(row, values["until"], who.user)
        if "role" in values:
            row = roles.give(row, values["role"], who.user)
        messages.success(request, _("Saved."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("communities:members", community_of(who).slug)


def _decided(request: HttpRequest, who: Standing, row: Membership, reason: str) -> None:
    try:
        if reason:
            services.decline(row, who.user, reason)
            messages.success(request, _("The person is told why."))
        else:
            services.let_in(row, who.user)
            messages.success(
                request, _("%(person)s is a member now.") % {"person": row.user}
            )
    except Refused as refused:
        messages.warning(request, str(refused))
