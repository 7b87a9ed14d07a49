"""What a step about a question changed: fourteen days before it and after it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from search.asked.querysets import days_of
from search.models import QuestionDay, Step

SPAN = datetime.timedelta(days=14)


@dataclass(frozen=True)
class Side:
    """What happened in so many days."""

    searches: int = 0
    without_result: int = 0
    opened: int = 0


@dataclass(frozen=True)
class Effect:
    """Before and after a step. days_left: until the second figure is whole."""

    before: Side
    after: Side
    days_left: int


def effects(
    steps: Sequence[Step], today: datetime.date | None = None
) -> dict[int, Effect]:
    """The effects of steps by number: one query. The day itself is on neither side."""
    if not steps:
        return {}
    last = today or timezone.localdate()
    dates = {step.pk: timezone.localtime(step.at).date() for step in steps}
    days = days_of(
        {step.question_id for step in steps},
        min(dates.values()) - SPAN,
        max(dates.values()) + SPAN,
    )
    return {
        step.pk: _effect(days.get(step.question_id, ()), dates[step.pk], last)
        for step in steps
    }


def _effect(
    days: Iterable[QuestionDay], at: datetime.date, today: datetime.date
) -> Effect:
    known = list(days)
    left = (at + SPAN - today).days
    return Effect(
        before=_side(row for row in known if at - SPAN <= row.day < at),
        after=_side(row for row in known if at < row.day <= at + SPAN),
        days_left=max(0, min(left, SPAN.days)),
    )


def _side(days: Iterable[QuestionDay]) -> Side:
    sums = [(row.searches, row.without_result, row.opened) for row in days]
    return Side(*map(sum, zip(*sums, strict=True))) if sums else Side()
