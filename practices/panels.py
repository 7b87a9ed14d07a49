"""The panels of the forms in the admin: few fields first, the rest folded by group."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    Panel,
    TitleFieldPanel,
)
from wagtail.admin.panels.base import get_form_for_model

from practices.completeness import completeness
from practices.forms import (
    AssetForm,
    ContactForm,
    IndicatorForm,
    PartnerForm,
    RowForm,
)
from practices.translation_panels import OriginPanel, VersionsPanel


class CompletenessPanel(Panel):
    """The questions of readers that a case leaves open, each with a link."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one page in one form."""

        template_name = "practices/admin/completeness_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Count what the form holds."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["completeness"] = completeness(self.instance)
            return context


class ImportancePanel(MultiFieldPanel):
    """The reason for another importance, above those that were given before."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        """The panel for one page in one form."""

        template_name = "practices/admin/importance_panel.html"

        def is_shown(self) -> bool:
            """Before the first publication there is nothing to explain."""
            return bool(self.instance.first_published_at) and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """The changes so far, the newest first."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            changes = self.instance.importance_changes.all()
            people = ("by__agency", "by__function")
            context["changes"] = changes.select_related(*people)[:10]
            return context


class RowsPanel(InlinePanel):
    """Rows below a page, checked by a form of their own."""

    def __init__(self, relation_name: str, *, form: type[RowForm], **kwargs: Any):
        super().__init__(relation_name, **kwargs)
        self.form = form

    def clone_kwargs(self) -> dict[str, Any]:
        """The arguments of a copy."""
        return {**super().clone_kwargs(), "form": self.form}

    def get_form_options(self) -> dict[str, Any]:
        """Wagtail's own, with our form below."""
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = get_form_for_model(
            self.db_field.related_model,
            form_class=self.form,
            **self.child_edit_handler.get_form_options(),
        )
        return options


def folded(
    heading: str | Promise, *children: Panel, help_text: str | Promise = ""
) -> MultiFieldPanel:
    """A group that is closed until someone needs it."""
    return MultiFieldPanel(
        children, heading=heading, help_text=help_text, classname="collapsed"
    )


def field(name: str, help_text: str | Promise = "", **options: Any) -> FieldPanel:
    """A field with a sentence that says what belongs in it."""
    return FieldPanel(name, help_text=help_text, **options)


def row(*names: str) -> FieldRowPanel:
    """Short fields side by side."""
    return FieldRowPanel([FieldPanel(name) for name in names])


