"""What people type: comments, questions, changes."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.people_forms import LineField
from communities.models import Thread
from communities.talk import limits
from vocabulary.folding import fold
from vocabulary.models import Tag

MOST_TAGS = 5
LANGUAGE_CHOICES = [("", _("As I write it")), *settings.LANGUAGES]


class TextField(forms.CharField):
    """Several lines as typed, without what a database or a reader cannot take."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Line ends of one kind, no NUL, no blank ends."""
        text = str(super().to_python(value) or "")
        return text.replace("\r\n", "\n").replace("\r", "\n").strip()


class NonceField(forms.Field):
    """The mark of one form; a second press of its button carries the same one."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> uuid.UUID:
        """A mark that nobody made by hand; else a new one."""
        try:
            return uuid.UUID(str(value))
        except ValueError:
            return uuid.uuid4()


class CommentForm(forms.Form):
    """A comment, or a reply."""

    is_opening = False

    text = TextField(label=_("Your comment"), required=False, strip=False)
    for_agency = forms.BooleanField(required=False)
    unnamed = forms.BooleanField(required=False)
    follow = forms.BooleanField(required=False, initial=True)
    nonce = NonceField(required=False, initial=uuid.uuid4)

    def clean_text(self) -> str:
        """Not empty, not too long."""
        text = str(self.cleaned_data["text"])
        try:
            limits.check_text(text, is_opening=self.is_opening)
        except limits.RefusedError as error:
            raise ValidationError(error.sentence) from error
        return text


class EditForm(CommentForm):
    """A comment that its author changes."""

    language = forms.ChoiceField(
        label=_("Language of the text"), choices=settings.LANGUAGES, required=False
    )


class EditOpeningForm(EditForm):
    """The opening of a discussion that its author changes."""

    is_opening = True
    title = LineField(
        label=_("Title"),
        max_length=120,
        error_messages={
            "required": _("Give it a title."),
            "max_length": _("A title has at most 120 characters."),
        },
    )


class AskForm(CommentForm):
    """A question, or a talk."""

    is_opening = True
    kind = forms.ChoiceField(
        choices=[
            (Thread.Kind.QUESTION, _("Question")),
            (Thread.Kind.TALK, _("Talk")),
        ]
    )
    title = LineField(
        max_length=120,
        error_messages={
            "required": _("Write it in one sentence first."),
            "max_length": _("This has at most 120 characters. Write the rest below."),
        },
    )
    tags = LineField(
        label=_("Tags"),
        help_text=_("Up to five words of the hub, with a comma between them."),
        required=False,
        max_length=400,
        error_messages={"max_length": _("Choose at most five tags.")},
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=LANGUAGE_CHOICES, required=False
    )

    def clean_tags(self) -> list[Tag]:
        """Tags that are accepted, by any of their names."""
        typed = [word.strip() for word in self.cleaned_data["tags"].split(",")]
        words = list(dict.fromkeys(word for word in typed if word))
        if len(words) > MOST_TAGS:
            raise ValidationError(_("Choose at most five tags."))
        known = _accepted(words)
        for word in words:
            if fold(word) not in known:
                raise ValidationError(
                    _("“%(word)s” is no tag of the hub: write another one."),
                    params={"word": word},
                )
        return list(dict.fromkeys(known[fold(word)] for word in words))


class TwinForm(forms.Form):
    """The same question, asked before: its number or its address."""

    twin = LineField(required=False, max_length=300)

    def number(self) -> int | None:
        """The number of the discussion, or None where none was typed."""
        typed = self.cleaned_data["twin"].split("?")[0].split("#")[0].strip("/ ")
        last = typed.rsplit("/", 1)[-1]
        return int(last) if last.isdecimal() and len(last) < 12 else None


def _accepted(words: list[str]) -> dict[str, Tag]:
    """Accepted tags by each of their folded names, for these words."""
    if not words:
        return {}
    known: dict[str, Tag] = {}
    for tag in Tag.objects.accepted():
        for name in (tag.slug, tag.name, *tag.labels.values()):
            if name:
                known.setdefault(fold(name), tag)
    return known
