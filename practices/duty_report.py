"""The report of what agencies must do: by when, and who has not done it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.forms import RadioSelect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from accounts.models import Agency
from practices.models import KEPT, Done
from practices.querysets import MODELS, asking
from practices.reports import RIGHTS, LedByFilterSet, name_agencies


@dataclass(frozen=True)
class Progress:
    """Which agencies a page addresses, and which of them have done it."""

    asked: Sequence[Agency]
    done: Sequence[Agency]
    missing: Sequence[Agency]

    @property
    def count(self) -> str:
        """How many of how many, in words."""
        numbers = {"n": len(self.done), "total": len(self.asked)}
        return _("%(n)s of %(total)s") % numbers

    @property
    def asked_names(self) -> str:
        """For spreadsheets: one cell."""
        return _names(self.asked)

    @property
    def done_names(self) -> str:
        """For spreadsheets: one cell."""
        return _names(self.done)

    @property
    def missing_names(self) -> str:
        """For spreadsheets: one cell."""
        return _names(self.missing)


def duty_pages(user: Any) -> Any:
    """What must be done, of pages that this person works on."""
    policy = policy_registry.get_by_type(Page)
    return asking(policy.instances_user_has_any_permission_for(user, RIGHTS))


def progress_of(pages: Sequence[Page]) -> dict[int, Progress]:
    """How far agencies are with each of these pages, in a few queries for all."""
    everyone = list(Agency.objects.with_agents().order_by("slug"))
    named = _named(page.pk for page in pages)
    keys = [page.translation_key for page in pages]
    found = Done.objects.filter(translation_key__in=keys)
    done = set(found.values_list("translation_key", "agency_id"))
    progress = {}
    for page in pages:
        asked = named.get(page.pk) or everyone
        did = [each for each in asked if (page.translation_key, each.pk) in done]
        missing = [each for each in asked if each not in did]
        progress[page.pk] = Progress(asked, did, missing)
    return progress


def not_done_by(pages: Any, agency: Agency) -> Any:
    """Those of these pages that ask this agency and that it has not done."""
    paths = [f"{model}__addressed" for model in MODELS]
    everyone = Q(**dict.fromkeys(paths))
    asked = reduce(or_, (Q(**{path: agency.pk}) for path in paths), everyone)
    marks = Done.objects.filter(
        translation_key=OuterRef("translation_key"), agency=agency
    )
    asking_it = Page.objects.filter(asked).values("pk")
    return pages.filter(~Exists(marks), pk__in=asking_it)


class DutyFilterSet(LedByFilterSet):
    """Whose pages, who has not done it, and whether the day is past."""

    prefix = "duty"

    missing = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Not done by"),
        queryset=Agency.objects.all(),
        method="by_missing",
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("To be done by"),
        choices=[
            ("past", gettext_lazy("Past")),
            ("open", gettext_lazy("Still ahead")),
        ],
        method="by_state",
        widget=RadioSelect,
    )

    def by_missing(self, pages: Any, _name: str, agency: Agency) -> Any:
        """What this agency still has to do."""
        return not_done_by(pages, agency)

    def by_state(self, pages: Any, _name: str, value: str) -> Any:
        """What is late, or what is not; without a day nothing is late."""
        today = timezone.localdate()
        if value == "past":
            return pages.filter(duty_deadline__lt=today)
        undated = Q(duty_deadline__isnull=True)
        return pages.filter(Q(duty_deadline__gte=today) | undated)


class MissingColumn(Column):
    """The agencies that have not done it, folded."""

    cell_template_name = "practices/admin/duty_cell.html"


class DutyView(ReportView):
    """What must be done, of one's own sections, the nearest day first."""

    page_title = gettext_lazy("Must do")
    header_icon = "list-ul"
    model = Page
    filterset_class = DutyFilterSet
    index_url_name = "practices_duties"
    index_results_url_name = "practices_duties_results"
    any_permission_required = RIGHTS
    export_filename = "must-do"
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Title"),
            get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
        ),
        Column("agency", label=gettext_lazy("Agency"), accessor="duty_agency"),
        Column(
            "deadline",
            label=gettext_lazy("To be done by"),
            accessor=lambda page: _day(page.duty_deadline),
        ),
        Column("done", label=gettext_lazy("Done"), accessor="duty.count"),
        MissingColumn(
            "missing", label=gettext_lazy("Not done yet"), accessor="duty.missing"
        ),
    ]
    list_export = [
        *("title", "duty_agency", "duty_deadline", "duty.asked_names"),
        *("duty.done_names", "duty.missing_names", "full_url"),
    ]
    export_headings = {
        "title": gettext_lazy("Title"),
        "duty_agency": gettext_lazy("Agency"),
        "duty_deadline": gettext_lazy("To be done by"),
        "duty.asked_names": gettext_lazy("Addressed agencies"),
        "duty.done_names": gettext_lazy("Done"),
        "duty.missing_names": gettext_lazy("Not done yet"),
        "full_url": gettext_lazy("Address"),
    }

    def get_queryset(self) -> Any:
        """What must be done."""
        return duty_pages(self.request.user)

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Name agencies and count what is done, in a few queries for all."""
        pages = list(object_list)
        name_agencies(pages, "duty")
        progress = progress_of(pages)
        for page in pages:
            page.duty = progress[page.pk]
        return pages


def _named(numbers: Iterable[int]) -> dict[int, list[Agency]]:
    """The agencies that pages address by name, by the number of the page."""
    wanted = list(numbers)
    rows = [
        row
        for model in KEPT
        for row in model.objects.filter(pk__in=wanted, addressed__isnull=False)
        .order_by("addressed__slug")
        .values_list("pk", "addressed")
    ]
    agencies = Agency.objects.in_bulk({agency for _page, agency in rows})
    found: defaultdict[int, list[Agency]] = defaultdict(list)
    for page, agency in rows:
        found[page].append(agencies[agency])
    return found


def _names(agencies: Iterable[Agency]) -> str:
    return "; ".join(str(agency) for agency in agencies)


def _day(day: Any) -> str:
    """The day, and whether it is over."""
    if day is None:
        return ""
    shown = date_format(day)
    past = day < timezone.localdate()
    return _("%(day)s (past)") % {"day": shown} if past else shown
