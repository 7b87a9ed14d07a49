"""Comments and reports in the editing pages: lists with filters, actions and export."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import (
    BulkActionsCheckboxColumn,
    Column,
    DateColumn,
    TitleColumn,
)
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from accounts.models import User
from catalogue.access import Reader, reader_for
from communities.models import Comment, Decision, Report
from communities.moderating import scope, services
from communities.moderating.choices import choices_for
from communities.moderating.forms import DecisionForm
from communities.moderating.queue import text_of
from communities.moderating.services import Refused
from communities.standing import Standing
from communities.talk.presentation import author_of

ROWS = 50
COMMENTS = "moderation_comments:index"
DECIDE = "moderation_comments:decide"
WHERE = [
    ("pages", gettext_lazy("On pages")),
    ("communities", gettext_lazy("In communities")),
]
EXCERPT = 120


class ModeratorsView(View):
    """For whoever moderates something."""

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Refuse everybody else before anything is looked up."""
        if not scope.may_open(request.user, reader_for(request)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def by(self) -> User:
        """Who decides."""
        if not isinstance(self.request.user, User):
            raise PermissionDenied
        return self.request.user

    @property
    def reader(self) -> Reader:
        """What this person may read."""
        return reader_for(self.request)


class AssignedFilterSet(WagtailFilterSet):
    """Things of the queue by who looks at them."""

    assigned = django_filters.ChoiceFilter(
        label=gettext_lazy("Who looks at it?"),
        choices=[
            ("me", gettext_lazy("I do")),
            ("somebody", gettext_lazy("Somebody")),
            ("nobody", gettext_lazy("Nobody yet")),
        ],
        method="by_assigned",
    )

    def by_assigned(self, found: Any, _name: str, value: str) -> Any:
        """Mine, anybody's, or those that nobody has taken."""
        if value == "me":
            return found.filter(assignment__to=self.request.user)
        return found.filter(assignment__isnull=value == "nobody")


class CommentFilterSet(AssignedFilterSet):
    """What was reported or waits, where, and why."""

    what = django_filters.ChoiceFilter(
        label=gettext_lazy("What"),
        choices=[
            ("reported", pgettext_lazy("comments", "Reported")),
            ("waiting", gettext_lazy("Waiting to be released")),
        ],
        method="by_what",
    )
    where = django_filters.ChoiceFilter(
        label=gettext_lazy("Where"), choices=WHERE, method="by_where"
    )
    reason = django_filters.ChoiceFilter(
        label=gettext_lazy("Reason"), choices=Report.Reason.choices, method="by_reason"
    )

    class Meta:
        model = Comment
        fields: list[str] = []

    def by_what(self, found: Any, _name: str, value: str) -> Any:
        """Those that wait, or those that somebody reported."""
        waits = Q(state=Comment.State.WAITING)
        return found.filter(waits if value == "waiting" else ~waits)

    def by_where(self, found: Any, _name: str, value: str) -> Any:
        """Comments on pages, or discussions."""
        return found.filter(thread__page__isnull=value != "pages")

    def by_reason(self, found: Any, _name: str, value: str) -> Any:
        """Reported for one reason."""
        rows = Report.objects.filter(closed_at=None, reason=value)
        return found.filter(pk__in=rows.values("comment"))


class CommentsView(ModeratorsView, ReportView):
    """What was reported and what waits; who wrote it is not in the list."""

    model = Comment
    page_title = gettext_lazy("Comments to decide on")
    header_icon = "comment"
    template_name = "communities/moderating/admin/comments.html"
    index_url_name = COMMENTS
    index_results_url_name = "moderation_comments:index_results"
    filterset_class = CommentFilterSet
    paginate_by = ROWS
    no_results_message = gettext_lazy("Nothing waits for a decision.")
    list_export = [
        *("excerpt", "place", "get_state_display", "many"),
        *("assigned", "created_at"),
    ]
    export_headings = {
        "excerpt": gettext_lazy("Comment"),
        "place": gettext_lazy("Where"),
        "get_state_display": gettext_lazy("State"),
        "many": pgettext_lazy("of readers", "Reports"),
        "assigned": gettext_lazy("Who looks at it"),
        "created_at": gettext_lazy("Written on"),
    }
    export_filename = "comments-to-decide-on"

    @cached_property
    def columns(self) -> list[Any]:
        """What, where, how many reports, since when."""
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="comment"),
            TitleColumn(
                "excerpt",
                label=_("Comment"),
                get_url=lambda row: reverse(
                    "moderation_comments:decide", args=[row.pk]
                ),
                get_title_id=lambda row: f"comment_{row.pk}_title",
            ),
            Column("place", label=_("Where")),
            Column("state", label=_("State"), accessor="get_state_display"),
            Column("many", label=pgettext_lazy("of readers", "Reports")),
            assigned_column(),
            DateColumn("created_at", label=_("Written on")),
        ]

    def get_queryset(self) -> QuerySet[Comment]:
        """The oldest first, with its open reports counted."""
        still_open = Count("reports", filter=Q(reports__closed_at=None), distinct=True)
        rows = scope.waiting(self.by, self.reader).annotate(many=still_open)
        parts = ("thread__community", "thread__page", "assignment__to")
        return rows.select_related(*parts).order_by("created_at", "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """The beginning of each text, and where it stands."""
        rows = list(object_list)
        for row in rows:
            row.excerpt = Truncator(row.text).chars(EXCERPT)
            row.place = place_of(row)
            row.assigned = assigned_to(row)
        return rows


def assigned_to(row: Any) -> str:
    """Which moderator has it, "" without one; loaded with the row."""
    assignment = getattr(row, "assignment", None)
    return str(assignment.to) if assignment else ""


def assigned_column() -> Column:
    """The same as a column."""
    return Column("assigned", label=_("Who looks at it"))


def place_of(comment: Comment) -> str:
    """In words where a comment stands."""
    thread = comment.thread
    if thread.page is not None:
        return str(thread.page.title)
    return f"{thread.community.title}: {thread.title}" if thread.community else ""


class OneView(WagtailAdminTemplateMixin, ModeratorsView, FormView):
    """A page about one thing to decide on."""

    header_icon = "comment"
    list_name = COMMENTS
    list_title: Any = gettext_lazy("Comments to decide on")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the list."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(self.list_name), "label": str(self.list_title)},
            {"url": "", "label": str(self.get_page_title())},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where one comes from."""
        context: dict[str, Any] = super().get_context_data(
            back=reverse(self.list_name), **kwargs
        )
        return context

    def author(self, comment: Comment) -> Any:
        """Who wrote it, as moderators read it: without a name where there is none."""
        return author_of(Standing(self.by, self.reader, moderates=True), comment)


class DecideView(OneView):
    """One comment: what was reported, and what becomes of it."""

    form_class = DecisionForm
    page_title = gettext_lazy("Decide on a comment")
    template_name = "communities/moderating/admin/decide.html"

    @cached_property
    def comment(self) -> Comment:
        """The comment, if this person may decide on it."""
        rows = scope.comments(self.by, self.reader)
        parts = ("thread__community", "thread__page", "author__agency", "agency")
        return get_object_or_404(rows.select_related(*parts), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        """The ready-made replies of its community."""
        community = self.comment.thread.community
        return {**super().get_form_kwargs(), "community": community}

    def get_form(self, form_class: Any = None) -> DecisionForm:
        """What can be done with the comment as it is now."""
        form: DecisionForm = super().get_form(form_class)
        choices = choices_for(self.comment)
        form.fields["verb"] = forms.ChoiceField(
            label=_("What happens to it?"),
            choices=[(each.verb, each.label) for each in choices],
            widget=forms.RadioSelect,
        )
        form.order_fields(["verb", "ready", "reason"])
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The text, its reports, and what was decided before."""
        rows = Decision.objects.filter(comment=self.comment).select_related("by")
        return super().get_context_data(
            comment=self.comment,
            place=place_of(self.comment),
            author=self.author(self.comment),
            html=text_of(self.comment),
            reports=services.open_reports(self.comment),
            decisions=rows,
            **kwargs,
        )

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        """Decide, say so, go back to the list."""
        try:
            services.decide(
                form.cleaned_data["verb"],
                self.comment,
                self.by,
                reason=form.reason_for(self.comment),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, _("Done. It stands in the trail."))
        return redirect(COMMENTS)
