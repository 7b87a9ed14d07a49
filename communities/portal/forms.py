"""What moderators propose with, and authors answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Comment, Consent
from communities.portal.services import choices
from communities.talk.forms import TextField
from communities.talk.markdown import plain

EXCERPT = 160
LONGEST_NOTE = 500


class NominateForm(forms.Form):
    """Why it is worth it; of a private community, whether the portal may name it."""

    note = TextField(
        label=gettext_lazy("Why is it worth reading on the portal?"),
        max_length=LONGEST_NOTE,
        help_text=gettext_lazy(
            "For the editors, in a sentence or two. Quote nothing here: what people "
            "wrote is shown to the editors once they have agreed."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    names = forms.BooleanField(
        required=False, label=gettext_lazy("The portal may name this community")
    )

    def __init__(self, *args: Any, may_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_name:
            del self.fields["names"]


class NominateThreadForm(NominateForm):
    """Also which comments are quoted beside the opening."""

    quoted = forms.TypedMultipleChoiceField(
        required=False,
        coerce=int,
        label=gettext_lazy("What is quoted beside the opening"),
        help_text=gettext_lazy("Each author is asked, and may say no."),
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("quoted", "note", "names")

    def __init__(
        self, *args: Any, offered: Sequence[Comment], answer: int | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["quoted"]
        field.choices = [(each.pk, _line(each)) for each in offered]
        field.initial = [answer] if answer else []


class ConsentForm(forms.Form):
    """One answer for each passage."""

    def __init__(self, *args: Any, consents: Sequence[Consent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consents = consents
        for each in consents:
            self.fields[self.name_of(each)] = forms.ChoiceField(
                label=_("May it stand on the portal?"),
                choices=choices(each),
                initial=each.answer,
                widget=forms.RadioSelect,
            )

    @staticmethod
    def name_of(consent: Consent) -> str:
        """The name of the field of a passage."""
        return f"answer_{consent.pk}"

    @property
    def answers(self) -> dict[int, str]:
        """What was said, by the number of the consent."""
        return {
            each.pk: self.cleaned_data[self.name_of(each)] for each in self.consents
        }


def _line(comment: Comment) -> str:
    """Who said it, and how it begins."""
    author = None if comment.unnamed else comment.author
    name = author.get_full_name() if author else _("A member")
    text = plain(comment.html)
    excerpt = f"{text[:EXCERPT]}…" if len(text) > EXCERPT else text
    return format_html(
        '<b>{}</b>: <span lang="{}">{}</span>', name, comment.language, excerpt
    )
