"""Forms of synonyms, pins and phrases without meaning: what they say is a state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm

from catalogue.access import Reader, reader_of
from search.curating import checking
from search.curating.entries import entries_at, entries_of
from search.curating.expanding import MOST_ALSO
from search.curating.keys import key_of
from search.curating.services import arranged_already
from search.curating.state import State, lines, state_of
from search.models import Pinned, PinnedQuery, StopPhrase, SynonymSet

EVERY_LANGUAGE = gettext_lazy("In every language")
# More than all addresses of one arrangement have.
LONGEST_FIELD = 20_000


class KeptForm(WagtailAdminModelForm):
    """A form whose answer is a state; services store it, not the form."""

    check: Callable[[State], State]
    # Only to be shown what it would do.
    is_preview = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what no language means."""
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        language.choices = [("", EVERY_LANGUAGE), *language.choices[1:]]
        language.help_text = _("For questions in this language only, or for all.")

    def clean(self) -> dict[str, Any]:
        """Tell all that is wrong in sentences."""
        super().clean()
        if not self.errors:
            try:
                self.state = self.checked(self.told())
            except ValidationError as error:
                self.add_error(None, error)
        data: dict[str, Any] = self.cleaned_data
        return data

    def checked(self, state: State) -> State:
        """The same, tidy; raise what is wrong with it."""
        return type(self).check(state)

    def told(self) -> State:
        """What was typed, as a state."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class SynonymForm(KeptForm):
    """Words that mean the same, or of which one also finds the others."""

    check = staticmethod(checking.synonyms)

    class Meta:
        model = SynonymSet
        fields = ["direction", "words", "also", "language", "active", "note"]
        widgets = {
            "direction": forms.RadioSelect,
            "words": forms.Textarea(attrs={"rows": 6}),
            "also": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "words": gettext_lazy(
                "One word or phrase a line. Plurals, accents and capitals do not"
                " matter."
            ),
            "also": gettext_lazy(
                "Only for “these words also find others”. What it finds is not followed"
                " on to other sets."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the limits."""
        super().__init__(*args, **kwargs)
        text = _("Of long sets the first %(limit)s count in a search.")
        self.fields["words"].help_text += " " + text % {"limit": MOST_ALSO}
        for name in ("words", "also"):
            self.fields[name].validators.append(MaxLengthValidator(LONGEST_FIELD))


class StopPhraseForm(KeptForm):
    """Words of a query that say nothing about what is looked for."""

    check = staticmethod(checking.stop_phrase)

    class Meta:
        model = StopPhrase
        fields = ["phrase", "language", "active"]
        help_texts = {
            "phrase": gettext_lazy(
                "It leaves the query, unless nothing else would be left: “everything"
                " about”, “please find”."
            )
        }

    def clean(self) -> dict[str, Any]:
        """One phrase stands there once."""
        data = super().clean()
        if not self.errors and self._stands_already(self.state):
            self.add_error("phrase", _("This phrase is there already."))
        return data

    def _stands_already(self, state: State) -> bool:
        others = StopPhrase.objects.filter(language=state["language"])
        phrases = others.exclude(pk=self.instance.pk).values_list("phrase", flat=True)
        return key_of(state["phrase"]) in map(key_of, phrases)


class PinnedForm(KeptForm):
    """What stands first and what is left out, as addresses in a row."""

    check = staticmethod(checking.pinned)
    first = forms.CharField(
        label=gettext_lazy("Stand first"),
        help_text=gettext_lazy(
            "Addresses of pages of this hub, one a line, in the order of the results."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_FIELD,
        required=False,
    )
    left_out = forms.CharField(
        label=gettext_lazy("Left out"),
        help_text=gettext_lazy("Addresses of pages that do not help here."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_FIELD,
        required=False,
    )

    class Meta:
        model = PinnedQuery
        fields = ["queries", "language", "until", "active", "note"]
        labels = {"until": pgettext_lazy("a day", "Until")}
        widgets = {
            "queries": forms.Textarea(attrs={"rows": 3}),
            "until": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }
        help_texts = {
            "queries": gettext_lazy(
                "What people type, one a line. The whole query must be the same;"
                " accents and capitals do not matter."
            ),
            "until": gettext_lazy("The last day, for what is of passing interest."),
        }

    field_order = ["queries", "first", "left_out", "language", "until", "active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show what is arranged as addresses."""
        super().__init__(*args, **kwargs)
        limit = MaxLengthValidator(LONGEST_FIELD)
        self.fields["queries"].validators.append(limit)
        for name, effect in (("first", "first"), ("left_out", "left-out")):
            self.initial.setdefault(name, "\n".join(self._addresses(effect)))

    @cached_property
    def reader(self) -> Reader:
        """Knowledge managers arrange what they may read."""
        return reader_of(self.for_user)

    @cached_property
    def kept(self) -> list[dict[str, str]]:
        """What is arranged so far."""
        return state_of(self.instance)["entries"] if self.instance.pk else []

    def clean_until(self) -> Any:
        """A day that is over would do nothing."""
        until = self.cleaned_data["until"]
        if until and until < timezone.localdate() and "until" in self.changed_data:
            raise ValidationError(_("This day is over."))
        return until

    def clean_first(self) -> list[str]:
        """The keys of what stands first."""
        return self._keys("first")

    def clean_left_out(self) -> list[str]:
        """The keys of what is left out."""
        return self._keys("left_out")

    def clean(self) -> dict[str, Any]:
        """A query is arranged once in a language."""
        data = super().clean()
        if self.errors:
            return data
        for query in lines(self.state["queries"]):
            key, language = key_of(query), self.state["language"]
            if other := arranged_already(key, language, but=self.instance.pk):
                text = _("“%(query)s” is arranged already, in “%(other)s”.")
                self.add_error("queries", text % {"query": query, "other": other})
        return data

    def checked(self, state: State) -> State:
        """What a query finds may be looked at before anything is arranged."""
        if self.is_preview and not state["entries"]:
            return state
        return super().checked(state)

    def told(self) -> State:
        """The fields, and the entries in their order."""
        state = super().told()
        until = state["until"]
        state["until"] = until.isoformat() if until else None
        effects = Pinned.Effect
        state["entries"] = [
            {"key": key, "effect": effect.value}
            for name, effect in (
                ("first", effects.FIRST),
                ("left_out", effects.LEFT_OUT),
            )
            for key in self.cleaned_data[name]
        ]
        return state

    def _addresses(self, effect: str) -> list[str]:
        keys = [entry["key"] for entry in self.kept if entry["effect"] == effect]
        known = entries_of(keys, self.reader) if keys else {}
        return [known[key].url if key in known else key for key in keys]

    def _keys(self, name: str) -> list[str]:
        texts = lines(self.cleaned_data[name])
        found = entries_at(texts[: checking.MOST_QUERIES], self.reader)
        # What somebody else arranged stays, even if this person may not read it.
        kept = {entry["key"] for entry in self.kept}
        unknown = [text for text in texts if text not in found and text not in kept]
        if unknown:
            text = _("No page of this hub has the address “%(address)s”.")
            raise ValidationError(
                [text % {"address": one[:200]} for one in unknown[:5]]
            )
        return [found[text].key if text in found else text for text in texts]
