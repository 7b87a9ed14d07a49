"""The forms of signing in, with the hub's words instead of the package's."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.utils.translation import gettext_lazy as _

EMAIL = _("E-mail address")
PASSWORD = _("Password")
NEW_PASSWORD = _("New password")
CODE = _("Code")
CODE_HINT = _("Six digits from your authenticator app, or one of your recovery codes.")


class SignInForm(account.LoginForm):
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, login=EMAIL, password=PASSWORD)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["remember"].label = _("Keep me signed in on this device")


class AskForLinkForm(account.ResetPasswordForm):
    """The address to which the link for a new password goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, email=EMAIL)


class _OncePassword(forms.Form):
    """A new password is typed once: it can be shown, and replaced by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _say(self, password1=NEW_PASSWORD)


class ResetPasswordForm(_OncePassword, account.ResetPasswordKeyForm):
    """A new password, by the link of a mail."""


class SetPasswordForm(_OncePassword, account.SetPasswordForm):
    """The first password of an account that has none."""


class ChangePasswordForm(_OncePassword, account.ChangePasswordForm):
    """A new password in place of the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, oldpassword=_("Present password"))


class ConfirmPasswordForm(account.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, password=PASSWORD)


class _Code(forms.Form):
    """A code, with the blanks that apps show between the digits or without."""

    def clean_code(self) -> str:
        """Check the code as the package does, without its blanks."""
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        package: Any = super()
        return str(package.clean_code())


class SecondStepForm(_Code, mfa.AuthenticateForm):
    """The code at signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self, CODE_HINT)


class ConfirmCodeForm(_Code, mfa.ReauthenticateForm):
    """The code once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self, CODE_HINT)


class StartSecondStepForm(_Code, totp.ActivateTOTPForm):
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self, _("Six digits that your authenticator app shows now."))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


def _say(form: forms.Form, **labels: Any) -> None:
    for name, label in labels.items():
        field = form.fields[name]
        field.label = label
        field.error_messages["required"] = _("Fill in this field.")
        if isinstance(field, forms.EmailField):
            sentence = _("Write the address like name@agency.example.")
            field.error_messages["invalid"] = sentence


def _ask_code(form: forms.Form, hint: Any) -> None:
    _say(form, code=CODE)
    field = form.fields["code"]
    field.help_text = hint
    field.widget.attrs.update(autocapitalize="none", spellcheck="false")
