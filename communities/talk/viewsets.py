"""The rules for comments of sections and of the hub, among the settings."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from communities.models import TalkRule
from communities.talk.rule_forms import SectionRuleForm, with_sections


class RuleIndexView(generic.IndexView):
    """Rules of sections and of the hub."""

    export_headings: ClassVar[dict[str, Any]] = {
        "where": _("Section"),
        "get_readers_display": _("Who reads comments"),
        "get_state_display": _("Comments"),
        "days": _("Open for days"),
    }

    def get_base_queryset(self) -> QuerySet[TalkRule]:
        """Without those of single pages."""
        return with_sections()


class TalkRuleViewSet(ModelViewSet):
    """Who reads comments, and how long they are open."""

    model = TalkRule
    name = "talk_rules"
    url_prefix = "talk-rules"
    icon = "comment"
    menu_label = _("Rules for comments")
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = RuleIndexView
    ordering = ["page__title"]
    list_filter = ["readers", "state"]
    list_export = ["where", "get_readers_display", "get_state_display", "days"]
    export_filename = "rules-for-comments"
    list_display = [
        "where",
        Column("get_readers_display", label=_("Who reads comments")),
        Column("get_state_display", label=_("Comments")),
        Column("days", label=_("Open for days")),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("page"),
            FieldPanel("readers"),
            FieldPanel("state"),
            FieldPanel("days"),
        ],
        base_form_class=SectionRuleForm,
    )
