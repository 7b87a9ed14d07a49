"""What owners set, outside the editing pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from accounts import domains
from accounts.join_forms import ByLabel
from accounts.models import Agency
from communities.belonging.changing import refusal_to_widen
from communities.belonging.forms import CHOOSE, FILL_IN, TextField
from communities.belonging.texts import plain_of
from communities.models import CommunityPage, Joining, Visibility


class AgenciesField(forms.ModelMultipleChoiceField):
    """Agencies in the order of their names, as boxes to tick."""

    iterator = ByLabel
    widget = forms.CheckboxSelectMultiple


class SettingsForm(forms.Form):
    """Purpose, introduction, how one joins, in which languages people talk."""

    purpose = TextField(
        most=300,
        rows=2,
        label=gettext_lazy("Purpose"),
        help_text=gettext_lazy("For whom it is and what for, in one or two sentences."),
    )
    introduction = TextField(
        most=5000,
        rows=8,
        required=False,
        label=gettext_lazy("Introduction"),
        help_text=gettext_lazy(
            "It stands on the first page. An empty line begins a new paragraph, a "
            "line that begins with a hyphen is a point of a list."
        ),
    )
    joining = forms.ChoiceField(
        label=gettext_lazy("Who may join"),
        choices=Joining,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    domains = TextField(
        most=2000,
        rows=2,
        required=False,
        label=gettext_lazy("Whoever has an address of these domains joins at once"),
        help_text=gettext_lazy("One on each line, such as agency.example."),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages in which people write here"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": FILL_IN, "invalid_choice": CHOOSE},
    )
    agencies = AgenciesField(
        queryset=Agency.objects.all(),
        required=False,
        label=gettext_lazy("Agencies that run it"),
        error_messages={"invalid_choice": CHOOSE, "invalid_pk_value": CHOOSE},
    )
    reviews_first = forms.BooleanField(
        required=False,
        label=gettext_lazy(
            "A moderator reads the first contribution of each member before the others"
        ),
    )

    def __init__(self, data: Any, *, community: CommunityPage) -> None:
        initial = {
            "purpose": community.purpose,
            "introduction": plain_of(community.introduction),
            "joining": community.joining,
            "domains": "\n".join(community.domains.split()),
            "languages": community.language_list,
            "agencies": list(community.agencies.all()),
            "reviews_first": community.reviews_first,
        }
        super().__init__(data, initial=initial)

    def clean_domains(self) -> str:
        """Plain names of hosts, each once."""
        return "\n".join(domains.parse(self.cleaned_data["domains"]))


class VisibilityForm(forms.Form):
    """Who may know of the community and read it."""

    visibility = forms.ChoiceField(
        choices=Visibility,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )

    def __init__(self, data: Any, *, community: CommunityPage) -> None:
        super().__init__(data, initial={"visibility": community.visibility})
        self.community = community

    def clean_visibility(self) -> str:
        """Only what this community may become."""
        wanted = str(self.cleaned_data["visibility"])
        if refusal := refusal_to_widen(self.community, wanted):
            raise ValidationError(refusal)
        return wanted
