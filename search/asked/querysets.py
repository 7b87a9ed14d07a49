"""Reads on what people ask: only questions and cells that enough people stand behind.

A question may be shown from the day on which three visitors had asked it, two of them
on one day (`folding`); a split by agency from five visitors of the agency in a month,
a rewording from three. Cells below are left out before anything is added up, so no two
periods can be subtracted to get at them.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Agency
from search.models import Question, QuestionByAgency, QuestionDay, Rewording

# So many different visitors stand behind whatever is shown…
VISITORS = 3
AGENCY_VISITORS = 5
# …and so many of them on one day: visitors of different days may be one person.
ON_ONE_DAY = 2
POPULAR_DAYS = 28
FIGURES = ("searches", "visitors", "without_result", "opened", "places")


@dataclass(frozen=True)
class Totals:
    """Figures of all searches, those that are never shown one by one included.

    without_result and opened count searches; visitors are those of each day added up.
    """

    searches: int = 0
    visitors: int = 0
    without_result: int = 0
    opened: int = 0


@dataclass(frozen=True)
class Week:
    """The searches of a week, from its Monday on."""

    monday: datetime.date
    searches: int
    without_result: int
    opened: int


@dataclass(frozen=True)
class Cell:
    """Visitors of one agency; never less than AGENCY_VISITORS."""

    agency: Agency
    visitors: int


@dataclass(frozen=True)
class Reworded:
    """What visitors asked next instead; never less than VISITORS."""

    question: Question
    visitors: int


def shown_questions(
    since: datetime.date, until: datetime.date, agency: Agency | None = None
) -> QuerySet[Any]:
    """Questions that may be shown and were asked from `since` to `until` inclusive.

    Each with searches, visitors, without_result, opened and places (of opened results,
    added up). With an agency: only what its visitors asked, with agency_visitors, in
    the months of the period.
    """
    in_period = Q(days__day__gte=since, days__day__lte=until)
    found = Question.objects.filter(in_period, shown_from__isnull=False).annotate(
        searches=Sum("days__searches"),
        visitors=Sum("days__visitors"),
        without_result=Sum("days__without_result"),
        opened=Sum("days__opened"),
        places=Sum("days__places"),
    )
    if agency is None:
        return found
    own = (
        _cells_of_each(since, until)
        .filter(agency=agency)
        .annotate(n=Sum("visitors"))
        .values("n")
    )
    return found.annotate(agency_visitors=Subquery(own)).filter(
        agency_visitors__isnull=False
    )


def with_agencies(
    found: QuerySet[Any], since: datetime.date, until: datetime.date
) -> QuerySet[Any]:
    """The same with reached: how many agencies are known to have asked."""
    cells = _cells_of_each(since, until)
    agencies = cells.annotate(n=Count("agency", distinct=True)).values("n")
    counted: QuerySet[Any] = found.annotate(reached=Coalesce(Subquery(agencies), 0))
    return counted


def totals(since: datetime.date, until: datetime.date) -> Totals:
    """All searches from `since` to `until`: one query."""
    days = QuestionDay.objects.filter(day__gte=since, day__lte=until)
    found = days.aggregate(
        searches=Coalesce(Sum("searches"), 0),
        visitors=Coalesce(Sum("visitors"), 0),
        without_result=Coalesce(Sum("without_result"), 0),
        opened=Coalesce(Sum("opened"), 0),
    )
    return Totals(**found)


def weeks(since: datetime.date, until: datetime.date) -> list[Week]:
    """All searches by week, in order; weeks without any are there too: one query."""
    days = QuestionDay.objects.filter(day__gte=since, day__lte=until).order_by()
    rows = days.values_list("day").annotate(
        Sum("searches"), Sum("without_result"), Sum("opened")
    )
    known: defaultdict[datetime.date, list[int]] = defaultdict(lambda: [0, 0, 0])
    # SQLite would truncate each of many rows in Python.
    for day, *sums in rows:
        week = known[day - datetime.timedelta(days=day.weekday())]
        week[:] = [one + other for one, other in zip(week, sums, strict=True)]
    monday = since - datetime.timedelta(days=since.weekday())
    found = []
    while monday <= until:
        found.append(Week(monday, *known[monday]))
        monday += datetime.timedelta(days=7)
    return found


def agencies_with_cells(since: datetime.date, until: datetime.date) -> QuerySet[Agency]:
    """The agencies that a report may be narrowed to."""
    cells = _cells(since, until).filter(question__shown_from__isnull=False)
    return Agency.objects.filter(Exists(cells.filter(agency=OuterRef("pk"))))


def agency_cells(
    questions: Collection[int], since: datetime.date, until: datetime.date
) -> dict[int, list[Cell]]:
    """Who asks these questions, most visitors first: two queries."""
    rows = (
        _cells(since, until)
        .filter(question__in=questions, question__shown_from__isnull=False)
        .order_by()
        .values_list("question", "agency")
        .annotate(total=Sum("visitors"))
        .order_by("-total", "agency")
    )
    listed = list(rows)
    agencies = Agency.objects.in_bulk({number for _question, number, _n in listed})
    found: defaultdict[int, list[Cell]] = defaultdict(list)
    for question, number, visitors in listed:
        found[question].append(Cell(agencies[number], visitors))
    return dict(found)


def days_of(
    questions: Collection[int], since: datetime.date, until: datetime.date
) -> dict[int, list[QuestionDay]]:
    """The days of these questions in order, for effects before and after: one query."""
    rows = QuestionDay.objects.filter(
        question__in=questions,
        question__shown_from__isnull=False,
        day__gte=since,
        day__lte=until,
    )
    found: defaultdict[int, list[QuestionDay]] = defaultdict(list)
    for row in rows.order_by("day"):
        found[row.question_id].append(row)
    return dict(found)


def rewordings(questions: Collection[int]) -> dict[int, list[Reworded]]:
    """What was asked next instead of these questions, most often first: one query."""
    rows = Rewording.objects.filter(
        before__in=questions,
        visitors__gte=VISITORS,
        most__gte=ON_ONE_DAY,
        before__shown_from__isnull=False,
        after__shown_from__isnull=False,
    ).select_related("after")
    found: defaultdict[int, list[Reworded]] = defaultdict(list)
    for row in rows.order_by("-visitors", "after__text"):
        found[row.before_id].append(Reworded(row.after, row.visitors))
    return dict(found)


def often_asked(limit: int) -> QuerySet[Any]:
    """What most visitors asked in the last four weeks, whoever reads it."""
    since = timezone.localdate() - datetime.timedelta(days=POPULAR_DAYS)
    found = shown_questions(since, timezone.localdate())
    wanted = found.filter(visitors__gte=VISITORS, ignored_at=None, last_total__gt=0)
    return wanted.order_by("-visitors", F("last_asked_on").desc(), "pk")[:limit]


def _cells(
    since: datetime.date, until: datetime.date
) -> QuerySet[QuestionByAgency, QuestionByAgency]:
    """The splits by agency of the months of a period that may be shown."""
    return QuestionByAgency.objects.filter(
        visitors__gte=AGENCY_VISITORS,
        most__gte=ON_ONE_DAY,
        month__gte=since.replace(day=1),
        month__lte=until,
    )


def _cells_of_each(since: datetime.date, until: datetime.date) -> QuerySet[Any]:
    """The same for the question of the query around it."""
    cells = _cells(since, until).filter(question=OuterRef("pk"))
    return cells.order_by().values("question")
