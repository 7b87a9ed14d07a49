"""Where moderators find their lists in the editing pages."""

from __future__ import annotations

from typing import Any

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from catalogue.access import reader_for
from communities.models import CannedReply
from communities.moderating import scope
from communities.moderating.admin_appeal_views import AnswerView, AppealsView
from communities.moderating.admin_list_views import (
    DecisionsView,
    EndMuteView,
    MutesView,
    MuteView,
)
from communities.moderating.admin_views import CommentsView, DecideView
from communities.moderating.permissions import ManagersMenuItem
from vocabulary.viewsets import ListViewSet


class ModeratorsMenuItem(MenuItem):
    """Shown to whoever moderates something."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person does."""
        return scope.may_open(request.user, reader_for(request))


class ModeratingViewSet(ListViewSet):
    """A list of moderators: the whole page, its results alone, what it leads to."""

    menu_item_class = ModeratorsMenuItem


class CommentViewSet(ModeratingViewSet):
    """Reported comments, and those that wait to be released."""

    name = "moderation_comments"
    url_prefix = "moderation/comments"
    icon = "comment"
    menu_label = _("To decide on")
    list_view = CommentsView

    def get_other_patterns(self) -> list[Any]:
        """One comment."""
        return [path("<int:pk>/", DecideView.as_view(), name="decide")]


class AppealViewSet(ModeratingViewSet):
    """Appeals."""

    name = "moderation_appeals"
    url_prefix = "moderation/appeals"
    icon = "rotate"
    menu_label = _("Appeals")
    list_view = AppealsView

    def get_other_patterns(self) -> list[Any]:
        """One appeal."""
        return [path("<int:pk>/", AnswerView.as_view(), name="answer")]


class DecisionViewSet(ModeratingViewSet):
    """The trail."""

    name = "moderation_decisions"
    url_prefix = "moderation/decisions"
    icon = "history"
    menu_label = _("Decisions")
    list_view = DecisionsView


class MuteViewSet(ModeratingViewSet):
    """Who does not write for a while."""

    name = "moderation_mutes"
    url_prefix = "moderation/mutes"
    icon = "user"
    menu_label = _("Muted people")
    list_view = MutesView

    def get_other_patterns(self) -> list[Any]:
        """Muting on all pages, and ending it."""
        return [
            path("add/", MuteView.as_view(), name="add"),
            path("<int:pk>/end/", EndMuteView.as_view(), name="end"),
        ]


class ReplyFilterSet(WagtailFilterSet):
    """Replies that still lack a text in a language."""

    lacks = django_filters.ChoiceFilter(
        label=_("Without a text in"), choices=settings.LANGUAGES, method="by_lack"
    )

    class Meta:
        model = CannedReply
        fields: list[str] = []

    def by_lack(self, found: Any, _name: str, value: str) -> Any:
        """Those without a text in the language."""
        return found.filter(**{f"text_{value}": ""})


class RepliesView(generic.IndexView):
    """The ready-made replies of all moderators."""

    def get_base_queryset(self) -> QuerySet[CannedReply]:
        """Not those that communities keep for themselves."""
        return CannedReply.objects.filter(community=None)


class ReplyViewSet(ModelViewSet):
    """Ready-made replies in four languages, for the moderators of all communities."""

    model = CannedReply
    name = "canned_replies"
    url_prefix = "moderation/replies"
    icon = "openquote"
    menu_label = _("Ready-made replies")
    menu_item_class = ManagersMenuItem
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = RepliesView
    filterset_class = ReplyFilterSet
    form_fields = ("name", "text_en", "text_fr", "text_nl", "text_de")
    list_display = ("name", Column("text_en", label=_("Text in English")))
    search_fields = ("name", "text_en", "text_fr", "text_nl", "text_de")
    list_export = ("name", "text_en", "text_fr", "text_nl", "text_de")
    export_filename = "ready-made-replies"

    def get_urlpatterns(self) -> list[Any]:
        """The list and the forms."""
        kept = ("index", "index_results", "add", "edit", "delete")
        return [each for each in super().get_urlpatterns() if each.name in kept]

    def get_edit_view_kwargs(self, **kwargs: Any) -> Any:
        """Without history and usage, which nobody needs of a sentence."""
        nowhere = {"history_url_name": None, "usage_url_name": None}
        return super().get_edit_view_kwargs(**nowhere, **kwargs)

    def get_delete_view_kwargs(self, **kwargs: Any) -> Any:
        """Nothing refers to it."""
        return super().get_delete_view_kwargs(usage_url_name=None, **kwargs)


class ModeratingViewSetGroup(ViewSetGroup):
    """The menu of moderators."""

    menu_label = _("Moderation")
    menu_icon = "comment"
    menu_order = 306
    items = (
        CommentViewSet,
        AppealViewSet,
        DecisionViewSet,
        MuteViewSet,
        ReplyViewSet,
    )
