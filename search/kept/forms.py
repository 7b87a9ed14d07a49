"""Names, notes, lists: what people type about what they keep."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from search.models import KeptList

NAME = 100
NOTE = 500


class NameForm(forms.Form):
    """The name of a saved search or of a list."""

    name = forms.CharField(
        max_length=NAME,
        error_messages={
            "required": _("Give it a name."),
            "max_length": _("A name has at most %(limit_value)s characters."),
        },
    )


class NoteForm(forms.Form):
    """A note on an entry."""

    note = forms.CharField(
        max_length=NOTE,
        required=False,
        error_messages={
            "max_length": _("A note has at most %(limit_value)s characters.")
        },
    )


class KeepForm(NoteForm):
    """Which list an entry is put on: one that there is, or a new one."""

    list = forms.CharField(max_length=NAME, required=False)
    new_list = forms.CharField(
        max_length=NAME,
        required=False,
        error_messages={
            "max_length": _("A name has at most %(limit_value)s characters.")
        },
    )

    @property
    def list_name(self) -> str:
        """The list that was meant; the usual one when none was named."""
        typed = self.cleaned_data["new_list"] or self.cleaned_data["list"]
        return str(typed or usual_list())


class KeptForm(NoteForm):
    """The note on a kept entry, and the list on which it stands."""

    list = forms.ModelChoiceField(KeptList.objects.none())

    def __init__(self, *args: Any, user_id: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = KeptList.objects.filter(user_id=user_id)
        field = self.fields["list"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = own


def usual_list() -> str:
    """The list on which entries land where no other is named."""
    return str(_("Read later"))
