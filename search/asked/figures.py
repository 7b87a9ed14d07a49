"""The figures and pictures above the reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import Agency
from practices.permissions import seen_by
from practices.querysets import due
from search.asked.acting import open_wishes
from search.asked.querysets import Totals, Week, totals
from search.asked.reports import Period, last_weeks, share

Write = Callable[[float], str]

# The drawing is so wide and high, in the units of its viewBox.
WIDTH, HEIGHT, TOP = 250, 128, 32


@dataclass(frozen=True)
class Figure:
    """One number, what it counts, and how it changed. is_better: None is neither."""

    value: str
    label: str
    change: str = ""
    is_better: bool | None = None


@dataclass(frozen=True)
class Line:
    """A line through the weeks: points of an SVG, its scale, and the same in words."""

    title: str
    description: str
    points: str
    last_x: float
    last_y: float
    last: str
    scale: Sequence[tuple[float, str]]
    first_week: str
    last_week: str


@dataclass(frozen=True)
class WeekRow:
    """A week in the table beside the pictures."""

    week: str
    searches: int
    share: str


def figures(period: Period, agency: Agency | None, user: Any) -> list[Figure]:
    """Searches, share without result, pages past their date, wishes: four queries."""
    now = totals(period.first, period.last)
    before = totals(period.before_first, period.before_last)
    return [
        _searches(now, before),
        _without_result(now, before),
        Figure(number(_overdue(user, agency)), _("pages past their review date")),
        Figure(number(open_wishes().count()), _("pages asked for and not answered")),
    ]


def lines(weeks: Sequence[Week]) -> list[Line]:
    """All searches, and the share of them that found nothing."""
    shares = [share(week.without_result, week.searches) or 0.0 for week in weeks]
    return [
        _line(
            _("All searches"), weeks, [week.searches for week in weeks], number, number
        ),
        _line(_("Share that found nothing"), weeks, shares, percent, rough),
    ]


def table(weeks: Sequence[Week]) -> list[WeekRow]:
    """The same as a table, the newest week first."""
    return [
        WeekRow(date_format(week.monday), week.searches, _share_of(week))
        for week in reversed(weeks)
    ]


def chart() -> dict[str, Any]:
    """What the template draws: one query."""
    weeks = last_weeks()
    return {"lines": lines(weeks), "weeks": table(weeks)}


def number(value: float) -> str:
    """A whole number as it is written in this language."""
    return number_format(round(value), use_l10n=True, force_grouping=True)


def percent(value: float) -> str:
    """A share with one digit."""
    return _("%(share)s %%") % {"share": number_format(value, decimal_pos=1)}


def rough(value: float) -> str:
    """A share without digits, for a scale."""
    return _("%(share)s %%") % {"share": number(value)}


def _share_of(week: Week) -> str:
    found = share(week.without_result, week.searches)
    return "–" if found is None else percent(found)


def _searches(now: Totals, before: Totals) -> Figure:
    more = share(now.searches - before.searches, before.searches)
    change = "" if more is None else f"{_sign(more)}{percent(abs(more))}"
    better = None if not more else more > 0
    return Figure(number(now.searches), _("searches"), change, better)


def _without_result(now: Totals, before: Totals) -> Figure:
    of_now = share(now.without_result, now.searches)
    of_before = share(before.without_result, before.searches)
    label = _("found nothing")
    if of_now is None:
        return Figure("–", label)
    if of_before is None:
        return Figure(percent(of_now), label)
    more = round(of_now - of_before, 1)
    points = number_format(abs(more), decimal_pos=1)
    change = _("%(change)s points") % {"change": f"{_sign(more)}{points}"}
    return Figure(percent(of_now), label, change, None if not more else more < 0)


def _overdue(user: Any, agency: Agency | None) -> int:
    """Of the pages that this person may know of; Wagtail counts `until` as due."""
    pages = due(Page.objects.filter(seen_by(user)), timezone.localdate())
    if agency is not None:
        pages = pages.filter(due_agency_id=agency.pk)
    return int(pages.filter(due_review_on__lt=timezone.localdate()).count())


def _sign(value: float) -> str:
    return "+" if value > 0 else "−" if value < 0 else "±"


def _line(
    title: str,
    weeks: Sequence[Week],
    values: Sequence[float],
    write: Write,
    mark: Write,
) -> Line:
    top = _round_up(max(values, default=0))
    step = WIDTH / max(len(values) - 1, 1)
    low = TOP + HEIGHT
    spots = [(n * step, low - HEIGHT * value / top) for n, value in enumerate(values)]
    words = {"title": title, "first": write(values[0]), "last": write(values[-1])}
    return Line(
        title=title,
        description=_("%(title)s, eight weeks: from %(first)s to %(last)s.") % words,
        points=" ".join(f"{x:.1f},{y:.1f}" for x, y in spots),
        last_x=round(spots[-1][0], 1),
        last_y=round(spots[-1][1], 1),
        last=write(values[-1]),
        scale=[(low - HEIGHT * part, mark(top * part)) for part in (0.0, 0.5, 1.0)],
        first_week=date_format(weeks[0].monday, "MONTH_DAY_FORMAT"),
        last_week=date_format(weeks[-1].monday, "MONTH_DAY_FORMAT"),
    )


def _round_up(value: float) -> float:
    """The end of the scale: 1, 2 or 5 and noughts, at least 2."""
    end = 1.0
    while end < value:
        end *= 2.5 if str(end)[0] == "2" else 2
    return max(end, 2.0)
