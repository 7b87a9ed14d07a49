"""The forms of those who let people in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.addresses import domain_of
from accounts.inviting import MOST_AT_ONCE, Terms
from accounts.join_forms import LabelField
from accounts.models import Agency, JoinRequest
from vocabulary.models import Profession

ACCEPT, DECLINE = "accept", "decline"


class DecideForm(forms.Form):
    """Accept into an agency, or decline with a reason."""

    agency = LabelField(
        label=gettext_lazy("Agency"),
        queryset=Agency.objects.all(),
        required=False,
        help_text=gettext_lazy(
            "Is it not on the list? An administrator makes it first; the request waits."
        ),
    )
    function = LabelField(
        label=gettext_lazy("Function"),
        queryset=Profession.objects.all(),
        required=False,
    )
    confirm_domain = forms.BooleanField(required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason, if you decline"),
        help_text=gettext_lazy("The person reads it in the mail."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, asked: JoinRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domain = domain_of(asked.email)
        field = self.fields["confirm_domain"]
        field.label = _("Confirm %(domain)s for this agency") % {"domain": domain}
        field.help_text = _(
            "Whoever has an address with exactly this ending can then join by it."
        )

    def clean(self) -> dict[str, Any]:
        """An agency to accept, a reason to decline."""
        data = super().clean() or {}
        decision = self.data.get("decision")
        if (
            decision == ACCEPT
            and not data.get("agency")
            and "agency" not in self.errors
        ):
            self.add_error("agency", _("Choose the agency for which the person works."))
        if decision == DECLINE and not data.get("reason"):
            self.add_error("reason", _("Write the reason: the person reads it."))
        if decision not in (ACCEPT, DECLINE):
            raise ValidationError(_("Accept or decline: use one of the two buttons."))
        return data


class InviteForm(forms.Form):
    """Addresses, and what their owners will be."""

    addresses = forms.CharField(
        label=gettext_lazy("Addresses"),
        help_text=gettext_lazy("One on each line, at most 200."),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    agency = LabelField(
        label=gettext_lazy("Agency"),
        queryset=Agency.objects.all(),
        required=False,
    )
    function = LabelField(
        label=gettext_lazy("Function"),
        queryset=Profession.objects.all(),
        required=False,
        help_text=gettext_lazy("Left empty, each person chooses from this list."),
    )
    job_title = forms.CharField(
        label=gettext_lazy("Exact function"),
        help_text=gettext_lazy("Only if the list has no word for it."),
        max_length=120,
        required=False,
    )
    is_guest = forms.BooleanField(
        label=gettext_lazy("Guests"),
        required=False,
        help_text=gettext_lazy(
            "A guest sees what everyone sees, and what is opened to them."
        ),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the mail"), choices=settings.LANGUAGES
    )

    def __init__(self, *args: Any, writes_titles: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not writes_titles:
            del self.fields["job_title"]

    def clean_addresses(self) -> list[str]:
        """The lines that hold something."""
        text = self.cleaned_data["addresses"].replace(",", "\n").replace(";", "\n")
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if len(lines) > MOST_AT_ONCE:
            message = _(
                "These are %(number)s addresses: invite at most %(most)s at once."
            )
            numbers = {"number": len(lines), "most": MOST_AT_ONCE}
            raise ValidationError(message, params=numbers)
        return lines

    def clean(self) -> dict[str, Any]:
        """Whoever is no guest works for an agency."""
        data = super().clean() or {}
        if not data.get("agency") and not data.get("is_guest"):
            message = _("Choose the agency, or invite them as guests.")
            if "agency" not in self.errors:
                self.add_error("agency", message)
        return data

    @property
    def terms(self) -> Terms:
        """What everyone on the list is invited to be."""
        data = self.cleaned_data
        return Terms(
            agency=data["agency"],
            function=data["function"],
            job_title=data.get("job_title", ""),
            is_guest=data["is_guest"],
            language=data["language"],
        )
