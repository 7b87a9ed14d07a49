"""Forms of belonging: joining, deciding, inviting, roles, charter, proposals."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.addresses import parse_address
from accounts.people_forms import LineField
from communities.belonging.inviting import (
    LONGEST_LINK,
    MOST_AT_ONCE,
    MOST_USES,
    Terms,
)
from communities.models import Charter, Membership, Role, Visibility
from communities.models.belonging import Offer

FILL_IN = gettext_lazy("Fill in this field.")
CHOOSE = gettext_lazy("Choose one from the list.")
UNSEEN = dict.fromkeys((0, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
NO_DAY = gettext_lazy("Write the day like 2026-12-31.")
LONGEST_GUEST = datetime.timedelta(days=366)


class TextField(forms.CharField):
    """Several lines of plain text; what is too long is told, never cut."""

    def __init__(self, *, most: int, rows: int = 3, **kwargs: Any) -> None:
        self.most = most
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)
        self.error_messages["required"] = FILL_IN

    def to_python(self, value: Any) -> str:
        """Plain line ends, and no marks that turn the direction of a text."""
        text = str(value or "").replace("\r\n", "\n").translate(UNSEEN)
        return text.strip()

    def validate(self, value: str) -> None:
        """Say by how much it is too long."""
        super().validate(value)
        if (over := len(value) - self.most) > 0:
            message = _("Shorten this by %(over)s characters: %(most)s are the most.")
            raise ValidationError(message, params={"over": over, "most": self.most})


class DayField(forms.DateField):
    """A day as browsers send it: 2026-12-31."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        )
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)
        self.error_messages.update(required=FILL_IN, invalid=NO_DAY)


class JoinForm(forms.Form):
    """What one says when joining: a message where somebody decides, and the charter."""

    message = TextField(
        most=500,
        required=False,
        label=gettext_lazy("Why you want to join"),
        help_text=gettext_lazy("A sentence or two for the moderators who decide."),
    )
    version = forms.IntegerField(
        required=False, min_value=1, max_value=1_000_000, widget=forms.HiddenInput
    )
    accepts = forms.BooleanField(
        label=gettext_lazy("I keep to these rules"),
        error_messages={
            "required": gettext_lazy("Tick this box: the rules hold for all members.")
        },
    )

    def __init__(
        self, data: Any, *, charter: Charter | None, asks: bool, **kwargs: Any
    ) -> None:
        self.charter = charter
        initial = {"version": charter.number if charter else None}
        super().__init__(data, initial=initial, **kwargs)
        if not asks:
            del self.fields["message"]
        if charter is None:
            del self.fields["accepts"], self.fields["version"]

    def clean(self) -> dict[str, Any]:
        """Whoever accepted a version that is old by now looks at the new one."""
        data = super().clean() or {}
        if self.charter is None or self.errors:
            return data
        if data.get("version") != self.charter.number:
            shown = {key: self.data[key] for key in self.data if key != "accepts"}
            self.data = {**shown, "version": str(self.charter.number)}
            message = _("The rules have just changed: read them and tick the box.")
            raise ValidationError(message)
        return data


class ReasonForm(forms.Form):
    """Why something is decided; the person reads it."""

    reason = TextField(
        most=200,
        rows=2,
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The person reads it."),
    )


