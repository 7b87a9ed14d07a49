"""Forms by which people narrow the directory and say what they show of themselves."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from accounts import photos
from accounts.models import Profile, User
from accounts.people import card_of, expertise, spoken
from vocabulary.folding import fold

MOST_TAGS = 12
FEWEST_ROWS = 4
EMPTY_ROWS = 2
TAG_LENGTH = 100
QUESTIONS = 5
# Spoken in or near the agencies of the hub; others are added by their code.
COMMON = ("en", "fr", "nl", "de", "it", "es", "pt", "pl", "ar", "tr", "uk", "lb")
LANGUAGE_CODES = frozenset(code for code in LANG_INFO if len(code) <= 3)
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")


def one_line(text: str) -> str:
    """Text without signs that nobody sees, such as marks that turn its direction."""
    seen = (" " if unicodedata.category(c) in UNSEEN else c for c in text)
    return " ".join("".join(seen).split())


class LineField(forms.CharField):
    """One line of plain text."""

    def to_python(self, value: Any) -> str:
        """Take out what nobody sees."""
        return one_line(str(super().to_python(value) or ""))


class PeopleForm(forms.Form):
    """What the directory is narrowed by; unknown values find nobody."""

    q = LineField(required=False, max_length=100, label=gettext_lazy("Words"))
    agency = LineField(required=False, max_length=120, label=gettext_lazy("Agency"))
    tag = LineField(required=False, max_length=120, label=gettext_lazy("Expertise"))
    lang = LineField(required=False, max_length=10, label=gettext_lazy("Speaks"))


class ProfileForm(forms.ModelForm):
    """Everything that a person says of themselves, each with its own "show this"."""

    upload = forms.FileField(
        required=False,
        label=gettext_lazy("Photo"),
        help_text=gettext_lazy(
            "A JPEG, PNG or WebP picture of at most 5 MB. We cut it to a square and "
            "take out the place and the date that a camera may have written into it."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    no_photo = forms.BooleanField(
        required=False, label=gettext_lazy("Take my photo away")
    )
    town = LineField(
        required=False, max_length=80, label=gettext_lazy("Where you work")
    )
    reach = LineField(
        required=False,
        max_length=80,
        label=gettext_lazy("When you can be reached"),
        help_text=gettext_lazy("For instance: Monday to Thursday."),
    )
    spoken = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Languages you speak"),
        widget=forms.CheckboxSelectMultiple,
    )
    other_languages = LineField(
        required=False,
        max_length=40,
        label=gettext_lazy("Other languages"),
        help_text=gettext_lazy("Codes between commas, such as sv, el."),
    )
    interface_language = forms.ChoiceField(
        required=False, label=gettext_lazy("Language of the hub and of its mails")
    )

    class Meta:
        model = Profile
        fields = [
            "town",
            "reach",
            "shows_photo",
            "shows_town",
            "shows_languages",
            "shows_expertise",
            "shows_questions",
            "shows_contributions",
            "shows_answers",
        ]

    def __init__(self, data: Any, files: Any, *, user: User) -> None:
        super().__init__(data, files, instance=card_of(user))
        self.user = user
        self._offer_languages()
        self._offer_expertise()
        self._offer_questions()

    @property
    def tag_fields(self) -> list[forms.BoundField]:
        """The lines for expertise."""
        return [self[name] for name in self.tag_names]

    @property
    def question_rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """The lines for what people may ask about: a subject and a few words."""
        return ((self[f"topic_{n}"], self[f"note_{n}"]) for n in range(QUESTIONS))

    def clean_upload(self) -> Any:
        """The photo made anew."""
        upload = self.cleaned_data["upload"]
        return photos.read(upload) if upload else None

    def clean_other_languages(self) -> list[str]:
        """Codes of languages, each once."""
        text = self.cleaned_data["other_languages"].replace(";", ",").lower()
        codes = list(dict.fromkeys(filter(None, map(str.strip, text.split(",")))))
        for code in codes:
            if code not in LANGUAGE_CODES:
                message = _("“%(code)s” is not the code of a language.")
                raise ValidationError(message, params={"code": code})
        return codes

    def clean(self) -> dict[str, Any]:
        """Put the lines together, and say what is wrong beside the line it is in."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data["tags"] = [data[name] for name in self.tag_names if data.get(name)]
        for name in self.tag_names:
            if data.get(name) and not fold(data[name]):
                self.add_error(name, _("Write a word with letters or digits."))
        data["questions"] = []
        for number in range(QUESTIONS):
            topic, note = data.get(f"topic_{number}"), data.get(f"note_{number}")
            if topic:
                data["questions"].append((topic, note or ""))
            elif note and f"topic_{number}" not in self.errors:
                self.add_error(f"topic_{number}", _("Name the subject of these words."))
        self._join_languages(data)
        return data

    def _join_languages(self, data: dict[str, Any]) -> None:
        codes = [*data.get("spoken", ()), *(data.get("other_languages") or ())]
        data["languages"] = ", ".join(dict.fromkeys(codes))
        most = User._meta.get_field("languages").max_length or 40
        if len(data["languages"]) > most:
            text = _("These are too many languages: keep those you work in.")
            self.add_error("other_languages", text)

    def _offer_languages(self) -> None:
        own = spoken(self.user)
        offered: dict[str, Any] = self.fields
        offered["spoken"].choices = [
            (code, str(get_language_info(code)["name_translated"])) for code in COMMON
        ]
        offered["interface_language"].choices = [
            ("", _("As my browser says")),
            *(User._meta.get_field("interface_language").choices or ()),
        ]
        self.initial["spoken"] = [code for code in own if code in COMMON]
        others = [code for code in own if code not in COMMON]
        self.initial["other_languages"] = ", ".join(others)
        self.initial["interface_language"] = self.user.interface_language

    def _offer_expertise(self) -> None:
        own = [str(tag) for tag in expertise(self.user)] if self.user.pk else []
        typed = sum(1 for name in self.data if name.startswith("tag_"))
        rows = max(FEWEST_ROWS, len(own) + EMPTY_ROWS, typed)
        count = min(rows, max(MOST_TAGS, len(own)))
        self.tag_names = [f"tag_{number}" for number in range(count)]
        for number, name in enumerate(self.tag_names):
            label = _("Expertise %(number)d") % {"number": number + 1}
            field = LineField(required=False, max_length=TAG_LENGTH, label=label)
            field.widget.attrs["list"] = "tags"
            self.fields[name] = field
            self.initial[name] = own[number] if number < len(own) else ""

    def _offer_questions(self) -> None:
        own = list(self.user.questions.all())
        for number in range(QUESTIONS):
            known = own[number] if number < len(own) else None
            shown = {"number": number + 1}
            self.fields[f"topic_{number}"] = LineField(
                required=False, max_length=80, label=_("Subject %(number)d") % shown
            )
            self.fields[f"note_{number}"] = LineField(
                required=False,
                max_length=160,
                label=_("Subject %(number)d in a few words") % shown,
            )
            self.initial[f"topic_{number}"] = known.topic if known else ""
            self.initial[f"note_{number}"] = known.note if known else ""


class CloseAccountForm(forms.Form):
    """Closing one's own account: only with the password."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Refuse another password."""
        password = str(self.cleaned_data["password"])
        if not self.user.check_password(password):
            raise ValidationError(_("This is not your password."))
        return password

    def clean(self) -> dict[str, Any]:
        """Refuse to leave a hub without anybody who may do everything."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        others = User.objects.filter(is_superuser=True, is_active=True)
        if self.user.is_superuser and not others.exclude(pk=self.user.pk).exists():
            text = _("You are the only administrator: name another one first.")
            raise ValidationError(text)
        return data


def new_words(number: int) -> str:
    """What to say when words arrived that nobody has accepted yet."""
    return ngettext(
        "One word of your expertise is new: it shows when the knowledge managers have "
        "accepted it.",
        "%(number)d words of your expertise are new: they show when the knowledge "
        "managers have accepted them.",
        number,
    ) % {"number": number}
