"""Invitations into a community: sent by moderators, opened by whoever has the link."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.joining import LinkOver, Standing
from communities import permissions
from communities.belonging import charters, inviting
from communities.belonging.forms import InviteForm, JoinForm, LinkForm
from communities.belonging.limits import INVITES, LINKS, too_many
from communities.belonging.views import community_of
from communities.frame import area, frame
from communities.models import CommunityInvitation
from communities.moderating.services import Refused
from communities.standing import Standing as Who

form_page = require_http_methods(["GET", "HEAD", "POST"])
MOST_SHOWN = 100
LINK_DAYS = datetime.timedelta(days=30)


@never_cache
@form_page
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where a link leads; without a valid one there is nothing here."""
    if waits := too_many(request, LINKS):
        return waits
    found = inviting.find(token)
    if found is None:
        raise Http404
    if inviting.standing_of(found) != Standing.OPEN:
        return _over(request, found)
    if not request.user.is_authenticated:
        return _stranger(request, token, found)
    if not inviting.is_for(found, request.user):
        return _page(request, {"is_for_another": True}, status=403)
    return _accept(request, token, found)


@form_page
@area(permissions.may_invite)
def sent(request: HttpRequest, who: Who) -> HttpResponse:
    """The invitations of a community, and the forms for more."""
    by_mail = "by_mail" in request.POST
    mail_form = InviteForm(
        request.POST if by_mail else None, initial={"language": get_language()}
    )
    last = {"uses": 20, "until": timezone.localdate() + LINK_DAYS}
    link_form = LinkForm(
        request.POST if "link" in request.POST else None,
        initial=last,
        auto_id="link_%s",
    )
    context: dict[str, Any] = {"mail_form": mail_form, "link_form": link_form}
    if mail_form.is_bound and mail_form.is_valid():
        return _mail(request, who, mail_form)
    if link_form.is_bound and link_form.is_valid():
        if waits := too_many(request, INVITES):
            return waits
        values = link_form.cleaned_data
        _made, address = inviting.make_link(community_of(who), who.user, **values)
        context = {
            **context,
            "address": address,
            "link_form": LinkForm(initial=last, auto_id="link_%s"),
        }
    return _list(request, who, context)


@require_POST
@area(permissions.may_moderate)
def withdraw(request: HttpRequest, who: Who, number: int) -> HttpResponse:
    """Make a link worth nothing."""
    rows = CommunityInvitation.objects.filter(community=community_of(who), pk=number)
    found = rows.first()
    if found is None:
        raise Http404
    inviting.withdraw(found)
    messages.success(request, _("The invitation works no longer."))
    return redirect("communities:invitations", community_of(who).slug)


def _accept(request: Any, token: str, found: CommunityInvitation) -> HttpResponse:
    """Show the community and its charter; come in when it is accepted."""
    community = found.community
    charter = charters.newest(community)
    data = request.POST if request.method == "POST" else None
    form = JoinForm(data, charter=charter, asks=False)
    if not form.is_valid():
        context = {"found": found, "community": community, "charter": charter}
        return _page(request, {**context, "form": form})
    try:
        inviting.accept(token, request.user)
    except LinkOver:
        return _over(request, found)
    except Refused as refused:
        return _page(request, {"sentence": str(refused)}, status=409)
    messages.success(request, _("You are a member now."))
    return redirect(community.url)


def _stranger(
    request: HttpRequest, token: str, found: CommunityInvitation
) -> HttpResponse:
    """Sign in, or make an account: the address was proved by the link."""
    here = reverse("communities:invitation", args=[token])
    if request.method == "POST":
        address = inviting.account_link(found)
        if address:
            return redirect(f"{address}?{urlencode({'next': here})}")
        return redirect_to_login(here, reverse("account_login"))
    context = {
        "found": found,
        "community": found.community,
        "is_stranger": True,
        "here": here,
        "may_make_account": inviting.has_account_link(found),
    }
    return _page(request, context)


def _over(request: HttpRequest, found: CommunityInvitation) -> HttpResponse:
    """Members are led on; all others learn no more than that it is over."""
    user = request.user
    if user.is_authenticated and inviting.belongs(found, user):
        return redirect(found.community.url)
    return _page(request, {"is_over": True}, status=410)


def _page(
    request: HttpRequest, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    template = "communities/belonging/invitation.html"
    return render(request, template, context, status=status)


def _mail(request: HttpRequest, who: Who, form: InviteForm) -> HttpResponse:
    if waits := too_many(request, INVITES):
        return waits
    addresses = form.cleaned_data["addresses"]
    for address in addresses:
        inviting.invite(community_of(who), address, form.terms, who.user)
    text = ngettext(
        "%(number)d invitation was sent.",
        "%(number)d invitations were sent.",
        len(addresses),
    )
    messages.success(request, text % {"number": len(addresses)})
    return redirect("communities:invitations", community_of(who).slug)


def _list(request: HttpRequest, who: Who, context: dict[str, Any]) -> HttpResponse:
    rows = inviting.open_ones(community_of(who)).select_related("by")
    shown = {**frame(who, "members"), **context, "rows": list(rows[:MOST_SHOWN])}
    return render(request, "communities/belonging/invitations.html", shown)