class RoleForm(forms.Form):
    """What somebody may do here, and until when."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[
            (Role.MEMBER, Role.MEMBER.label),
            (Role.MODERATOR, Role.MODERATOR.label),
        ],
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    until = DayField(
        required=False,
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("The day after, the membership ends by itself."),
    )

    def __init__(self, data: Any, *, row: Membership, gives_roles: bool) -> None:
        super().__init__(data, initial={"role": row.role, "until": row.until})
        if not gives_roles:
            del self.fields["role"]
        if row.role != Role.GUEST and row.until is None:
            del self.fields["until"]
        elif row.role == Role.GUEST:
            self.fields["until"].required = True

    def clean_until(self) -> datetime.date | None:
        """A day to come, within a year."""
        return _coming(self.cleaned_data["until"])


class OfferForm(forms.Form):
    """To own the community too, or in my place."""

    offer = forms.ChoiceField(
        choices=Offer, error_messages={"required": CHOOSE, "invalid_choice": CHOOSE}
    )


class InviteForm(forms.Form):
    """Addresses to which an invitation is mailed."""

    addresses = TextField(
        most=20_000,
        rows=4,
        label=gettext_lazy("Addresses"),
        help_text=gettext_lazy("One on each line, at most 50."),
    )
    is_guest = forms.BooleanField(
        required=False,
        label=gettext_lazy("They are guests: they work for no agency of the hub"),
    )
    until = DayField(
        required=False,
        label=gettext_lazy("Last day of the guests"),
        help_text=gettext_lazy("Within a year; you can move it later."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the mail, for people without an account"),
        choices=settings.LANGUAGES,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )

    def clean_addresses(self) -> list[str]:
        """Each address once; a wrong one is named."""
        text = self.cleaned_data["addresses"].replace(",", "\n").replace(";", "\n")
        lines = list(dict.fromkeys(filter(None, map(str.strip, text.splitlines()))))
        if len(lines) > MOST_AT_ONCE:
            message = _("These are %(number)s addresses: invite at most %(most)s.")
            numbers = {"number": len(lines), "most": MOST_AT_ONCE}
            raise ValidationError(message, params=numbers)
        wrong: list[ValidationError] = []
        found: list[str] = []
        for line in lines:
            try:
                found.append(parse_address(line))
            except ValidationError as error:
                shown = {"line": line[:80], "reason": " ".join(error.messages)}
                wrong.append(ValidationError(_("“%(line)s”: %(reason)s"), params=shown))
        if wrong:
            raise ValidationError(wrong)
        return list(dict.fromkeys(found))

    def clean(self) -> dict[str, Any]:
        """A guest has a last day."""
        data = super().clean() or {}
        if data.get("is_guest") and "until" not in self.errors:
            if data.get("until") is None:
                self.add_error("until", _("Choose the last day of the guests."))
            else:
                try:
                    _coming(data["until"])
                except ValidationError as error:
                    self.add_error("until", error)
        return data

    @property
    def terms(self) -> Terms:
        """As what everyone on the list is invited."""
        data = self.cleaned_data
        if not data["is_guest"]:
            return Terms(language=data["language"])
        return Terms(Role.GUEST, data["until"], data["language"])


class LinkForm(forms.Form):
    """A link for several agents: how many, and how long."""

    uses = forms.IntegerField(
        min_value=1,
        max_value=MOST_USES,
        label=gettext_lazy("How many people may use it"),
        error_messages={"required": FILL_IN},
    )
    until = DayField(label=gettext_lazy("Last day of the link"))

    def clean_until(self) -> datetime.date:
        """A day to come, within three months."""
        day: datetime.date = self.cleaned_data["until"]
        last = timezone.localdate() + LONGEST_LINK
        if not timezone.localdate() <= day <= last:
            raise ValidationError(_("Choose a day within the next 90 days."))
        return day


class CharterForm(forms.Form):
    """The usage rules, written anew."""

    text = TextField(
        most=10_000,
        rows=16,
        label=gettext_lazy("Charter"),
        help_text=gettext_lazy(
            "How members talk with each other, and what must not be written here. "
            "Lists, emphasis and links are written as in comments."
        ),
    )


class ProposalForm(forms.Form):
    """A community that somebody would like to have."""

    title = LineField(
        max_length=100,
        label=gettext_lazy("Name"),
        error_messages={"required": FILL_IN},
    )
    purpose = TextField(
        most=300,
        rows=2,
        label=gettext_lazy("Purpose"),
        help_text=gettext_lazy("For whom it is and what for, in one or two sentences."),
    )
    why = TextField(
        most=1000,
        required=False,
        label=gettext_lazy("Why it is needed"),
        help_text=gettext_lazy("Only the people who decide read this."),
    )
    visibility = forms.ChoiceField(
        label=gettext_lazy("Who may know of it and read it"),
        choices=Visibility,
        initial=Visibility.RESTRICTED,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Its first language"),
        choices=settings.LANGUAGES,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )


class MembersFilterForm(forms.Form):
    """What the list of members is narrowed by; unknown values find nobody."""

    q = LineField(required=False, max_length=100, label=gettext_lazy("Name"))
    agency = LineField(required=False, max_length=120, label=gettext_lazy("Agency"))


def _coming(day: datetime.date | None) -> datetime.date | None:
    """A day that is not over, and no more than a year away."""
    today = timezone.localdate()
    if day is not None and not today <= day <= today + LONGEST_GUEST:
        raise ValidationError(_("Choose a day from today on, within a year."))
    return day
