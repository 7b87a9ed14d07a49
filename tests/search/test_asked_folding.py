"""From searches to counts: exact, thresholds, and nothing left of the day."""

import datetime
import io
import threading
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.models import Agency
from search.asked import folding
from search.asked.querysets import (
    agencies_with_cells,
    agency_cells,
    rewordings,
    shown_questions,
    totals,
    weeks,
    with_agencies,
)
from search.asked.recording import salt_of
from search.models import Asking, Question, QuestionByAgency, QuestionDay, Salt
from tests.search.asked import ask, asked_often

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def yesterday() -> datetime.datetime:
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    return noon - DAY


def figures(text: str) -> tuple[int, ...]:
    row = QuestionDay.objects.get(question__text=text)
    return (row.searches, row.visitors, row.without_result, row.opened, row.places)


def test_searches_become_counts(yesterday: datetime.datetime) -> None:
    ask("parking", "a", yesterday, total=4, opened=3)
    ask("parking", "b", yesterday, total=4)
    ask("parking", "b", yesterday + datetime.timedelta(hours=2), total=0)
    folding.fold()
    assert figures("parking") == (3, 2, 1, 1, 3)
    question = Question.objects.get()
    assert (question.last_total, question.last_asked_on) == (0, yesterday.date())


def test_rows_of_one_search_from_two_processes_are_one(
    yesterday: datetime.datetime,
) -> None:
    ask("parking", "a", yesterday, total=4)
    later = yesterday + datetime.timedelta(minutes=30)
    ask("parking", "a", later, total=4, opened=2)
    ask("parking", "a", later + datetime.timedelta(minutes=1), total=4)
    folding.fold()
    assert figures("parking") == (2, 1, 0, 1, 2)


def test_filters_that_leave_nothing_are_no_gap(yesterday: datetime.datetime) -> None:
    ask("parking", "a", yesterday, total=0, filtered=True)
    folding.fold()
    assert figures("parking") == (1, 1, 0, 0, 0)


def test_today_is_counted_on_the_way_and_once() -> None:
    ask("parking")
    folding.fold()
    ask("parking")
    ask("parking")
    for _ in range(2):
        folding.fold()
    assert figures("parking")[:2] == (3, 3)
    assert Asking.objects.count() == 3
    assert Salt.objects.count() == 1


def test_nothing_of_a_day_is_left_when_it_is_over(
    yesterday: datetime.datetime,
) -> None:
    for number in range(4):
        ask("parking", at=yesterday - number * DAY)
    ask("parking")
    assert folding.fold() == 4
    assert list(Asking.objects.values_list("day", flat=True)) == [timezone.localdate()]
    assert list(Salt.objects.values_list("day", flat=True)) == [timezone.localdate()]
    visitors = {"visitor", "secret", "token"}
    kept = (Question, QuestionDay, QuestionByAgency)
    names = {field.name for model in kept for field in model._meta.get_fields()}
    assert not names & visitors


def test_day_ends_a_little_after_midnight(yesterday: datetime.datetime) -> None:
    ask("parking", at=yesterday)
    midnight = (yesterday + DAY).replace(hour=0)
    assert folding.fold(midnight + datetime.timedelta(minutes=5)) == 0
    assert Salt.objects.exists()
    assert folding.fold(midnight + datetime.timedelta(minutes=11)) == 1


def test_what_comes_after_the_end_of_its_day_is_dropped(
    yesterday: datetime.datetime,
) -> None:
    ask("parking", at=yesterday)
    folding.fold()
    late = ask("parking", at=yesterday)
    Salt.objects.all().delete()
    folding.fold()
    assert not Asking.objects.filter(pk=late.pk).exists()
    assert figures("parking")[0] == 1


@pytest.mark.parametrize(("visitors", "shown"), [(2, False), (3, True)])
def test_question_shows_from_three_visitors(visitors: int, shown: bool) -> None:
    for _ in range(visitors):
        ask("parking")
    folding.fold()
    today = timezone.localdate()
    assert [row.text for row in shown_questions(today, today)] == ["parking"] * shown
    assert totals(today, today).searches == visitors


def test_visitors_of_different_days_add_up(yesterday: datetime.datetime) -> None:
    ask("parking", at=yesterday - DAY)
    folding.fold()
    ask("parking", at=yesterday)
    ask("parking", at=yesterday)
    folding.fold()
    assert Question.objects.get().shown_from == yesterday.date()


def test_what_one_person_asks_on_many_days_never_shows(
    yesterday: datetime.datetime,
) -> None:
    for number in range(10, 0, -1):
        ask("my secret", "somebody", yesterday - number * DAY)
        folding.fold()
    assert Question.objects.get().shown_from is None


