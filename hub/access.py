"""What strangers may open in a hub that is closed to them."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from wagtail.models import Site

from hub.models import StandardPage

# What somebody needs who is not in yet: getting in, and health for the operator.
DOORS = frozenset(
    (
        *("healthz", "readyz", "icons", "robots", "set-language"),
        *("account_login", "account_logout", "account_inactive", "account_signup"),
        *("account_reset_password", "account_reset_password_done"),
        *("account_reset_password_from_key", "account_reset_password_from_key_done"),
        *("account_reauthenticate", "mfa_authenticate", "mfa_reauthenticate"),
        *("accounts:join", "accounts:join-sent", "accounts:join-link"),
        # Browsers ask for it without a session; it tells the name of the hub alone.
        "search:opensearch",
        # Whoever has the secret address reads with the rights of its owner.
        "search:saved-feed",
        # Mails end in one click, without a session.
        "communities:mail-stop",
        # Whoever is invited sees to what, and signs in or makes an account.
        "communities:invitation",
        *("sign-in-to-edit", "sign-in-to-read", "reset-password"),
        # They lead to the standard pages with these roles.
        *StandardPage.Role.values,
    )
)


def is_open_to_strangers(request: HttpRequest) -> bool:
    """Whether the address is a door or one of the pages that people need before it."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return False
    if match.view_name == "wagtail_serve":
        return _has_a_role(request)
    return match.view_name in DOORS


def _has_a_role(request: HttpRequest) -> bool:
    site = Site.find_for_request(request)
    if site is None:
        return False
    url_path = site.root_page.url_path.rstrip("/") + request.path_info
    pages = StandardPage.objects.live().exclude(role="")
    return bool(pages.filter(url_path=url_path).exists())
