"""Making a community and naming its owner, for those who make communities."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import User
from accounts.people_forms import LineField
from communities.belonging.forms import CHOOSE, FILL_IN, ProposalForm
from communities.belonging.owners import named
from communities.models import Joining


class PersonField(forms.ModelChoiceField):
    """One of those who have the name; the agency tells namesakes apart."""

    def label_from_instance(self, obj: User) -> str:
        """Name and agency."""
        name = obj.get_full_name() or obj.email
        return f"{name}, {obj.agency}" if obj.agency else name


class OwnerForm(forms.Form):
    """Somebody found by name; of several one is chosen in a second step."""

    person = LineField(
        max_length=150,
        label=pgettext_lazy("role in a community", "Owner"),
        help_text=gettext_lazy("Name or e-mail address of an agent."),
        error_messages={"required": FILL_IN},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    owner = PersonField(
        queryset=User.objects.none(),
        required=False,
        empty_label=None,
        label=gettext_lazy("Who of them"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": CHOOSE},
    )

    def __init__(self, data: Any, *, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.found: list[User] = []
        field = self.fields["owner"]
        text = str((data or {}).get("person", ""))[:150].replace("\0", "")
        if text.strip():
            self.found = named(people, text)
        if len(self.found) > 1 and isinstance(field, forms.ModelChoiceField):
            numbers = [person.pk for person in self.found]
            field.queryset = people.filter(pk__in=numbers).select_related("agency")
        else:
            del self.fields["owner"]

    def clean(self) -> dict[str, Any]:
        """Exactly one person."""
        data = super().clean() or {}
        if "person" in self.errors or "owner" in self.errors:
            return data
        if not self.found:
            self.add_error("person", _("Nobody who could own it has this name."))
        elif len(self.found) == 1:
            data["owner"] = self.found[0]
        elif not data.get("owner"):
            message = _("Several people have this name: choose one of them.")
            self.add_error("owner", ValidationError(message))
        return data


class MakeForm(OwnerForm, ProposalForm):
    """A new community: what a proposal asks, how one joins, and whose it is."""

    joining = forms.ChoiceField(
        label=gettext_lazy("Who may join"),
        choices=Joining,
        initial=Joining.REQUEST,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Private and confidential communities are joined by invitation alone."
        ),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    languages = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Other languages in which people write here"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": CHOOSE},
    )
    field_order = (
        *("title", "purpose", "visibility", "joining", "language", "languages"),
        *("person", "owner"),
    )

    def __init__(self, data: Any, *, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(data, people=people, **kwargs)
        del self.fields["why"]

    @property
    def values(self) -> dict[str, Any]:
        """As `belonging.services.found` takes them."""
        data = self.cleaned_data
        names = ("title", "purpose", "visibility", "joining", "language", "owner")
        languages = dict.fromkeys([data["language"], *data["languages"]])
        return {
            **{name: data[name] for name in names},
            "languages": list(languages),
        }
