"""How an agency tells that it reused a case."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.people_forms import LineField
from catalogue.access import Reader
from catalogue.models import Entry
from practices.forms import PageChoiceField
from practices.models import CasePage
from practices.models.reuse import Reuse

EARLIEST = 1990
LENGTH = 500
MOST_CASES = 200
TOO_LONG = gettext_lazy("Write at most 500 characters.")


class MonthField(forms.Field):
    """A month as browsers send it: 2026-03."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-03"})

    def to_python(self, value: Any) -> datetime.date | None:
        """The first day of the month."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            month = datetime.datetime.strptime(text, "%Y-%m").date()
        except ValueError as error:
            sentence = _("Write the month as a year and a month: 2026-03.")
            raise ValidationError(sentence) from error
        if month.year < EARLIEST or month > timezone.localdate():
            raise ValidationError(_("Choose a month from 1990 until now."))
        return month

    def prepare_value(self, value: Any) -> Any:
        """A day of the database as its month."""
        return f"{value:%Y-%m}" if isinstance(value, datetime.date) else value


class ReuseForm(forms.Form):
    """When, what was adapted, what came of it, whom to ask and the own case."""

    since = MonthField(label=gettext_lazy("Since when"))
    adapted = LineField(
        required=False,
        max_length=LENGTH,
        label=gettext_lazy("What you took and what you changed"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LENGTH}),
        error_messages={"max_length": TOO_LONG},
    )
    result = LineField(
        required=False,
        max_length=LENGTH,
        label=gettext_lazy("What came of it"),
        help_text=gettext_lazy("Leave it empty for now: we ask again in three months."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LENGTH}),
        error_messages={"max_length": TOO_LONG},
    )
    own_case = PageChoiceField(
        CasePage.objects.none(),
        required=False,
        label=gettext_lazy("Your agency’s own case about it"),
    )
    contact = forms.EmailField(
        required=False,
        max_length=254,
        label=gettext_lazy("Whom others may ask, if not you"),
        help_text=gettext_lazy(
            "The e-mail address of a colleague of your agency. Only agents see it."
        ),
    )

    def __init__(
        self, *args: Any, user: User, reader: Reader, reuse: Reuse | None, **kwargs: Any
    ) -> None:
        self.user = user
        if reuse is not None:
            kwargs["initial"] = _values_of(reuse, user)
        super().__init__(*args, **kwargs)
        chooser = self.fields["own_case"]
        if isinstance(chooser, forms.ModelChoiceField):
            chooser.queryset = own_cases(user, reader)

    def clean_contact(self) -> User:
        """The colleague with this address; oneself when it is empty."""
        address = self.cleaned_data["contact"]
        if not address:
            return self.user
        colleagues = User.objects.filter(agency=self.user.agency_id, is_active=True)
        found = colleagues.filter(email__iexact=address, is_guest=False).first()
        if found is None:
            raise ValidationError(
                _("Nobody of your agency has this address on the hub.")
            )
        return found


def own_cases(user: User, reader: Reader) -> Any:
    """The cases of this person's agency that they may read, newest first."""
    entries = Entry.objects.readable_by(reader).of_kind(Entry.Kind.CASE)
    slug = user.agency.slug if user.agency else ""
    keys = entries.filter(agency=slug).newest().values_list("key", flat=True)
    numbers = [int(key.partition(":")[2]) for key in keys[:MOST_CASES]]
    return CasePage.objects.filter(pk__in=numbers).order_by("title", "pk")


def _values_of(reuse: Reuse, user: User) -> dict[str, Any]:
    contact = reuse.contact if reuse.contact_id != user.pk else None
    return {
        "since": reuse.since,
        "adapted": reuse.adapted,
        "result": reuse.result,
        "own_case": reuse.own_case_id,
        "contact": contact.email if contact else "",
    }
