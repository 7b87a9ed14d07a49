"""What communities propose for the portal, and what editors do about it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from accounts.models import User
from communities.models import Nomination
from communities.portal import quotes, services, taking, telling
from communities.portal.admin_forms import (
    DeclineForm,
    SectionForm,
    TakePageForm,
    TakeThreadForm,
)
from communities.portal.permissions import may_take_over

LIST = "community_proposals:index"


class EditorsView(View):
    """For editors and knowledge managers."""

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Refuse everybody else before anything is looked up."""
        if not may_take_over(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class NominationFilterSet(WagtailFilterSet):
    """Proposals by state."""

    class Meta:
        model = Nomination
        fields = ["state"]


class NominationsView(EditorsView, ReportView):
    """What is proposed, open ones first. What nobody agreed to is not told."""

    model = Nomination
    page_title = gettext_lazy("Proposed by communities")
    header_icon = "group"
    index_url_name = LIST
    index_results_url_name = "community_proposals:index_results"
    filterset_class = NominationFilterSet
    paginate_by = 50
    no_results_message = gettext_lazy("Communities propose nothing at the moment.")
    list_export = ["told_title", "told_community", "get_state_display", "at"]
    export_headings = {
        "told_title": gettext_lazy("What"),
        "told_community": gettext_lazy("Community"),
        "get_state_display": gettext_lazy("State"),
        "at": gettext_lazy("Proposed on"),
    }
    export_filename = "proposed-by-communities"

    @cached_property
    def columns(self) -> list[Column]:
        """What, from where, how far, since when."""
        return [
            TitleColumn(
                "told_title", label=_("What"), get_url=lambda row: _url(row.pk)
            ),
            Column("told_community", label=_("Community")),
            Column("state", label=_("State"), accessor="get_state_display"),
            Column("told_answers", label=_("Agreed to be quoted")),
            DateColumn("at", label=_("Proposed on")),
        ]

    def get_queryset(self) -> QuerySet[Nomination]:
        """Open ones first, with their answers counted."""
        agreed = Q(consents__answer__in=quotes.AGREED)
        is_open = When(state=Nomination.State.OPEN, then=Value(0))
        found = Nomination.objects.select_related("community", "thread", "page")
        return found.annotate(
            asked=Count("consents"),
            agreed=Count("consents", filter=agreed),
            rank=Case(is_open, default=Value(1)),
        ).order_by("rank", "-at", "-pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Only what may be told already."""
        rows = list(object_list)
        told = telling.Telling(self.request.user, rows)
        for row in rows:
            row.told_title = told.title(row)
            row.told_community = told.community(row)
            row.told_answers = _("%(agreed)s of %(asked)s") % {
                "agreed": row.agreed,
                "asked": row.asked,
            }
        return rows


class NominationView(WagtailAdminTemplateMixin, EditorsView, FormView):
    """A page about one proposal."""

    header_icon = "group"

    @cached_property
    def nomination(self) -> Nomination:
        """The proposal."""
        rows = Nomination.objects.select_related(
            "community__locale", "thread", "page__locale", "result"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def by(self) -> User:
        """Who decides."""
        if not isinstance(self.request.user, User):
            raise PermissionDenied
        return self.request.user

    @cached_property
    def told(self) -> telling.Telling:
        """What of it may be told to this person."""
        return telling.Telling(self.by, [self.nomination])

    def get_page_subtitle(self) -> str:
        """What is proposed."""
        return self.told.title(self.nomination)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the list."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(LIST), "label": _("Proposed by communities")},
            {"url": "", "label": str(self.get_page_title())},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The proposal, as far as it may be told."""
        found = self.nomination
        context: dict[str, Any] = super().get_context_data(
            nomination=found,
            community=self.told.community(found),
            page=found.page if self.told.is_agreed(found) else None,
            is_open=found.state == Nomination.State.OPEN,
            back=reverse(LIST),
            **kwargs,
        )
        return context


class TakeView(NominationView):
    """Take a proposal over into a section in which one writes."""

    page_title = gettext_lazy("Proposed by a community")
    template_name = "communities/portal/admin/take.html"

    def get_form_class(self) -> type[SectionForm]:
        """Of a discussion a draft is made, a page is copied or moved."""
        return TakeThreadForm if self.nomination.thread_id else TakePageForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Where this person writes."""
        kwargs = {**super().get_form_kwargs(), "sections": taking.sections_for(self.by)}
        if self.nomination.thread_id is None:
            kwargs["nomination"] = self.nomination
        return kwargs

    def get_initial(self) -> dict[str, Any]:
        """The title, where the asker agreed; the language of the discussion."""
        thread = self.nomination.thread
        title = self.told.title(self.nomination, "")
        language = thread.language[:2] if thread else ""
        return {"title": title, "language": language, "kind": "guide"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What may be quoted, why it cannot be taken over, who has not answered."""
        found = self.nomination
        language = found.thread.language if found.thread else "en"
        passages = quotes.passages(found, language) if found.thread else []
        context = super().get_context_data(
            passages=[(each, quotes.who_said(each)) for each in passages],
            problem=taking.why_not(found),
            unanswered=found.consents.filter(answer="").count(),
            **kwargs,
        )
        if context["page"] is not None:
            context["files"] = len(taking.files_left(context["page"]))
            context["body"] = telling.text_of(context["page"])
        return context

    def form_valid(self, form: SectionForm) -> HttpResponse:
        """Make it, and open the draft."""
        try:
            page = taking.take_over(self.nomination, form.order, self.by)
        except services.RefusedError as refused:
            form.add_error(None, refused.sentence)
            return self.form_invalid(form)
        if page.live:
            messages.success(self.request, _("The page stands in your section now."))
            return redirect("wagtailadmin_explore", page.get_parent().pk)
        text = _("The draft is there: go over it, then publish it.")
        messages.success(self.request, text)
        return redirect("wagtailadmin_pages:edit", page.pk)


class DeclineView(NominationView):
    """Say why the portal does not take it."""

    form_class = DeclineForm
    page_title = gettext_lazy("Decline a proposal")
    template_name = "communities/portal/admin/decline.html"

    def form_valid(self, form: DeclineForm) -> HttpResponse:
        """Decline it, unless somebody was faster."""
        try:
            services.decline(self.nomination, self.by, form.cleaned_data["reason"])
        except services.RefusedError as refused:
            form.add_error(None, refused.sentence)
            return self.form_invalid(form)
        messages.success(self.request, _("The moderators read why in their community."))
        return redirect(LIST)


def _url(number: int) -> str:
    return reverse("community_proposals:take", args=[number])
