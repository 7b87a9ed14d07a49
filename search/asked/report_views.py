"""The reports on what people search, in the admin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from accounts.models import Agency
from catalogue.access import reader_for
from search.asked import acting, figures, folding
from search.asked.beside import beside
from search.asked.effects import effects
from search.asked.masking import readable
from search.asked.nearest import nearest
from search.asked.querysets import agency_cells, rewordings, with_agencies
from search.asked.report_forms import ReportForm, period_of
from search.asked.reports import Kind, Period, ignored, of_kind, questions, with_before
from search.asked.tables import StepColumn, StepLinkColumn, question_columns
from search.models import Question, Step
from search.permissions import curators_only

ROWS = 20
NAMES = {
    Kind.WITHOUT_RESULT: "asked:index",
    Kind.WITHOUT_CLICK: "asked:without_click",
    Kind.RISING: "asked:rising",
    Kind.ALL: "asked:all",
}
TITLES = {
    Kind.WITHOUT_RESULT: gettext_lazy("Searches that found nothing"),
    Kind.WITHOUT_CLICK: gettext_lazy("Searches whose results nobody opens"),
    Kind.RISING: gettext_lazy("Searches that become more frequent"),
    Kind.ALL: gettext_lazy("All searches"),
}
TABS = {
    Kind.WITHOUT_RESULT: gettext_lazy("Found nothing"),
    Kind.WITHOUT_CLICK: gettext_lazy("Nothing opened"),
    Kind.RISING: gettext_lazy("Rising"),
    Kind.ALL: gettext_lazy("All"),
}


@dataclass(frozen=True)
class TabLink:
    """A report among its neighbours."""

    label: str
    url: str
    is_current: bool


class CuratorsView(View):
    """For knowledge managers alone."""

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Refuse everybody else before anything is looked up."""
        curators_only(request)
        return super().dispatch(request, *args, **kwargs)


