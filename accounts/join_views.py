"""Joining: type an address, follow the link of the mail, become an agent."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal import ratelimit
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import joining
from accounts.adapter import HubAccountAdapter
from accounts.join_forms import JoinForm, RegisterForm, RequestForm
from accounts.joining import LinkOver, Refused, Standing, TooOften
from accounts.models import Invitation, JoinRequest
from catalogue.access import is_closed_to_strangers
from vocabulary.labels import pick

BACKEND = "django.contrib.auth.backends.ModelBackend"
# The address is counted here and again by its rows, which outlive the process.
LIMITS = {
    "join": f"20/h/ip,{joining.MAILS_PER_HOUR}/h/key",
    "join-link": "60/h/ip",
}

# Kept by nobody but the browser itself, which brings back what was typed.
private = cache_control(private=True, no_cache=True, max_age=0)
form_page = require_http_methods(["GET", "HEAD", "POST"])


@private
@form_page
def join(request: HttpRequest) -> HttpResponse:
    """Ask for the work address; the answer is the same whoever has it."""
    if request.user.is_authenticated:
        return redirect("/")
    form = JoinForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/join.html", {"form": form})
    address = form.cleaned_data["email"]
    if not _may_go_on(request, "join", address):
        return ratelimit.respond_429(request)
    try:
        joining.ask(address, get_language() or "en")
    except TooOften:
        return ratelimit.respond_429(request)
    return redirect("accounts:join-sent")


@private
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way, if there is anything to mail."""
    return render(request, "accounts/join_sent.html")


@sensitive_post_parameters("password1")
@private
@form_page
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Where a mailed link leads; opening it does not use it up, mail scanners do."""
    if not _may_go_on(request, "join-link"):
        return ratelimit.respond_429(request)
    invitation = joining.find(token)
    standing = joining.standing_of(invitation)
    if joining.left_a_request(invitation):
        return render(request, "accounts/join_waiting.html")
    if invitation is None or standing != Standing.OPEN:
        return _over(request, standing)
    if request.user.is_authenticated:
        return render(request, "accounts/join_signed_in.html", status=409)
    try:
        if invitation.kind == Invitation.Kind.REQUEST:
            return _request(request, token, invitation)
        return _register(request, token, invitation)
    except LinkOver as over:
        return _over(request, over.standing)
    except Refused as refused:
        context = {"sentence": str(refused)}
        return render(request, "accounts/join_over.html", context, status=409)


def _register(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    initial = _asked_before(invitation)
    form = RegisterForm(request.POST or None, invitation=invitation, initial=initial)
    if not form.is_valid():
        context = {"form": form, "invitation": invitation, **_known_of(invitation)}
        return render(request, "accounts/join_register.html", context)
    password = form.cleaned_data["password1"]
    user = joining.register(token, form.person, password)
    login(request, user, backend=BACKEND)
    record_authentication(request, user, method="password", email=user.email)
    adapter = HubAccountAdapter(request)
    asked_for = request.GET.get("next", "")
    if asked_for and adapter.is_safe_url(asked_for):
        return redirect(asked_for)
    return redirect(adapter.get_login_redirect_url(request))


def _request(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    shows_agencies = not is_closed_to_strangers()
    form = RequestForm(request.POST or None, shows_agencies=shows_agencies)
    if not form.is_valid():
        context = {"form": form, "invitation": invitation}
        return render(request, "accounts/join_request.html", context)
    data = form.cleaned_data
    joining.ask_to_join(
        token,
        form.person,
        data.get("agency"),
        data["agency_name"],
        data["message"],
    )
    return redirect("accounts:join-link", token=token)


def _known_of(invitation: Invitation) -> dict[str, str]:
    """What the hub has set already, with the language of each word."""
    agency, function = invitation.agency, invitation.function
    names = pick(agency.names) if agency else ("", "")
    does = pick(function.labels) if function else ("", "")
    if invitation.job_title:
        does = (invitation.job_title, "")
    return {
        "agency_name": names[0],
        "agency_language": names[1],
        "function_name": does[0],
        "function_language": does[1],
    }


def _asked_before(invitation: Invitation) -> dict[str, Any]:
    """What an accepted request said already."""
    if invitation.kind != Invitation.Kind.ACCEPTED:
        return {}
    asked = JoinRequest.objects.filter(
        email=invitation.email, state=JoinRequest.State.ACCEPTED
    )
    found = asked.values("first_name", "last_name", "function").first()
    return dict(found or {})


def _over(request: HttpRequest, standing: Standing) -> HttpResponse:
    status = 404 if standing == Standing.UNKNOWN else 410
    context = {"standing": standing.value}
    return render(request, "accounts/join_over.html", context, status=status)


def _may_go_on(request: HttpRequest, action: str, key: str = "") -> bool:
    used = ratelimit.consume(
        request, app="accounts", action=action, config=LIMITS, key=key or None
    )
    return used is not None