@pytest.mark.parametrize(("visitors", "cells"), [(4, []), (5, [5])])
def test_agency_shows_from_five_of_its_visitors(
    yesterday: datetime.datetime, visitors: int, cells: list[int]
) -> None:
    agency = Agency.objects.create(slug="ofaf", name_fr="Office", country="be")
    for _ in range(visitors):
        ask("parking", at=yesterday, agency=agency)
    folding.fold()
    period = (yesterday.date(), timezone.localdate())
    question = Question.objects.get()
    found = agency_cells([question.pk], *period).get(question.pk, [])
    assert [cell.visitors for cell in found] == cells
    assert list(agencies_with_cells(*period)) == [agency] * len(cells)
    rows = shown_questions(*period, agency)
    assert [row.agency_visitors for row in rows] == cells
    counted = with_agencies(shown_questions(*period), *period)
    assert counted.get().reached == len(cells)


def test_same_person_on_five_days_is_no_agency(yesterday: datetime.datetime) -> None:
    agency = Agency.objects.create(slug="ofaf", name_fr="Office", country="be")
    question = asked_often("parking")
    QuestionByAgency.objects.create(
        question=question,
        agency=agency,
        month=yesterday.date().replace(day=1),
        visitors=9,
        most=1,
    )
    period = (yesterday.date(), timezone.localdate())
    assert agency_cells([question.pk], *period) == {}


@pytest.mark.parametrize(("visitors", "shown"), [(2, 0), (3, 1)])
def test_rewording_shows_from_three_visitors(
    yesterday: datetime.datetime, visitors: int, shown: int
) -> None:
    soon = yesterday + datetime.timedelta(minutes=4)
    for number in range(3):
        for text, at in (("bike leas", yesterday), ("bicycle lease", soon)):
            visitor = f"v{number}" if number < visitors else f"{text}{number}"
            ask(text, visitor, at)
    folding.fold()
    question = Question.objects.get(text="bike leas")
    found = rewordings([question.pk]).get(question.pk, [])
    assert [(row.question.text, row.visitors) for row in found] == [
        ("bicycle lease", 3)
    ] * shown


@pytest.mark.parametrize(("minutes", "opened"), [(6, 0), (4, 1)])
def test_later_or_satisfied_visitors_reword_nothing(
    yesterday: datetime.datetime, minutes: int, opened: int
) -> None:
    for number in range(3):
        ask("bike leas", f"v{number}", yesterday, opened=opened)
        later = yesterday + datetime.timedelta(minutes=minutes)
        ask("bicycle lease", f"v{number}", later)
    folding.fold()
    assert rewordings(Question.objects.values_list("pk", flat=True)) == {}


def test_what_few_asked_is_forgotten_after_90_days() -> None:
    today = timezone.localdate()
    for text, days, shown in (("old", 91, None), ("new", 90, None), ("ok", 91, today)):
        question = asked_often(text, days_ago=days)
        Question.objects.filter(pk=question.pk).update(shown_from=shown)
    folding.forget()
    assert set(Question.objects.values_list("text", flat=True)) == {"new", "ok"}


def test_counts_are_forgotten_after_two_years() -> None:
    question = asked_often("parking", days_ago=731)
    asked_often("badge", days_ago=730)
    folding.forget()
    assert not Question.objects.filter(pk=question.pk).exists()
    assert QuestionDay.objects.count() == 1


def test_weeks_are_whole_and_without_holes() -> None:
    asked_often("parking", visitors=4, days_ago=0)
    today = timezone.localdate()
    found = weeks(today - 27 * DAY, today)
    assert [week.searches for week in found][-2:] == [0, 4]
    assert all(week.monday.weekday() == 0 for week in found)


def test_folding_takes_the_same_queries_whatever_was_asked(
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(200):
        ask(f"question {number}")
    with django_assert_max_num_queries(16):
        folding.fold()
    assert Question.objects.count() == 200


def test_command_tells_counts_and_forgets(yesterday: datetime.datetime) -> None:
    ask("parking", at=yesterday)
    out = io.StringIO()
    call_command("search_log", "fold", stdout=out)
    assert "days ended: 1" in out.getvalue()
    call_command("search_log", "status", "--json", stdout=out)
    assert '"questions": 1' in out.getvalue()
    call_command("search_log", "forget", stdout=out)
    assert "rows deleted: 0" in out.getvalue()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_processes_that_fold_count_once() -> None:
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    agency = Agency.objects.create(slug="ofaf", name_fr="Office", country="be")
    for _ in range(30):
        ask("parking", at=noon - DAY, agency=agency)
        ask("badge")
    salt_of(timezone.localdate())
    ended: list[int] = []
    together = threading.Barrier(2, timeout=20)

    def fold() -> None:
        try:
            together.wait()
            ended.append(folding.fold())
        finally:
            connection.close()

    threads = [threading.Thread(target=fold) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(ended) == [0, 1]
    assert figures("parking")[:2] == (30, 30)
    assert figures("badge")[:2] == (30, 30)
    assert QuestionByAgency.objects.get().visitors == 30
