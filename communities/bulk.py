"""Archiving many communities at once in the list of the editing pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.views.bulk_action import BulkAction

from communities import services
from communities.models import CommunityPage
from communities.permissions import may_found
from communities.querysets import known_to


class CommunityBulkAction(BulkAction):
    """Something done with communities by those who make them."""

    models: ClassVar[list[type[CommunityPage]]] = [CommunityPage]
    template_name = "communities/admin/bulk.html"
    question: str | Promise = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse everybody else before anything is looked up."""
        if not may_found(request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_actionable_objects(self) -> tuple[list[CommunityPage], dict[str, Any]]:
        """Of those that were ticked the ones of which this person knows."""
        known: QuerySet[CommunityPage] = known_to(self.request.user)
        ticked = self.request.GET.getlist("id")
        if "all" not in ticked:
            known = known.filter(pk__in=[pk for pk in ticked if pk.isdigit()])
        return list(known), {"items_with_no_access": []}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is asked before it is done."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        named = {"title": self.display_name, "icon": "group"}
        return {**context, **named, "question": self.question}

    def get_execution_context(self) -> dict[str, Any]:
        """Who does it."""
        return {"by": self.request.user}


def _each(
    act: Callable[..., bool], objects: Iterable[CommunityPage], by: Any
) -> tuple[int, int]:
    return sum(act(community, by) for community in objects), 0


class ArchiveBulkAction(CommunityBulkAction):
    """Keep communities for reading only."""

    display_name = gettext_lazy("Archive")
    action_type = "archive"
    aria_label = gettext_lazy("Archive the ticked communities")
    question = gettext_lazy(
        "Nobody writes in these communities any more; what was said stays readable."
    )
    action_priority = 10

    @classmethod
    def execute_action(
        cls, objects: Iterable[CommunityPage], by: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        """Archive those in use."""
        return _each(services.archive, objects, by)

    def get_success_message(
        self, num_parent_objects: int, num_child_objects: int
    ) -> str:
        """How many it were."""
        return ngettext(
            "%(n)d community was archived.",
            "%(n)d communities were archived.",
            num_parent_objects,
        ) % {"n": num_parent_objects}


class ReopenBulkAction(CommunityBulkAction):
    """Let members write again."""

    display_name = gettext_lazy("Open again")
    action_type = "reopen"
    aria_label = gettext_lazy("Open the ticked communities again")
    question = gettext_lazy("Members write in these communities again.")
    action_priority = 20

    @classmethod
    def execute_action(
        cls, objects: Iterable[CommunityPage], by: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        """Open those that are archived."""
        return _each(services.reopen, objects, by)

    def get_success_message(
        self, num_parent_objects: int, num_child_objects: int
    ) -> str:
        """How many it were."""
        return ngettext(
            "%(n)d community is open again.",
            "%(n)d communities are open again.",
            num_parent_objects,
        ) % {"n": num_parent_objects}
