"""What people type about their searches."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people_forms import one_line
from search.models import Wish
from search.request import MAX_QUERY


class WishForm(forms.Form):
    """One line on the page that is missing, and the search that did not find it."""

    q = forms.CharField(
        max_length=MAX_QUERY,
        widget=forms.HiddenInput,
        error_messages={"required": _("Search first: the page is asked for with it.")},
    )
    wish = forms.CharField(
        label=_("What should the page tell you?"),
        max_length=Wish._meta.get_field("wish").max_length,
        error_messages={"required": _("Write one line on what is missing.")},
    )

    def clean(self) -> dict[str, Any]:
        """Texts without signs that nobody sees."""
        data = {name: one_line(text) for name, text in self.cleaned_data.items()}
        for name in ("q", "wish"):
            if name in data and not data[name]:
                self.add_error(name, self.fields[name].error_messages["required"])
        return data


class OpenedForm(forms.Form):
    """Which search, and the place of the result that was opened, from 1."""

    token = forms.RegexField(r"\A[0-9a-f]{32}\Z")
    place = forms.IntegerField(min_value=1, max_value=10_000)
