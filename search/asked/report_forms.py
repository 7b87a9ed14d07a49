"""The forms of the reports and of what is done about a question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Agency, User
from practices.forms import TITLE_LENGTH, PageChoiceField
from practices.models import AgencySectionPage
from search.asked.commissioning import owners_in, writes_in
from search.asked.querysets import agencies_with_cells
from search.asked.reports import Period, last_days, this_year
from search.models import Question
from search.request import MAX_QUERY

MOST_WORDS = 20
WORD_LENGTH = 100
BRIEF_LENGTH = 4000
REASON_LENGTH = 255
PERIODS = {"28": 28, "90": 90}
CHOICES = {
    "28": gettext_lazy("Last 28 days"),
    "90": gettext_lazy("Last 90 days"),
    "year": gettext_lazy("This year"),
}


class ReportForm(forms.Form):
    """What time, which agency, which of the questions."""

    period = forms.ChoiceField(
        label=gettext_lazy("Period"),
        choices=list(CHOICES.items()),
        required=False,
    )
    agency = forms.ModelChoiceField(
        label=gettext_lazy("Agency"),
        queryset=Agency.objects.none(),
        empty_label=gettext_lazy("All agencies"),
        required=False,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("", gettext_lazy("All languages")), *settings.LANGUAGES],
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("Words"), max_length=MAX_QUERY, required=False
    )
    ignored = forms.BooleanField(label=gettext_lazy("Ignored ones too"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data, label_suffix="")
        chosen = data.get("period")
        period = period_of(chosen if chosen in CHOICES else "28")
        agencies = agencies_with_cells(period.first, period.last)
        field = self.fields["agency"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = agencies.order_by("slug")

    def period_of_form(self) -> Period:
        """The days to look at."""
        return period_of(self.cleaned_data.get("period") or "28")


class SynonymForm(forms.Form):
    """Words that mean the same as a question."""

    words = forms.CharField(
        label=gettext_lazy("Means the same as"),
        help_text=gettext_lazy("One word or phrase a line."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MOST_WORDS * WORD_LENGTH,
    )
    only_language = forms.BooleanField(required=False)

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        name = dict(settings.LANGUAGES).get(question.language)
        if name is None:
            del self.fields["only_language"]
        else:
            label = _("Only when the search is in this language: %(language)s")
            self.fields["only_language"].label = label % {"language": _(str(name))}

    def clean_words(self) -> list[str]:
        """Each line once; short enough, and not the question itself."""
        lines = (" ".join(line.split()) for line in self._lines())
        found = list(dict.fromkeys(line for line in lines if line))
        others = [one for one in found if one.lower() != self.question.text.lower()]
        if not others:
            raise forms.ValidationError(_("Type a word that means the same."))
        if len(others) > MOST_WORDS or any(len(one) > WORD_LENGTH for one in others):
            raise forms.ValidationError(
                _("Type at most %(many)s lines of at most %(long)s characters.")
                % {"many": MOST_WORDS, "long": WORD_LENGTH}
            )
        return others

    def _lines(self) -> list[str]:
        words: str = self.cleaned_data["words"]
        return words.splitlines()

    @property
    def language(self) -> str:
        """The language for which it holds; "" for all."""
        only = self.cleaned_data.get("only_language")
        return self.question.language if only else ""


class WriterField(forms.ModelChoiceField):
    """A colleague by name and agency."""

    def label_from_instance(self, obj: Any) -> str:
        """The name, or the address where there is none."""
        return f"{obj.get_full_name() or obj.email}, {obj.agency}"


class CommissionForm(forms.Form):
    """A page to be written: which, where, by whom, and what is known."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of page"),
        choices=[("guide", gettext_lazy("Guide")), ("case", gettext_lazy("Case"))],
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=TITLE_LENGTH)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=settings.LANGUAGES
    )
    section = PageChoiceField(
        label=gettext_lazy("Section"),
        queryset=AgencySectionPage.objects.none(),
        empty_label=None,
    )
    owner = WriterField(
        label=gettext_lazy("Who is to write it"),
        queryset=User.objects.none(),
        help_text=gettext_lazy("Gets a mail and a notice, and finds the draft there."),
    )
    brief = forms.CharField(
        label=gettext_lazy("Brief"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=BRIEF_LENGTH,
        help_text=gettext_lazy("Stands in the draft, to be replaced by its text."),
    )

    def __init__(
        self, *args: Any, sections: Sequence[AgencySectionPage], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        section, owner = self.fields["section"], self.fields["owner"]
        if isinstance(section, forms.ModelChoiceField):
            numbers = [each.pk for each in sections]
            section.queryset = AgencySectionPage.objects.filter(pk__in=numbers)
        if isinstance(owner, forms.ModelChoiceField):
            owner.queryset = owners_in(sections)

    def clean_title(self) -> str:
        """A title of which an address can be made."""
        title: str = self.cleaned_data["title"]
        if not slugify(title, allow_unicode=True):
            text = _("“%(phrase)s” has no letter and no digit.")
            raise forms.ValidationError(text % {"phrase": title})
        return title

    def clean(self) -> dict[str, Any]:
        """Who writes it may edit there."""
        cleaned = super().clean() or {}
        section, owner = cleaned.get("section"), cleaned.get("owner")
        if section and owner and not writes_in(owner, section):
            self.add_error("owner", _("This person edits no pages of that section."))
        return cleaned


class ReasonForm(forms.Form):
    """Why no page is going to be written."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=REASON_LENGTH,
        help_text=gettext_lazy("The person who asked reads it."),
    )


def period_of(chosen: str) -> Period:
    """The days that a choice of the form means."""
    return last_days(PERIODS[chosen]) if chosen in PERIODS else this_year()
