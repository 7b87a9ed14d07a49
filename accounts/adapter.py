"""How allauth behaves here: no sign-up of its own, the hub's words, the hub's mails."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts import mails
from accounts.models import User

TOO_OFTEN = _("This was tried too often. Try again in a few minutes.")
WRONG_CODE = _("This is not the code that the app shows now. Type the next one.")
# What people are told by mail after it was done to their account.
CHANGES = {
    "password_changed": _("Your password was changed"),
    "password_reset": _("Your password was changed"),
    "password_set": _("Your account has a password now"),
    "totp_activated": _("Two-step sign-in was switched on"),
    "totp_deactivated": _("Two-step sign-in was switched off"),
    "recovery_codes_generated": _("New recovery codes were made"),
}


class HubAccountAdapter(DefaultAccountAdapter):
    """Local accounts; nobody signs up by themselves."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is switched off."),
        "email_password_mismatch": _(
            "E-mail address and password do not belong together. Try again, or choose "
            "a new password."
        ),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": WRONG_CODE,
        "invalid_password_reset": _("This link works no longer."),
        "rate_limited": TOO_OFTEN,
        "too_many_login_attempts": TOO_OFTEN,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by administrators."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """At the first sign-in to what one wants to follow, afterwards home."""
        user = request.user
        if isinstance(user, User) and not user.is_guest and user.welcomed_at is None:
            return reverse("welcome")
        return "/"

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """Whoever comes from the home page wanted no page of all."""
        response = super().post_login(request, user, **kwargs)
        if getattr(response, "url", "") == "/":
            response["Location"] = self.get_login_redirect_url(request)
        return response

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in mails never follows what a request claims to be sent to."""
        url = super().get_reset_password_from_key_url(key)
        return f"{settings.BASE_URL}{urlsplit(url).path}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """After a change, home: the message stands there."""
        return "/"

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        """Send it as the hub sends every mail, in the language of whoever gets it."""
        template = template_prefix.rpartition("/")[2]
        what = CHANGES.get(template)
        user = User.objects.filter(email__iexact=email).first()
        language = mails.language_of(user)
        with translation.override(language):
            told = str(what or "")
        known = {
            "what": told,
            "name": user.first_name if user else "",
            "email": email,
            "password_reset_url": context.get("password_reset_url", ""),
            "ip": context.get("ip", ""),
            "at": _moment(context.get("timestamp"), language),
        }
        mails.send("account_changed" if what else template, email, language, known)


class HubMFAAdapter(DefaultMFAAdapter):
    """The second step, in the hub's words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": _(
            "Recovery codes belong to an authenticator app: switch that on first."
        ),
        "incorrect_code": WRONG_CODE,
        "rate_limited": TOO_OFTEN,
    }


def _moment(moment: Any, language: str) -> str:
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    with translation.override(language):
        return f"{date_format(local)}, {date_format(local, 'H:i')}"
