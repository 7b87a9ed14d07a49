"""A line in the log for whatever touches the door: signing in, passwords, MFA.

Lines hold the number of an account and the address of the client, never what was
typed: people type passwords into the wrong field.
"""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import (
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.core.exceptions import PermissionDenied

from accounts.models import User

logger = logging.getLogger(__name__)

EVENTS = {
    "signed in": user_logged_in,
    "signed out": user_logged_out,
    "changed the password": password_changed,
    "reset the password": password_reset,
    "set a password": password_set,
    "added a second step": authenticator_added,
    "removed a second step": authenticator_removed,
    "renewed the recovery codes": authenticator_reset,
}


def connect() -> None:
    """Connect the receivers; each once."""
    for words, signal in EVENTS.items():
        uid = f"audit {words}"
        signal.connect(_receiver(words), weak=False, dispatch_uid=uid)
    user_login_failed.connect(login_failed, dispatch_uid="audit failed")


def tell(words: str, user: Any, by: Any = None) -> None:
    """Write a line on an account: what happened, and by whose hand."""
    hand = f", by account {by.pk}" if by is not None else ""
    logger.info("account %s %s%s", user.pk, words, hand)


def login_failed(
    credentials: dict[str, Any], request: Any = None, **_kwargs: object
) -> None:
    """Somebody could not sign in: to which account, if there is one."""
    email = str(credentials.get("email") or "")
    known = User.objects.filter(email__iexact=email).first() if email else None
    _write("failed to sign in", known, request)


def _receiver(words: str) -> Any:
    def receiver(user: Any = None, request: Any = None, **_kwargs: object) -> None:
        _write(words, user, request)

    return receiver


def _write(words: str, user: Any, request: Any) -> None:
    account = f"account {user.pk}" if user is not None else "unknown account"
    logger.info("%s %s, from %s", account, words, _client(request))


def _client(request: Any) -> str:
    try:
        return str(get_adapter().get_client_ip(request)) if request else "-"
    except (KeyError, PermissionDenied):
        # Behind a socket, or in a command, there is no address to tell.
        return "-"
