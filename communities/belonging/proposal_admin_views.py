"""Communities that agents propose, for those who decide."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from accounts.models import User
from communities.admin_views import FoundersView
from communities.belonging import proposing
from communities.belonging.forms import ReasonForm
from communities.models import Proposal
from communities.moderating.services import Refused

LIST = "proposed_communities:index"


class ProposalFilterSet(WagtailFilterSet):
    """Proposals by state and visibility."""

    class Meta:
        model = Proposal
        fields = ["state", "visibility"]


class ProposalsView(FoundersView, ReportView):
    """What was proposed, those without an answer first."""

    model = Proposal
    page_title = gettext_lazy("Proposed communities")
    header_icon = "group"
    index_url_name = LIST
    index_results_url_name = "proposed_communities:index_results"
    filterset_class = ProposalFilterSet
    paginate_by = 50
    no_results_message = gettext_lazy("Nobody proposes a community at the moment.")
    list_export = [
        *("title", "by", "by.agency"),
        *("get_visibility_display", "get_state_display", "at"),
    ]
    export_headings = {
        "title": gettext_lazy("Name"),
        "by": gettext_lazy("Proposed by"),
        "by.agency": gettext_lazy("Agency"),
        "get_visibility_display": gettext_lazy("Visibility"),
        "get_state_display": gettext_lazy("State"),
        "at": gettext_lazy("Proposed on"),
    }
    export_filename = "proposed-communities"

    @cached_property
    def columns(self) -> list[Column]:
        """What, by whom, for whom, how far, since when."""
        return [
            TitleColumn("title", label=_("Name"), get_url=_decide_url),
            Column("by", label=_("Proposed by")),
            Column("agency", label=_("Agency"), accessor="by.agency"),
            Column(
                "visibility", label=_("Visibility"), accessor="get_visibility_display"
            ),
            Column("state", label=_("State"), accessor="get_state_display"),
            DateColumn("at", label=_("Proposed on")),
        ]

    def get_queryset(self) -> QuerySet[Proposal]:
        """Read people and agencies in the same query."""
        waits = When(state=Proposal.State.WAITING, then=Value(0))
        found = Proposal.objects.select_related("by__agency")
        ranked = found.annotate(rank=Case(waits, default=Value(1)))
        listed: QuerySet[Proposal] = self.filter_queryset(
            ranked.order_by("rank", "-at", "-pk")
        )
        return listed


class DecideView(FoundersView, WagtailAdminTemplateMixin, FormView):
    """One proposal: make the community, or decline with a reason."""

    form_class = ReasonForm
    page_title = gettext_lazy("Proposed community")
    header_icon = "group"
    template_name = "communities/belonging/admin/proposal.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Remember which one; it is looked up behind the door."""
        super().setup(request, *args, **kwargs)
        self.number = kwargs["pk"]

    @cached_property
    def proposal(self) -> Proposal:
        """The proposal with whoever made it."""
        rows = Proposal.objects.select_related("by__agency", "decided_by")
        return get_object_or_404(rows, pk=self.number)

    def get_page_subtitle(self) -> str:
        """What it would be called."""
        return self.proposal.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the list."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(LIST), "label": _("Proposed communities")},
            {"url": "", "label": self.proposal.title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was proposed, and whether it still waits."""
        waits = self.proposal.state == Proposal.State.WAITING
        return super().get_context_data(proposal=self.proposal, waits=waits, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Accepting needs no reason."""
        if "accept" not in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            proposing.accept(self.proposal, _hand(request))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(
                request, _("The community is made; its owner is told by mail.")
            )
        return redirect(LIST)

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        """Decline, say so, and go back to the list."""
        try:
            proposing.decline(
                self.proposal, _hand(self.request), form.cleaned_data["reason"]
            )
        except Refused as refused:
            messages.error(self.request, str(refused))
        else:
            messages.success(self.request, _("The person is told why."))
        return redirect(LIST)


def _hand(request: HttpRequest) -> User:
    """Who decides; nobody else passes the door of these pages."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _decide_url(proposal: Proposal) -> str:
    return reverse("proposed_communities:decide", args=[proposal.pk])
