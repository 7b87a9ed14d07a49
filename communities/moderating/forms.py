"""What readers and moderators type: reports, reasons, appeals, mutes."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from communities.models import Comment, CommunityPage, Decision, Report
from communities.moderating import replies

REASON = 200
NOTE = 500
DAYS = (1, 3, 7, 30, 90)
TOO_LONG = {"max_length": _("This has at most %(limit_value)d characters.")}


class ReportForm(forms.Form):
    """Why a moderator should look at a comment."""

    reason = forms.ChoiceField(
        label=_("Why do you report this?"),
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    note = forms.CharField(
        label=_("In a few words, if you want"),
        help_text=_("Moderators read it; your name is not shown to them."),
        max_length=NOTE,
        required=False,
        error_messages=TOO_LONG,
        widget=forms.Textarea({"rows": 2}),
    )


class ReasonForm(forms.Form):
    """A reason: typed, or one of the ready-made ones."""

    ready = forms.TypedChoiceField(
        label=_("Ready-made reason"),
        help_text=_("The author reads it in their language."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    reason = forms.CharField(
        label=_("Or in your words"),
        help_text=_("The author and all readers see the reason: name nobody in it."),
        max_length=REASON,
        required=False,
        error_messages=TOO_LONG,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(
        self, *args: Any, community: CommunityPage | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.community = community
        nothing = [("", _("None: I type one"))]
        ready: Any = self.fields["ready"]
        ready.choices = [*nothing, *replies.options(community)]

    def reason_for(self, comment: Comment) -> str:
        """What is said to the readers of this comment."""
        chosen = self.cleaned_data["ready"]
        reply = None
        if chosen is not None:
            reply = replies.replies_for(self.community).filter(pk=chosen).first()
        return replies.reason_for(comment, reply, self.cleaned_data["reason"])


class DecisionForm(ReasonForm):
    """What becomes of one comment, or of several."""

    CHOICES = (
        Decision.Verb.HIDE,
        Decision.Verb.REMOVE,
        Decision.Verb.SHOW,
        Decision.Verb.KEEP,
        Decision.Verb.APPROVE,
    )
    verb = forms.ChoiceField(
        choices=[(verb, verb) for verb in CHOICES],
        error_messages={
            "required": _("Choose what to do."),
            "invalid_choice": _("Choose what to do."),
        },
    )


class LockForm(forms.Form):
    """Why nobody writes in a discussion any more."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stands on the discussion."),
        max_length=REASON,
        error_messages={
            **TOO_LONG,
            "required": _("Say why: the reason stands on the discussion."),
        },
    )


class MoveForm(forms.Form):
    """Where a discussion goes."""

    target = forms.ModelChoiceField(
        label=_("Community"),
        queryset=CommunityPage.objects.none(),
        error_messages={
            "required": _("Choose a community."),
            "invalid_choice": _("Choose a community in which you moderate."),
        },
    )

    def __init__(self, *args: Any, targets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        target: Any = self.fields["target"]
        target.queryset = targets


class MuteForm(forms.Form):
    """For how long somebody does not write, and why."""

    days = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[
            (days, ngettext_lazy("%(number)d day", "%(number)d days", days))
            for days in DAYS
        ],
        initial=7,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The person reads it, and nobody else but moderators."),
        max_length=REASON,
        error_messages={**TOO_LONG, "required": _("Say why: the person reads it.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days: Any = self.fields["days"]
        days.choices = [
            (number, str(text) % {"number": number}) for number, text in days.choices
        ]

    @property
    def until(self) -> datetime.datetime:
        """Until when."""
        return timezone.now() + datetime.timedelta(days=self.cleaned_data["days"])


class SuspendForm(forms.Form):
    """Why somebody may not come in any more."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The person reads it, and nobody else but moderators."),
        max_length=REASON,
        error_messages={**TOO_LONG, "required": _("Say why: the person reads it.")},
    )


class AppealForm(forms.Form):
    """Why another moderator should look again."""

    text = forms.CharField(
        label=_("Why should it be looked at again?"),
        help_text=_("You can appeal once. Another moderator decides."),
        max_length=NOTE,
        error_messages={
            **TOO_LONG,
            "required": _("Say why it should be looked at again."),
        },
        widget=forms.Textarea({"rows": 4}),
    )


class AnswerForm(forms.Form):
    """The answer to an appeal."""

    granted = forms.TypedChoiceField(
        label=_("Your decision"),
        choices=[
            ("yes", _("Undo the decision")),
            ("no", _("The decision stands")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what to do.")},
    )
    text = forms.CharField(
        label=_("Answer to the author"),
        max_length=REASON,
        required=False,
        error_messages=TOO_LONG,
        widget=forms.Textarea({"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """Whoever is refused is told why."""
        data = super().clean() or {}
        if data.get("granted") is False and not data.get("text", "").strip():
            self.add_error("text", _("Say why the decision stands."))
        return data


class TrailForm(forms.Form):
    """Which decisions are listed: of one kind, in a span of days. Never by author."""

    verb = forms.ChoiceField(
        label=_("What"),
        choices=[("", _("All decisions")), *Decision.Verb.choices],
        required=False,
    )
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput({"type": "date"})
    )

    @property
    def wanted(self) -> dict[str, Any]:
        """What was asked for, without what makes no sense."""
        self.is_valid()
        return {key: value for key, value in self.cleaned_data.items() if value}

    @property
    def question(self) -> str:
        """The same as the end of an address."""
        return urlencode({key: str(value) for key, value in self.wanted.items()})
