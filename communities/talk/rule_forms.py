"""Who reads comments and how long they are open: on a page, in a section, anywhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from communities.models import Readers, TalkRule
from practices.models import AgencySectionPage

LONGEST_DAYS = 3650
AS_ABOVE = ("", _("As in the section"))


class DaysField(forms.IntegerField):
    """How long comments are open; empty is as in the section."""

    def __init__(self) -> None:
        super().__init__(
            min_value=0,
            max_value=LONGEST_DAYS,
            required=False,
            label=_("Open for so many days after the page appeared"),
            help_text=_("0 is for ever. Empty: as in the section."),
        )


class RuleForm(forms.ModelForm):
    """What holds for the comments on one page; empty is as in its section."""

    readers = forms.ChoiceField(
        choices=[AS_ABOVE, *Readers.choices],
        label=_("Who reads comments"),
        required=False,
    )
    state = forms.ChoiceField(
        choices=[AS_ABOVE, *TalkRule.State.choices],
        label=_("Comments"),
        required=False,
    )
    days = DaysField()

    class Meta:
        model = TalkRule
        fields = ["readers", "state", "days"]

    def __init__(self, *args: Any, is_walled: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_walled:
            # In a community those read the comments who read the page.
            del self.fields["readers"]

    @property
    def says_nothing(self) -> bool:
        """Whether the page would have no rule of its own."""
        data = self.cleaned_data
        texts = (data.get("readers"), data.get("state"))
        return not any(texts) and data.get("days") is None


class SectionRuleForm(WagtailAdminModelForm):
    """The rule of a section, or (no section) of the hub."""

    page = forms.ModelChoiceField(
        AgencySectionPage.objects.order_by("title"),
        label=_("Section"),
        required=False,
        empty_label=_("The whole hub"),
    )
    days = DaysField()

    class Meta:
        model = TalkRule
        fields = ["page", "readers", "state", "days"]

    def clean_page(self) -> Any:
        """One rule for each section, and one for the hub."""
        page = self.cleaned_data["page"]
        others = TalkRule.objects.exclude(pk=self.instance.pk)
        if others.filter(page=page.pk if page else None).exists():
            raise ValidationError(_("There is a rule for this already: change that."))
        return page


def with_sections() -> models.QuerySet[TalkRule]:
    """The rules of sections and of the hub; those of single pages stand there."""
    sections = AgencySectionPage.objects.values("pk")
    wanted = models.Q(page=None) | models.Q(page__in=sections)
    return TalkRule.objects.filter(wanted).select_related("page")
