"""What the reports on questions list, beside what they count (`querysets`)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import (
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Agency
from search.asked.querysets import VISITORS, Week, shown_questions, weeks
from search.models import Question, QuestionDay, Step

# An ignored question comes back when it is asked so many times as often.
BACK_AT = 2
RECENT = datetime.timedelta(days=28)
# What grows from less is chance.
RISING_FROM = 5
RISING_PERCENT = 150
# Of so many searches that found something, less than one led to a result.
SELDOM = 10
WEEKS = 8
DAY = datetime.timedelta(days=1)


# Questions with their figures, which the types of models do not know.
Counted = Any


class Kind(StrEnum):
    """The reports."""

    WITHOUT_RESULT = "without-result"
    WITHOUT_CLICK = "without-click"
    RISING = "rising"
    ALL = "all"


@dataclass(frozen=True)
class Period:
    """Days that are looked at, both ends included, and those they are compared with."""

    first: datetime.date
    last: datetime.date
    before_first: datetime.date
    before_last: datetime.date


def last_days(number: int, today: datetime.date | None = None) -> Period:
    """So many days up to today, and as many before them."""
    last = today or timezone.localdate()
    span = number * DAY
    return Period(last - span + DAY, last, last - 2 * span + DAY, last - span)


def this_year(today: datetime.date | None = None) -> Period:
    """From the first of January, and the same days of last year."""
    last = today or timezone.localdate()
    first = last.replace(month=1, day=1)
    before = first.replace(year=first.year - 1)
    return Period(first, last, before, before + (last - first))


def questions(period: Period, agency: Agency | None = None) -> Counted:
    """What enough people asked in a period."""
    found = shown_questions(period.first, period.last, agency)
    return found.filter(visitors__gte=VISITORS)


def with_before(found: Counted, period: Period) -> Counted:
    """The same with searches_before, of the period before: slow for many.

    It is 0 where too few asked then to be told.
    """
    earlier = QuestionDay.objects.filter(
        question=OuterRef("pk"), day__range=(period.before_first, period.before_last)
    )
    sums = earlier.order_by().values("question")
    told = sums.annotate(n=Sum("searches"), who=Sum("visitors")).filter(
        who__gte=VISITORS
    )
    before = Subquery(told.values("n"), output_field=IntegerField())
    return found.annotate(searches_before=Coalesce(before, 0))


def of_kind(found: Counted, kind: Kind) -> Counted:
    """What a report is about, the first to act on first."""
    if kind is Kind.WITHOUT_RESULT:
        return found.filter(without_result__gt=0).order_by("-without_result", "pk")
    if kind is Kind.WITHOUT_CLICK:
        return _without_click(found)
    if kind is Kind.RISING:
        return _rising(found)
    return found.order_by("-searches", "pk")


def ignored(today: datetime.date | None = None) -> QuerySet[Question]:
    """What somebody ignores, and what is not asked much more often since."""
    last = today or timezone.localdate()
    days = QuestionDay.objects.filter(
        question=OuterRef("pk"), day__gt=last - RECENT, day__lte=last
    )
    sums = days.order_by().values("question").annotate(n=Sum("searches")).values("n")
    steps = Step.objects.filter(question=OuterRef("pk"), kind=Step.Kind.IGNORE)
    then = steps.order_by("-pk").values("number")[:1]
    return (
        Question.objects.filter(ignored_at__isnull=False)
        .annotate(
            recent=Coalesce(Subquery(sums, output_field=IntegerField()), 0),
            then=Coalesce(Subquery(then), Value(0)),
        )
        .filter(Q(recent__lt=BACK_AT * F("then")) | Q(recent=0) | Q(then=0))
    )


def recent_searches(question: Question, today: datetime.date | None = None) -> int:
    """How often it was asked lately: what an ignored question is measured by."""
    last = today or timezone.localdate()
    days = QuestionDay.objects.filter(
        question=question, day__gt=last - RECENT, day__lte=last
    )
    return int(days.aggregate(n=Coalesce(Sum("searches"), 0))["n"])


def last_weeks(today: datetime.date | None = None) -> list[Week]:
    """This week and those before it: one query."""
    last = today or timezone.localdate()
    monday = last - last.weekday() * DAY
    return weeks(monday - 7 * (WEEKS - 1) * DAY, last)


def share(part: int, whole: int) -> float | None:
    """How many of a hundred; None of nothing."""
    return 100 * part / whole if whole else None


def _without_click(found: Counted) -> Counted:
    unopened = F("searches") - F("without_result") - F("opened")
    some = found.annotate(
        unopened=ExpressionWrapper(unopened, output_field=IntegerField())
    )
    some = some.filter(
        unopened__gte=VISITORS,
        searches__gt=F("without_result") + SELDOM * F("opened"),
    )
    return some.order_by("-unopened", "pk")


def _rising(found: Counted) -> Counted:
    more = F("searches") - F("searches_before")
    rising = found.annotate(
        more=ExpressionWrapper(more, output_field=IntegerField()),
        hundredfold=ExpressionWrapper(100 * F("searches"), output_field=IntegerField()),
    )
    rising = rising.filter(
        searches__gte=RISING_FROM,
        hundredfold__gte=RISING_PERCENT * F("searches_before"),
    )
    return rising.order_by("-more", "pk")
