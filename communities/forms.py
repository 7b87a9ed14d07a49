"""Forms about communities as such."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from accounts.people_forms import LineField


class ListForm(forms.Form):
    """What the list of communities is narrowed by; unknown values find nothing."""

    q = LineField(required=False, max_length=100, label=gettext_lazy("Words"))
    lang = LineField(required=False, max_length=10, label=gettext_lazy("Language"))
    visibility = LineField(
        required=False, max_length=12, label=gettext_lazy("Who reads it")
    )
