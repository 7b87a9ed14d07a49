"""The forms of joining: an address, an account, a request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.addresses import parse_address
from accounts.joining import Person
from accounts.models import Agency, Invitation, User
from accounts.names import clean_name
from vocabulary.labels import pick
from vocabulary.models import Profession

FILL_IN = gettext_lazy("Fill in this field.")
CHOOSE = gettext_lazy("Choose one from the list.")
MAX_MESSAGE = 1000
MAX_AGENCY_NAME = 200


class ByLabel(forms.models.ModelChoiceIterator):
    """The choices in the order of their labels, in the language of the reader."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        choices = list(super().__iter__())
        first = choices[:1] if self.field.empty_label is not None else []
        rest = choices[len(first) :]
        yield from first
        yield from sorted(rest, key=lambda choice: str(choice[1]).casefold())


class LabelSelect(forms.Select):
    """A list whose foreign words say which language they are in."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the language to an option that is not in the reader's."""
        option = super().create_option(*args, **kwargs)
        known = getattr(option["value"], "instance", None)
        if known is not None:
            words = known.names if isinstance(known, Agency) else known.labels
            language = pick(words)[1]
            if language and language != (get_language() or "en")[:2]:
                option["attrs"]["lang"] = language
        return option


class LabelField(forms.ModelChoiceField):
    """A choice from a list of the hub."""

    iterator = ByLabel
    widget = LabelSelect


class AddressField(forms.CharField):
    """An address; what is wrong with it is told in a sentence."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages["required"] = FILL_IN

    def clean(self, value: Any) -> str:
        """The address as the hub keeps it."""
        return parse_address(super().clean(value))


class NameField(forms.CharField):
    """A first or a last name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages["required"] = FILL_IN

    def clean(self, value: Any) -> str:
        """The name without what nobody sees."""
        return clean_name(super().clean(value))


class JoinForm(forms.Form):
    """The work address to which the link goes."""

    email = AddressField(
        label=gettext_lazy("Your work address"),
        help_text=gettext_lazy("The e-mail address that your agency gave you."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class PersonForm(forms.Form):
    """Who somebody is: names and function."""

    first_name = NameField(
        label=gettext_lazy("First name"),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = NameField(
        label=gettext_lazy("Last name"),
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    function = LabelField(
        label=gettext_lazy("What you do"),
        help_text=gettext_lazy("It stands beside your name, with your agency."),
        queryset=Profession.objects.all(),
        empty_label=gettext_lazy("Choose"),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )

    @property
    def person(self) -> Person:
        """What was said, checked."""
        data = self.cleaned_data
        return Person(data["first_name"], data["last_name"], data.get("function"))


class RegisterForm(PersonForm):
    """An account: who it is for, a password, and the rules."""

    password1 = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        max_length=1000,
        help_text=gettext_lazy(
            "At least 8 characters. A few words are easier to remember and harder to "
            "guess than one."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": FILL_IN},
    )
    rules = forms.BooleanField(
        label=gettext_lazy("I keep to the rules of use"),
        error_messages={
            "required": gettext_lazy("Tick this box: the rules hold for everyone here.")
        },
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        known = invitation.function or invitation.job_title
        if known or not Profession.objects.exists():
            del self.fields["function"]

    def clean(self) -> dict[str, Any]:
        """Check the password against the rules, and against the person."""
        data = super().clean() or {}
        if password := data.get("password1"):
            names = {key: data.get(key, "") for key in ("first_name", "last_name")}
            user = User(email=self.invitation.email, **names)
            try:
                validate_password(password, user)
            except ValidationError as error:
                self.add_error("password1", error)
        return data


class RequestForm(PersonForm):
    """A request by somebody whose domain the hub does not know."""

    agency = LabelField(
        label=gettext_lazy("Your agency"),
        queryset=Agency.objects.all(),
        required=False,
        empty_label=gettext_lazy("It is not on the list"),
        error_messages={"invalid_choice": CHOOSE},
    )
    agency_name = forms.CharField(
        label=gettext_lazy("The name of your organisation, if it is not on the list"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    message = forms.CharField(
        label=gettext_lazy("Why you want to join"),
        help_text=gettext_lazy("A sentence or two for the people who decide."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": FILL_IN},
    )
    field_order = (
        *("first_name", "last_name", "agency", "agency_name", "function", "message"),
    )

    def __init__(self, *args: Any, shows_agencies: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not shows_agencies:
            del self.fields["agency"]
            self.fields["agency_name"].label = _("The name of your organisation")
        if not Profession.objects.exists():
            del self.fields["function"]

    def clean_agency_name(self) -> str:
        """The name on one line, not too long."""
        name = _without_tricks(self.cleaned_data["agency_name"])
        return _at_most(" ".join(name.split()), MAX_AGENCY_NAME)

    def clean_message(self) -> str:
        """The text, not too long."""
        text = _without_tricks(self.cleaned_data["message"])
        return _at_most(text.replace("\r\n", "\n"), MAX_MESSAGE)

    def clean(self) -> dict[str, Any]:
        """One agency, from the list or in words."""
        data = super().clean() or {}
        if "agency_name" in self.errors or "agency" in self.errors:
            return data
        if not data.get("agency") and not data.get("agency_name"):
            message = _("Choose your agency, or write the name of your organisation.")
            self.add_error("agency_name", message)
        return data


def _at_most(text: str, most: int) -> str:
    if len(text) > most:
        message = _("Shorten this by %(over)s characters: %(most)s are the most.")
        over = {"over": len(text) - most, "most": most}
        raise ValidationError(message, code="long", params=over)
    return text


def _without_tricks(text: str) -> str:
    """The text without the marks that turn the direction of what follows."""
    return text.translate(
        dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
    )
