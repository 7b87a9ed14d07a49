"""Forms by which knowledge managers keep the vocabulary."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from vocabulary.labels import LANGUAGES
from vocabulary.models import Tag, Theme
from vocabulary.twins import TagIndex


class LabelledForm(WagtailAdminModelForm):
    """One label at least; the short name follows from it when empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        """Ask for a label and make the short name."""
        data = super().clean()
        labels = [data.get(f"label_{code}") for code in LANGUAGES]
        first = next(filter(None, labels), "")
        if not first:
            self.add_error("label_en", _("Give the label in at least one language."))
        elif not data.get("slug"):
            data["slug"] = self._free_slug(slugify(first)[:70] or "word")
        return data

    def _free_slug(self, base: str) -> str:
        slug, number = base, 1
        while self._meta.model.objects.filter(slug=slug).exists():
            number += 1
            slug = f"{base}-{number}"
        return slug


class ThemeForm(LabelledForm):
    """A theme; its broader theme is chosen from the tree as it stands."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Theme.objects.branch(self.instance) if self.instance.pk else []
        numbers = {theme.pk for theme in own}
        self.fields["parent"].choices = [
            ("", _("None: a theme at the top")),
            *(
                (theme.pk, f"{'— ' * depth}{theme}")
                for theme, depth in Theme.objects.tree()
                if theme.pk not in numbers
            ),
        ]


class TagForm(WagtailAdminModelForm):
    """A tag; its name may not be a word that another tag has already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            # What a knowledge manager writes needs no second look.
            self.initial.setdefault("state", Tag.State.ACCEPTED)

    def clean_name(self) -> str:
        """Refuse a twin by case, accent or hyphen."""
        name = " ".join(self.cleaned_data["name"].split())
        others = Tag.objects.exclude(pk=self.instance.pk)
        twin = TagIndex(others).find(name) if "name" in self.changed_data else None
        if twin is not None:
            message = _("The tag “%(tag)s” has this word already.")
            raise forms.ValidationError(message, params={"tag": twin})
        return name

    def clean_synonyms(self) -> str:
        """One word a line, each once."""
        lines = map(str.strip, self.cleaned_data["synonyms"].splitlines())
        return "\n".join(dict.fromkeys(filter(None, lines)))


class MapForm(forms.Form):
    """Which tag takes the place of another."""

    into = forms.ModelChoiceField(
        queryset=Tag.objects.accepted(),
        label=gettext_lazy("The tag that takes its place"),
    )
