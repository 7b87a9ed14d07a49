"""Forms about communities as such."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Locale

from accounts.people_forms import LineField
from communities.slugs import PLAIN, RESERVED_SLUGS, unguessable

CONFIDENTIAL = "confidential"
# Chosen when a community is made; later its owners change them in its settings.
CHOSEN_ONCE = ("visibility", "joining")


class ListForm(forms.Form):
    """What the list of communities is narrowed by; unknown values find nothing."""

    q = LineField(required=False, max_length=100, label=gettext_lazy("Words"))
    lang = LineField(required=False, max_length=10, label=gettext_lazy("Language"))
    visibility = LineField(
        required=False, max_length=12, label=gettext_lazy("Who reads it")
    )


class CommunityPageForm(WagtailAdminPageForm):
    """A community in the editing pages: its texts, and how it begins."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("In which people talk here."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "languages" in self.fields:
            self.initial["languages"] = self.instance.language_list
        for name in CHOSEN_ONCE:
            if name in self.fields and self.instance.pk:
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Owners change this in its settings.")

    def clean_languages(self) -> str:
        """Codes with a blank between."""
        return " ".join(self.cleaned_data["languages"])

    def clean(self) -> dict[str, Any]:
        """An address of plain letters that is free for communities."""
        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("slug")
        if slug and (slug in RESERVED_SLUGS or not PLAIN.fullmatch(slug)):
            self.add_error("slug", _unfit(slug))
        is_new = self.instance.pk is None
        if slug and is_new and cleaned.get("visibility") == CONFIDENTIAL:
            cleaned["slug"] = unguessable(slug)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Name and purpose of a new community are in the first of its languages."""
        codes = self.cleaned_data.get("languages", "").split()
        if self.instance.pk is None and codes:
            self.instance.locale = Locale.objects.get(language_code=codes[0])
        return super().save(commit=commit)


def _unfit(slug: str) -> ValidationError:
    if slug in RESERVED_SLUGS:
        return ValidationError(_("The hub needs this address: choose another one."))
    message = _("Use small letters from a to z, figures and single hyphens.")
    return ValidationError(message)