HEAD = [
    OriginPanel(heading=_("Original")),
    TitleFieldPanel(
        "title",
        help_text=_(
            "Say what was done and for whom, in at most 100 characters, such as "
            "“Text messages that halve missed appointments”."
        ),
    ),
    field(
        "summary",
        _("One sentence of at most 160 characters: what changes for whom."),
        widget=forms.Textarea(attrs={"rows": 2}),
    ),
    field("agency", _("The agency that leads and answers for it.")),
    field("language"),
]
PLACE = row("country", "level", "region")
SUBJECT = [
    field(
        "themes",
        _("One to three; choose the narrowest that fits."),
        widget=forms.CheckboxSelectMultiple,
    ),
    field(
        "readers",
        _("The professions for whom you write."),
        widget=forms.CheckboxSelectMultiple,
    ),
]
TAGS = field(
    "tags",
    _("Keywords that readers search for. New ones are checked by knowledge managers."),
)
UPKEEP = folded(
    _("Upkeep and importance"),
    row("page_owner", "fallback_owner"),
    row("checked_on", "review_on"),
    field(
        "importance",
        _(
            "Orders home and lists for everyone. “Must do” is for what agencies are "
            "obliged to do, “must read” for what they cannot afford to miss."
        ),
    ),
    folded(
        _("What must be done"),
        field("deadline", _("The day by which agencies must have done it.")),
        field(
            "addressed",
            _("Which agencies must do it. None means: all of them."),
            widget=forms.CheckboxSelectMultiple,
        ),
        field(
            "importance_reason",
            _("One sentence for readers, such as the rule that asks for it."),
        ),
        help_text=_("Only for “must do”. It asks and reminds, it never closes a page."),
    ),
    ImportancePanel(
        [
            field(
                "importance_note",
                _(
                    "Needed when a published page gets another importance. It is kept "
                    "in the history of the page."
                ),
            )
        ],
        heading=_("Change of importance"),
    ),
    field("source_url", _("Where this was published first, if not here.")),
    help_text=_(
        "The owner answers questions and checks the page by the review date. Readers "
        "see a note when the date has passed by more than 30 days."
    ),
)
CASE_PANELS = [
    *HEAD,
    field(
        "problem",
        _("What went wrong for whom, and what it cost. Figures help."),
        heading=_("Problem and context"),
    ),
    field(
        "solution",
        _("What you did and how it works, so that a colleague elsewhere could start."),
        heading=_("Solution"),
    ),
    CompletenessPanel(heading=_("What readers will ask")),
    folded(
        _("Status and dates"),
        row("status", "status_since"),
        field("status_note", _("One line, such as why it ended.")),
        row("start_date", "end_date", "ongoing"),
        help_text=_("Why something stopped is worth knowing: it stays findable."),
    ),
    folded(
        _("Subject, place and people"),
        *SUBJECT,
        TAGS,
        PLACE,
        field("beneficiaries", _("Who uses it and who is better off, in numbers.")),
        RowsPanel(
            "partners",
            form=PartnerForm,
            heading=_("Partners"),
            label=_("Partner"),
            panels=[row("agency", "name"), FieldPanel("role")],
        ),
    ),
    folded(
        _("How it was done"),
        field("objectives", _("What you wanted to reach.")),
        field("innovation", _("What is new here compared with usual practice.")),
        field("implementation", _("The steps from idea to daily use.")),
        row("cost_once", "cost_yearly"),
        row("staff", "months"),
        field("tools", _("Software, methods and equipment.")),
    ),
    folded(
        _("Results"),
        RowsPanel(
            "indicators",
            form=IndicatorForm,
            heading=_("Figures"),
            label=_("Figure"),
            panels=[
                FieldPanel("name"),
                row("baseline", "value", "unit"),
                row("measured_on", "evaluated_by"),
                FieldPanel("evidence_url"),
            ],
        ),
        field("results", _("What changed that figures do not show.")),
        help_text=_("Leave this empty as long as nothing is measured."),
    ),
    folded(
        _("What you learned"),
        field("challenges", _("What went wrong and what you did about it.")),
        field("lessons", _("What you would tell a colleague who starts tomorrow.")),
        field("conditions", _("Without what it does not work.")),
    ),
    folded(
        _("For those who want to do the same"),
        field("replicability", _("Where it would fit, and what must be adapted.")),
        field("sustainability", _("Who pays and looks after it in five years.")),
        field("legal_notes", _("Legal basis, data protection, procurement.")),
        RowsPanel(
            "assets",
            form=AssetForm,
            heading=_("Things to take over"),
            label=_("Reusable asset"),
            panels=[FieldPanel("title"), row("document", "url"), FieldPanel("licence")],
        ),
        field("website"),
        RowsPanel(
            "contacts",
            form=ContactForm,
            heading=_("Contacts"),
            label=_("Contact"),
            panels=[
                FieldPanel("person"),
                row("name", "role"),
                row("email", "phone"),
                FieldPanel("public"),
            ],
        ),
        field("media", _("More pictures, videos and documents.")),
    ),
    UPKEEP,
    VersionsPanel(heading=_("Languages")),
]
GUIDE_PANELS = [
    *HEAD,
    field("in_short", _("Three lines for those who read no further.")),
    field(
        "body",
        _(
            "Start each part with a section. A guide of more than four sections shows "
            "one section a page."
        ),
        heading=_("Text"),
    ),
    InlinePanel(
        "changes",
        heading=_("Change log"),
        label=pgettext_lazy("what differs", "Change"),
        panels=[FieldRowPanel([FieldPanel("date"), FieldPanel("text")])],
        classname="collapsed",
    ),
    folded(
        _("Subject and place"),
        *SUBJECT,
        TAGS,
        PLACE,
        field("applies_from", _("The day from which readers have to act on it.")),
    ),
    UPKEEP,
    VersionsPanel(heading=_("Languages")),
]
COLLECTION_PANELS = [
    *HEAD,
    field("introduction", _("For whom this is, and how to use it.")),
    InlinePanel(
        "items",
        heading=_("Entries"),
        label=_("Entry"),
        panels=[
            FieldPanel("page"),
            field("note", _("Why this one is worth reading.")),
        ],
    ),
    folded(_("Subject and place"), *SUBJECT, PLACE),
    UPKEEP,
    VersionsPanel(heading=_("Languages")),
]
