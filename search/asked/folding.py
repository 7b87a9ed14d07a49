"""From the searches of a day to counts; with the day go its searches and its salt.

Counts of a day are written anew each time, so it does no harm to fold twice or on two
processes; what is added up over days is added once, with the destruction of the day.
All in one transaction that holds the salts.
"""

from __future__ import annotations

import datetime
import logging
import time
from collections.abc import Iterable, Mapping

from django.db import DatabaseError, transaction
from django.db.models import Max, Sum
from django.utils import timezone

from search.asked.counting import (
    Count,
    Row,
    agency_visitors,
    counts_of,
    rewordings_of,
    searches_of,
)
from search.asked.querysets import FIGURES, ON_ONE_DAY, VISITORS
from search.models import (
    Asking,
    Question,
    QuestionByAgency,
    QuestionDay,
    Rewording,
    Salt,
)

logger = logging.getLogger(__name__)

EVERY_SECONDS = 300.0
# A search just before midnight is written just after it.
GRACE = datetime.timedelta(minutes=10)
UNSHOWN_DAYS = 90
DAYS = 730
BATCH = 500


class _Process:
    folded_at = -EVERY_SECONDS


def keep_up() -> None:
    """Fold and forget now and then; a fault waits for the next time."""
    now = time.monotonic()
    if now - _Process.folded_at < EVERY_SECONDS:
        return
    _Process.folded_at = now
    try:
        fold()
        forget()
    except DatabaseError as error:
        logger.warning("Searches wait to be counted: %s", type(error).__name__)


@transaction.atomic
def fold(now: datetime.datetime | None = None) -> int:
    """Count all searches; destroy those of days that are over. Return how many days."""
    over = timezone.localdate((now or timezone.now()) - GRACE)
    days = list(Salt.objects.select_for_update().order_by("day"))
    for salt in days:
        _fold_day(salt.day, is_over=salt.day < over)
    ended = [salt.day for salt in days if salt.day < over]
    # Also what came so late that there is nothing left to count it against.
    Asking.objects.filter(day__lt=over).delete()
    Salt.objects.filter(day__in=ended).delete()
    return len(ended)


@transaction.atomic
def forget(today: datetime.date | None = None) -> int:
    """Delete what few asked long ago and counts of two years; return how many rows."""
    today = today or timezone.localdate()
    unshown = today - datetime.timedelta(days=UNSHOWN_DAYS)
    oldest = today - datetime.timedelta(days=DAYS)
    gone = (
        Question.objects.filter(shown_from=None, last_asked_on__lt=unshown),
        QuestionDay.objects.filter(day__lt=oldest),
        QuestionByAgency.objects.filter(month__lt=oldest.replace(day=1)),
        Question.objects.filter(last_asked_on__lt=oldest, steps=None),
    )
    return sum(rows.delete()[0] for rows in gone)


def _fold_day(day: datetime.date, is_over: bool) -> None:
    rows = Asking.objects.filter(day=day).order_by("id").values_list(*Row._fields)
    searches = searches_of(map(Row._make, rows))
    counts = counts_of(searches)
    numbers = _questions(counts, day)
    _write_days(counts, numbers, day)
    if is_over:
        month = day.replace(day=1)
        _add_agencies(agency_visitors(searches), numbers, month)
        _add_rewordings(rewordings_of(searches), numbers)
    _let_show(numbers.values(), day)


def _questions(counts: Mapping[str, Count], day: datetime.date) -> dict[str, int]:
    """The questions of a day by key, as they were last asked; days come in order."""
    # In one order everywhere, so that two processes never wait for each other.
    rows = [
        Question(
            key=key,
            text=count.text,
            language=count.language,
            last_total=count.last_total or 0,
            last_asked_on=day,
        )
        for key, count in sorted(counts.items())
    ]
    told = ["text", "language", "last_asked_on"]
    filtered = [row for row in rows if counts[row.key].last_total is None]
    others = [row for row in rows if counts[row.key].last_total is not None]
    for some, fields in ((filtered, told), (others, [*told, "last_total"])):
        Question.objects.bulk_create(
            some,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=fields,
        )
    return {row.key: row.pk for row in rows}


def _write_days(
    counts: Mapping[str, Count], numbers: Mapping[str, int], day: datetime.date
) -> None:
    rows = [
        QuestionDay(
            question_id=numbers[key],
            day=day,
            searches=count.searches,
            visitors=len(count.visitors),
            without_result=count.without_result,
            opened=count.opened,
            places=count.places,
        )
        for key, count in sorted(counts.items())
    ]
    QuestionDay.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["question", "day"],
        update_fields=FIGURES,
    )


def _add_agencies(
    cells: Mapping[tuple[str, int], int],
    numbers: Mapping[str, int],
    month: datetime.date,
) -> None:
    for (key, agency), visitors in sorted(cells.items()):
        row, _ = QuestionByAgency.objects.get_or_create(
            question_id=numbers[key], agency_id=agency, month=month
        )
        _add(row, visitors)


def _add_rewordings(
    pairs: Mapping[tuple[str, str], int], numbers: Mapping[str, int]
) -> None:
    for (before, after), visitors in sorted(pairs.items()):
        row, _ = Rewording.objects.get_or_create(
            before_id=numbers[before], after_id=numbers[after]
        )
        _add(row, visitors)


def _add(row: QuestionByAgency | Rewording, visitors: int) -> None:
    row.visitors += visitors
    row.most = max(row.most, visitors)
    row.save(update_fields=["visitors", "most"])


def _let_show(numbers: Iterable[int], day: datetime.date) -> None:
    """What enough people asked may be shown from this day on."""
    listed = sorted(numbers)
    for start in range(0, len(listed), BATCH):
        ready = (
            Question.objects.filter(
                pk__in=listed[start : start + BATCH], shown_from=None
            )
            .annotate(total=Sum("days__visitors"), most=Max("days__visitors"))
            .filter(total__gte=VISITORS, most__gte=ON_ONE_DAY)
            .values_list("pk", flat=True)
        )
        Question.objects.filter(pk__in=list(ready)).update(shown_from=day)
