"""Which questions the reports list, and what they say of them."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import Agency
from search.asked import acting
from search.asked.effects import effects
from search.asked.figures import figures, lines, table
from search.asked.querysets import agency_cells, with_agencies
from search.asked.reports import (
    Kind,
    ignored,
    last_days,
    last_weeks,
    of_kind,
    questions,
    this_year,
    with_before,
)
from search.models import Question, Step
from tests.search.reported import cell, day, manager, on, question

pytestmark = pytest.mark.django_db


def texts(kind: Kind, number: int = 28) -> list[str]:
    period = last_days(number)
    counted = with_before(questions(period), period)
    return [row.text for row in of_kind(counted, kind)]


def agency_of(slug: str) -> Agency:
    return Agency.objects.create(slug=slug, name_en=f"Office {slug}", country="be")


def test_question_shows_from_three_visitors_of_the_period() -> None:
    question("two", (1, {"searches": 9, "visitors": 2}))
    question("three", (1, {"searches": 9, "visitors": 2}), (3, {"visitors": 1}))
    question("long ago", (29, {"visitors": 7}))
    assert texts(Kind.ALL) == ["three"]
    assert texts(Kind.ALL, 90) == ["three", "long ago"]


def test_question_that_may_not_be_shown_is_in_the_sums_alone() -> None:
    hidden = question("hidden", (1, {"searches": 5}))
    Question.objects.filter(pk=hidden.pk).update(shown_from=None)
    assert texts(Kind.ALL) == []
    assert figures(last_days(28), None, manager())[0].value == "5"


def test_reports_tell_apart_what_finds_nothing_and_what_nobody_opens() -> None:
    question("nothing", (1, {"searches": 6, "without_result": 6}))
    question("sometimes", (1, {"searches": 6, "without_result": 1, "opened": 4}))
    question("unopened", (1, {"searches": 12, "opened": 1}))
    question("opened", (1, {"searches": 12, "opened": 2}))
    assert texts(Kind.WITHOUT_RESULT) == ["nothing", "sometimes"]
    assert texts(Kind.WITHOUT_CLICK) == ["unopened"]


def test_rising_is_half_as_much_again_and_not_by_chance() -> None:
    question("rising", (1, {"searches": 9}), (30, {"searches": 6}))
    question("steady", (1, {"searches": 8}), (30, {"searches": 6}))
    question("rare", (1, {"searches": 4}))
    question("new", (1, {"searches": 5}), (40, {"searches": 9, "visitors": 2}))
    assert texts(Kind.RISING) == ["new", "rising"]


def test_figures_before_are_not_told_of_less_than_three_visitors() -> None:
    question("few before", (1, {}), (30, {"searches": 9, "visitors": 2}))
    question("some before", (1, {}), (30, {"searches": 9, "visitors": 3}))
    period = last_days(28)
    counted = with_before(questions(period), period)
    before = {row.text: row.searches_before for row in counted}
    assert before == {"few before": 0, "some before": 9}


def test_report_of_an_agency_has_cells_from_five_of_its_people() -> None:
    four, five = question("four", (0, {})), question("five", (0, {}))
    agency = agency_of("north")
    cell(four, agency, 4)
    cell(five, agency, 5)
    period = last_days(28)
    assert [row.text for row in questions(period, agency)] == ["five"]
    counted = with_agencies(questions(period), period.first, period.last)
    reached = {row.text: row.reached for row in counted}
    assert reached == {"four": 0, "five": 1}
    told = agency_cells([four.pk, five.pk], period.first, period.last)
    assert [(key, told[key][0].visitors) for key in told] == [(five.pk, 5)]


def test_ignored_question_comes_back_when_it_is_asked_twice_as_often() -> None:
    asked = question("ignored", (5, {"searches": 4}))
    acting.ignore(asked, manager())
    assert list(ignored()) == [asked]
    on(asked, 1, searches=3)
    assert list(ignored()) == [asked]
    on(asked, 0, searches=1)
    assert list(ignored()) == []


def test_taken_back_question_is_not_ignored() -> None:
    asked = question("ignored", (5, {}))
    acting.ignore(asked, manager())
    acting.take_back(asked)
    assert list(ignored()) == []
    assert not Step.objects.exists()


def test_effect_counts_fourteen_days_on_both_sides_without_the_day() -> None:
    asked = question("homework")
    for ago, searches in ((25, 100), (24, 2), (11, 3), (10, 100), (9, 4), (1, 5)):
        on(asked, ago, searches=searches, without_result=1, opened=1)
    step = Step.objects.create(question=asked, kind=Step.Kind.SYNONYM, by=None)
    step.at = timezone.now() - datetime.timedelta(days=10)
    effect = effects([step])[step.pk]
    assert (effect.before.searches, effect.before.without_result) == (5, 2)
    assert (effect.after.searches, effect.after.opened) == (9, 2)
    assert effect.days_left == 4


def test_effect_of_an_old_step_is_complete() -> None:
    asked = question("homework", (1, {}))
    step = Step.objects.create(question=asked, kind=Step.Kind.PIN, by=None)
    step.at = timezone.now() - datetime.timedelta(days=14)
    assert effects([step])[step.pk].days_left == 0
    assert effects([]) == {}


def test_this_year_is_compared_with_the_same_days_of_last_year() -> None:
    period = this_year(datetime.date(2028, 3, 1))
    assert period.first == datetime.date(2028, 1, 1)
    assert period.before_first == datetime.date(2027, 1, 1)
    assert period.last - period.first == period.before_last - period.before_first


def test_figures_say_how_they_changed() -> None:
    question("a", (1, {"searches": 10, "without_result": 1}), (30, {"searches": 8}))
    searches, nothing, *_rest = figures(last_days(28), None, manager())
    assert (searches.value, searches.change, searches.is_better) == (
        "10",
        "+25.0 %",
        True,
    )
    assert (nothing.value, nothing.change, nothing.is_better) == (
        "10.0 %",
        "+10.0 points",
        False,
    )


def test_pictures_of_an_empty_hub_are_flat_lines() -> None:
    weeks = last_weeks()
    assert len(weeks) == 8
    assert weeks[-1].monday <= day(0)
    assert {line.last for line in lines(weeks)} == {"0", "0.0 %"}
    assert {row.share for row in table(weeks)} == {"–"}
