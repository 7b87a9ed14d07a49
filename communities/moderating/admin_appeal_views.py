"""Appeals in the editing pages."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from communities.models import Appeal
from communities.moderating import appealing, scope
from communities.moderating.admin_views import (
    ROWS,
    AssignedFilterSet,
    ModeratorsView,
    OneView,
    assigned_column,
    assigned_to,
)
from communities.moderating.forms import AnswerForm
from communities.moderating.queue import text_of
from communities.moderating.services import Refused

APPEALS = "moderation_appeals:index"


class AppealFilterSet(AssignedFilterSet):
    """Appeals with and without an answer."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[
            ("open", gettext_lazy("Without an answer")),
            ("answered", pgettext_lazy("appeals", "Answered")),
        ],
        method="by_state",
    )

    class Meta:
        model = Appeal
        fields: list[str] = []

    def by_state(self, found: Any, _name: str, value: str) -> Any:
        """Those of one state."""
        is_open = Q(outcome="")
        return found.filter(is_open if value == "open" else ~is_open)


class AppealsView(ModeratorsView, ReportView):
    """Appeals that this person may answer, those without an answer first."""

    model = Appeal
    page_title = gettext_lazy("Appeals")
    header_icon = "rotate"
    index_url_name = APPEALS
    index_results_url_name = "moderation_appeals:index_results"
    filterset_class = AppealFilterSet
    paginate_by = ROWS
    no_results_message = gettext_lazy("Nobody has appealed.")
    list_export = [
        *("text", "decision.get_verb_display", "at"),
        *("assigned", "get_outcome_display"),
    ]
    export_headings = {
        "text": gettext_lazy("Appeal"),
        "decision.get_verb_display": gettext_lazy("Decision"),
        "at": gettext_lazy("Appealed on"),
        "assigned": gettext_lazy("Who looks at it"),
        "get_outcome_display": gettext_lazy("Outcome"),
    }
    export_filename = "appeals"

    @cached_property
    def columns(self) -> list[Any]:
        """Why, against what, since when, how it ended."""
        return [
            TitleColumn(
                "text",
                label=_("Appeal"),
                get_url=lambda row: reverse("moderation_appeals:answer", args=[row.pk]),
            ),
            Column("what", label=_("Decision"), accessor="decision.get_verb_display"),
            DateColumn("at", label=_("Appealed on")),
            assigned_column(),
            Column("outcome", label=_("Outcome"), accessor="get_outcome_display"),
        ]

    def get_queryset(self) -> QuerySet[Appeal]:
        """Without an answer first, then the newest."""
        rows = scope.appeals(self.by, self.reader).select_related(
            "decision", "assignment__to"
        )
        return rows.order_by("outcome", "-at", "-pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Who looks at each."""
        rows = list(object_list)
        for row in rows:
            row.assigned = assigned_to(row)
        return rows


class AnswerView(OneView):
    """One appeal and the answer to it."""

    form_class = AnswerForm
    page_title = gettext_lazy("Answer an appeal")
    list_name = APPEALS
    list_title = gettext_lazy("Appeals")
    template_name = "communities/moderating/admin/answer.html"

    @cached_property
    def appeal(self) -> Appeal:
        """The appeal, if this person may answer it."""
        rows = scope.appeals(self.by, self.reader)
        parts = ("decision__comment__thread", "decision__comment__author", "decided_by")
        return get_object_or_404(rows.select_related(*parts), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was decided, on which text."""
        comment = self.appeal.decision.comment
        return super().get_context_data(
            appeal=self.appeal,
            comment=comment,
            author=self.author(comment) if comment else None,
            html=text_of(comment) if comment else "",
            **kwargs,
        )

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        """Answer, say so, go back to the list."""
        try:
            appealing.answer(self.appeal, self.by, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, _("The author is told."))
        return redirect(APPEALS)
