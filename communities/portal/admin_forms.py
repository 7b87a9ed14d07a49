"""What an editor says about a proposal: where it goes, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Nomination
from communities.portal.taking import Order, may_move
from practices.forms import TITLE_LENGTH, PageChoiceField
from practices.models import AgencySectionPage


class SectionForm(forms.Form):
    """In which section the page stands from now on."""

    section = PageChoiceField(
        label=gettext_lazy("Section"),
        queryset=AgencySectionPage.objects.none(),
        empty_label=None,
    )

    def __init__(
        self, *args: Any, sections: Sequence[AgencySectionPage], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        section: Any = self.fields["section"]
        numbers = [each.pk for each in sections]
        section.queryset = AgencySectionPage.objects.filter(pk__in=numbers)

    @property
    def order(self) -> Order:
        """What was chosen."""
        return Order(**self.cleaned_data)


class TakeThreadForm(SectionForm):
    """A discussion becomes the draft of a guide or of a case."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of page"),
        choices=[("guide", gettext_lazy("Guide")), ("case", gettext_lazy("Case"))],
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=TITLE_LENGTH)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=settings.LANGUAGES
    )

    def clean_title(self) -> str:
        """A title of which an address can be made."""
        title: str = self.cleaned_data["title"]
        if not slugify(title):
            raise forms.ValidationError(_("Write a title with letters or digits."))
        return title


class TakePageForm(SectionForm):
    """A page of a library is copied or moved."""

    way = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=Nomination.Way.choices,
        widget=forms.RadioSelect,
        initial=Nomination.Way.COPY,
        help_text=gettext_lazy(
            "A copy is a draft that you go over before it is published. What is moved "
            "is published in your section at once, with the files that no other page "
            "of the community shows."
        ),
    )

    def __init__(self, *args: Any, nomination: Nomination, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        way: Any = self.fields["way"]
        if not may_move(nomination):
            way.choices = [(Nomination.Way.COPY.value, Nomination.Way.COPY.label)]


class DeclineForm(forms.Form):
    """Why the portal does not take it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The moderators who proposed it read this."),
    )
