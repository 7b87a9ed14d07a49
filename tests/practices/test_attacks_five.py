"""What curious colleagues try on answers and reuses of pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import Agency, User
from accounts.profiles import data_of
from catalogue.access import reader_of
from practices import usefulness
from practices.models import AgencySectionPage, CasePage, Reuse
from search.asked.popular import often_searched
from tests.practices.conftest import MakeCase, person, wall
from tests.search.asked import asked_often

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(
    section: AgencySectionPage, make_case: MakeCase, drained: Callable[[], None]
) -> CasePage:
    case = make_case(section, "Counter")
    drained()
    return case


@pytest.fixture
def spy(other_agency: Agency) -> User:
    return person("spy", other_agency)


def test_own_data_name_no_page_that_is_closed_by_now(page: CasePage, spy: User) -> None:
    usefulness.answer(page, spy, useful=False, missing="What it cost.")
    CasePage.objects.filter(pk=page.pk).update(title="Renamed in secret")
    wall(page, Group.objects.create(name="crew"))
    (row,) = data_of(spy)["usefulness"]
    assert (row["page__title"], row["missing"]) == ("", "What it cost.")


@pytest.mark.parametrize("way", ["useful", "reuse", "reuse/undo", "related"])
def test_closed_page_answers_like_none(
    client: Client, page: CasePage, spy: User, way: str
) -> None:
    wall(page, Group.objects.create(name="crew"))
    client.force_login(spy)
    for method in (client.get, client.post):
        answers: list[Any] = []
        for number in (page.pk, 987654, 10**30):
            first, _slash, rest = way.partition("/")
            rest = f"{rest}/" if rest else ""
            answers.append(method(f"/{first}/{number}/{rest}", {"since": "2026-01"}))
        assert len({answer.status_code for answer in answers}) == 1
        assert answers[0].status_code in (404, 405)
        assert b"Counter" not in answers[0].content


@pytest.mark.parametrize(
    "field",
    [
        {"since": "99999-12"},
        {"since": "\x00"},
        {"since": "0000-00"},
        {"own_case": "9" * 40},
        {"own_case": "x"},
        {"contact": "a\x00@b.example"},
        {"contact": "nobody@valmont.example"},
        {"since": ["2026-01", "x" * 5000]},
    ],
)
def test_wrong_reuse_is_a_sentence(
    client: Client,
    page: CasePage,
    spy: User,
    other_section: AgencySectionPage,
    make_case: MakeCase,
    drained: Callable[[], None],
    field: dict[str, Any],
) -> None:
    make_case(other_section, "Own")
    drained()
    client.force_login(spy)
    answer = client.post(f"/reuse/{page.pk}/", {"since": "2026-01", **field})
    assert answer.status_code in (200, 400, 422)
    assert not Reuse.objects.exists()


def test_reuse_names_neither_case_nor_colleague_of_others(
    client: Client,
    page: CasePage,
    spy: User,
    agency: Agency,
    section: AgencySectionPage,
    make_case: MakeCase,
    drained: Callable[[], None],
) -> None:
    foreign = make_case(section, "Foreign")
    drained()
    client.force_login(spy)
    data = {"since": "2026-01", "own_case": str(foreign.pk)}
    client.post(f"/reuse/{page.pk}/", data)
    colleague = person("colleague", agency)
    client.post(f"/reuse/{page.pk}/", {"since": "2026-01", "contact": colleague.email})
    assert not Reuse.objects.exists()


def test_often_searched_forgets_a_page_with_its_wall(
    page: CasePage, drained: Callable[[], None]
) -> None:
    asked_often("counter")
    assert [each.text for each in often_searched(reader_of(None))] == ["counter"]
    wall(page, Group.objects.create(name="crew"))
    drained()
    assert not often_searched(reader_of(None))