class QuestionsView(CuratorsView, ReportView):
    """One report on questions, with the figures of the period above it."""

    kind = Kind.WITHOUT_RESULT
    model = Question
    page_title = gettext_lazy("What people search")
    header_icon = "search"
    template_name = "search/asked/admin/questions.html"
    paginate_by = ROWS
    no_results_message = gettext_lazy("Nothing of the kind in this period.")
    is_export: bool
    list_export = [
        *("text", "language", "searches", "searches_before", "visitors"),
        *("without_result", "opened", "reached", "last_total"),
    ]
    export_headings = {
        "text": pgettext_lazy("what somebody searched for", "Search"),
        "language": gettext_lazy("Language"),
        "searches": gettext_lazy("Times"),
        "searches_before": gettext_lazy("Times in the period before"),
        "visitors": gettext_lazy("Visitors"),
        "without_result": gettext_lazy("Found nothing"),
        "opened": gettext_lazy("Opened"),
        "reached": gettext_lazy("Agencies"),
        "last_total": gettext_lazy("Results when last asked"),
    }

    @cached_property
    def form(self) -> ReportForm:
        """What was chosen above the table."""
        form = ReportForm(self.request.GET)
        form.full_clean()
        return form

    @cached_property
    def period(self) -> Period:
        """The days to look at."""
        return period_of(self.form.cleaned_data.get("period") or "28")

    @property
    def agency(self) -> Agency | None:
        """The agency that the report is narrowed to."""
        found: Agency | None = self.form.cleaned_data.get("agency")
        return found

    @cached_property
    def columns(self) -> Sequence[Any]:
        """Depends on the report."""
        return question_columns(self.kind)

    def get_index_url(self) -> str:
        """Where paging and sorting stay."""
        return reverse(NAMES[self.kind])

    def get_filename(self) -> str:
        """A file for each report."""
        return f"searches-{self.kind}"

    def get_queryset(self) -> Any:
        """The rows of this report that the form lets through; none of a wrong form."""
        if not self.form.is_valid():
            return Question.objects.none()
        found = of_kind(self._counted(), self.kind)
        data = self.form.cleaned_data
        if data["language"]:
            found = found.filter(language=data["language"])
        if data["text"]:
            found = found.filter(text__icontains=data["text"])
        if not data["ignored"]:
            found = found.exclude(pk__in=ignored().values("pk"))
        if self.is_explicitly_ordered and self.ordering:
            found = found.order_by(self.ordering, "pk")
        return found

    def _counted(self) -> Any:
        """What costs a look at each question is counted only where it is asked for."""
        found, period = questions(self.period, self.agency), self.period
        if self.is_export or self.kind is Kind.RISING:
            found = with_before(found, period)
        if self.is_export or self.ordering in ("reached", "-reached"):
            found = with_agencies(found, period.first, period.last)
        return found

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """What else the rows on this page show, in a few queries for all of them."""
        rows = list(object_list)
        for row in rows:
            row.text = readable(row.text)
        if self.is_export:
            return rows
        numbers = [row.pk for row in rows]
        steps = acting.last_steps(numbers)
        changed = effects(list(steps.values()))
        wished = acting.wished(row.key for row in rows)
        cells = agency_cells(numbers, self.period.first, self.period.last)
        next_ones = rewordings(numbers)
        with_nearest = rows if self.kind is Kind.WITHOUT_RESULT else []
        near = nearest(with_nearest, reader_for(self.request))
        for row in rows:
            row.cells, row.next_ones = cells.get(row.pk, []), next_ones.get(row.pk, [])
            row.reached = len(row.cells)
            row.step, row.wished = steps.get(row.pk), wished.get(row.key, 0)
            row.effect = changed.get(row.step.pk) if row.step else None
            row.nearest = near.get(row.pk)
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, the tabs and the figures."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if self.is_export:
            return context
        context |= {
            "form": self.form,
            "tabs": self._tabs(),
            "heading": TITLES[self.kind],
            "figures": figures.figures(self.period, self.agency, self.request.user),
            "exports": [
                ("CSV", self.csv_export_url),
                ("XLSX", self.xlsx_export_url),
            ],
            "kind": self.kind,
        }
        if self.kind is Kind.WITHOUT_RESULT:
            reader = reader_for(self.request)
            context |= {**figures.chart(), "beside": beside(self.request.user, reader)}
        return context

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A form with mistakes is no file, and not found to be right."""
        folding.keep_up()
        is_valid = self.form.is_valid()
        self.is_export = self.is_export and is_valid
        response: HttpResponse = super().get(request, *args, **kwargs)
        response.status_code = 200 if is_valid else 400
        return response

    def _tabs(self) -> list[TabLink]:
        chosen = self.request.GET.copy()
        for name in ("p", "ordering", "export"):
            chosen.pop(name, None)
        query = f"?{chosen.urlencode()}" if chosen else ""
        return [
            TabLink(str(label), reverse(NAMES[kind]) + query, kind is self.kind)
            for kind, label in TABS.items()
        ]


class StepsView(CuratorsView, ReportView):
    """What was done about questions, and what it changed."""

    model = Step
    page_title = gettext_lazy("What was done")
    header_icon = "history"
    template_name = "search/asked/admin/steps.html"
    index_url_name = "asked:steps"
    no_results_message = gettext_lazy("Nothing was done yet.")
    paginate_by = ROWS
    columns = [
        Column(
            "question",
            label=pgettext_lazy("what somebody searched for", "Search"),
            accessor="question.text",
        ),
        Column("kind", label=gettext_lazy("Step"), accessor="get_kind_display"),
        Column("day", label=gettext_lazy("On"), accessor="day"),
        Column("by", label=gettext_lazy("By"), accessor="who"),
        StepColumn("effect", label=gettext_lazy("14 days before and after")),
        StepLinkColumn("undo", label=gettext_lazy("Undo")),
    ]
    list_export = [
        *("question.text", "get_kind_display", "at", "who"),
        *("effect.before.searches", "effect.before.without_result"),
        *("effect.before.opened", "effect.after.searches"),
        *("effect.after.without_result", "effect.after.opened", "effect.days_left"),
    ]
    export_headings = {
        "question.text": pgettext_lazy("what somebody searched for", "Search"),
        "get_kind_display": gettext_lazy("Step"),
        "at": gettext_lazy("On"),
        "who": gettext_lazy("By"),
        "effect.before.searches": gettext_lazy("Searches, 14 days before"),
        "effect.before.without_result": gettext_lazy("Found nothing, 14 days before"),
        "effect.before.opened": gettext_lazy("Opened, 14 days before"),
        "effect.after.searches": gettext_lazy("Searches, 14 days after"),
        "effect.after.without_result": gettext_lazy("Found nothing, 14 days after"),
        "effect.after.opened": gettext_lazy("Opened, 14 days after"),
        "effect.days_left": gettext_lazy("Days still to count"),
    }
    export_filename = "search-steps"

    def get_queryset(self) -> QuerySet[Step]:
        """The newest first; nothing of questions that may not be shown."""
        asked = acting.actable().filter(pk=OuterRef("question"))
        found = Step.objects.filter(Exists(asked)).order_by("-pk")
        return found.select_related("question", "by", "by__agency")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """The effects of all of them in one query."""
        return decorated(list(object_list))


def decorated(steps: list[Any]) -> list[Any]:
    """Steps with their effect and what the table says of them."""
    changed = effects(steps)
    for step in steps:
        step.effect = changed[step.pk]
        step.question.text = readable(step.question.text)
        step.day = date_format(timezone.localtime(step.at))
        step.who = step.by.get_full_name() if step.by else _("Somebody who left")
        step.is_undoable = step.kind in acting.UNDOABLE
    return steps
