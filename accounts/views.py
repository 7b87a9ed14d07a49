"""One door: whoever asks to sign in elsewhere comes to the hub's own page."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache


@never_cache
def sign_in_to_edit(request: HttpRequest) -> HttpResponse:
    """Where the editing pages send people: to sign in, or back when they may not."""
    if request.user.is_authenticated:
        # Wagtail may have left a message of its own; counting does not use it up.
        if not len(messages.get_messages(request)):
            messages.error(request, _("Your account may not open the editing pages."))
        return redirect("/")
    return _to_sign_in(request)


@never_cache
def sign_in_to_read(request: HttpRequest) -> HttpResponse:
    """Where a closed page sends people: to sign in; it stays closed to the others."""
    if request.user.is_authenticated:
        raise Http404
    return _to_sign_in(request)


def reset_password(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Wagtail's addresses for a forgotten password lead to the hub's own."""
    return redirect("account_reset_password")


def sign_up(request: HttpRequest) -> HttpResponse:
    """The sign-in package's own sign-up is closed: people join by their address."""
    return redirect("accounts:join")


def closed(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address that exists in the sign-in package and not in this hub."""
    raise Http404


def _to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    target = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    query = f"?{urlencode({'next': target})}" if target and safe else ""
    return redirect(f"{reverse('account_login')}{query}")
