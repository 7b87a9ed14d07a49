"""Pages that agents asked for, in the admin: answered, declined, commissioned."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from catalogue.access import reader_for
from catalogue.models import Entry
from search import services as searching
from search.asked import services
from search.asked.nearest import found_now
from search.asked.report_forms import ReasonForm
from search.asked.report_views import ROWS, CuratorsView
from search.asked.tables import WishActionsColumn, WishColumn
from search.forms import clean
from search.models import Question, Wish
from search.request import MAX_QUERY, SearchRequest

WISHES = "asked:wishes"
OPEN = Q(answered_at=None, declined_at=None)
STATES = {
    "open": OPEN,
    "answered": Q(answered_at__isnull=False),
    "declined": Q(declined_at__isnull=False),
}


class WishFilterSet(WagtailFilterSet):
    """Wishes by what became of them."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[
            ("open", gettext_lazy("Open")),
            ("answered", gettext_lazy("Answered")),
            ("declined", gettext_lazy("Declined")),
        ],
        method="by_state",
    )

    class Meta:
        model = Wish
        fields: list[str] = []

    def by_state(self, found: Any, _name: str, value: str) -> Any:
        """Those of one state."""
        return found.filter(STATES[value])


class WishesView(CuratorsView, ReportView):
    """What agents miss, those who miss the same beside each other."""

    model = Wish
    page_title = gettext_lazy("Pages asked for")
    header_icon = "help"
    template_name = "search/asked/admin/steps.html"
    index_url_name = WISHES
    index_results_url_name = "asked:wishes_results"
    filterset_class = WishFilterSet
    paginate_by = ROWS
    no_results_message = gettext_lazy("Nobody waits for a page.")
    columns = [
        WishColumn("wish", label=gettext_lazy("What is missing")),
        Column("agency", label=gettext_lazy("Agency"), accessor="user.agency"),
        DateColumn("at", label=gettext_lazy("Asked on")),
        WishActionsColumn("actions", label=gettext_lazy("Do something")),
    ]
    list_export = ["query", "wish", "user.agency", "at", "answered_at", "declined_at"]
    export_headings = {
        "query": pgettext_lazy("what somebody searched for", "Search"),
        "wish": gettext_lazy("What is missing"),
        "user.agency": gettext_lazy("Agency"),
        "at": gettext_lazy("Asked on"),
        "answered_at": gettext_lazy("Answered on"),
        "declined_at": gettext_lazy("Declined on"),
    }
    export_filename = "pages-asked-for"

    def get_queryset(self) -> QuerySet[Wish]:
        """Open ones first, the most wanted search first; not who asked."""
        same = Wish.objects.filter(OPEN, key=OuterRef("key")).order_by()
        many = same.values("key").annotate(n=Count("pk")).values("n")
        asked = Question.objects.filter(key=OuterRef("key")).values("pk")[:1]
        found = Wish.objects.annotate(
            many=Coalesce(Subquery(many), 0), question=Subquery(asked)
        ).select_related("user__agency")
        return found.order_by("-many", "key", "-pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Answers, as far as they may be read; what finds something by now."""
        rows = list(object_list)
        reader = reader_for(self.request)
        readable = Entry.objects.readable_by(reader)
        keys = {row.answer for row in rows if row.answer}
        entries = {entry.key: entry for entry in readable.filter(key__in=keys).light()}
        waiting = {
            row.pk: row.query
            for row in rows
            if not (row.answered_at or row.declined_at)
        }
        now = found_now(waiting, reader) if not self.is_export else {}
        for row in rows:
            row.entry = entries.get(row.answer)
            row.found = now.get(row.pk)
        return rows


class WishView(WagtailAdminTemplateMixin, CuratorsView):
    """A page about one open wish."""

    header_icon = "help"
    kwargs: dict[str, Any]
    request: HttpRequest

    @cached_property
    def wish(self) -> Wish:
        """The wish; decided ones are not decided again."""
        return get_object_or_404(Wish.objects.filter(OPEN), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """What is missing."""
        return self.wish.wish

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the list."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("asked:index"), "label": _("What people search")},
            {"url": reverse(WISHES), "label": _("Pages asked for")},
            {"url": "", "label": str(self.get_page_title())},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The wish, and where one comes from."""
        context: dict[str, Any] = super().get_context_data(
            wish=self.wish, back=reverse(WISHES), **kwargs
        )
        return context

    def done(self, sentence: str) -> HttpResponse:
        """Say what happened, and go back to the list."""
        messages.success(self.request, sentence)
        return redirect(WISHES)


class AnswerView(WishView, TemplateView):
    """Choose the entry that answers a wish; whoever asked is told."""

    page_title = gettext_lazy("Answer with a page")
    template_name = "search/asked/admin/answer.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A search of one's own and what it finds."""
        q = clean(self.request.GET.get("q", ""))[:MAX_QUERY] or self.wish.query
        found = searching.find(SearchRequest(q=q), reader_for(self.request))
        entries = [each.entry for each in found.hits]
        return super().get_context_data(q=q, entries=entries, **kwargs)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Answer with what was chosen, if both may read it."""
        readable = Entry.objects.readable_by(reader_for(request))
        entry = readable.filter(key=clean(request.POST.get("key", ""))[:80]).first()
        if entry is None:
            return self._again(_("Choose a result."))
        try:
            services.answer(self.wish, entry.key)
        except services.WishRefused as refused:
            return self._again(str(refused))
        return self.done(_("The person who asked was told."))

    def _again(self, problem: str) -> HttpResponse:
        context = self.get_context_data(problem=problem)
        return self.render_to_response(context, status=400)


class DeclineView(WishView, FormView):
    """Say why there will be no page; whoever asked is told."""

    form_class = ReasonForm
    page_title = gettext_lazy("Decline")
    template_name = "search/asked/admin/decline.html"

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        """Decline it, unless somebody was faster."""
        try:
            services.decline(self.wish, form.cleaned_data["reason"])
        except services.WishRefused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        return self.done(_("The person who asked was told why."))
