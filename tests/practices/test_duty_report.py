"""The report of what must be done: of one's own sections, with who has not."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Agency, User
from practices import duties
from practices.models import AgencySectionPage, CasePage
from tests.practices.conftest import Ask, agency_of, day, person

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
URL = "/admin/reports/must-do/"


def body(client: Client, kind: str, **filters: str) -> bytes:
    answer: Any = client.get(URL, {"export": kind, **filters})
    return b"".join(answer.streaming_content)


def lines(client: Client, **filters: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client, "csv", **filters).decode())))


def titles(client: Client, **filters: str) -> list[str]:
    return [line["Title"] for line in lines(client, **filters)]


@pytest.fixture
def others(
    other_section: AgencySectionPage, make_case: Callable[..., CasePage]
) -> CasePage:
    """A duty in the section of others."""
    return make_case(other_section, "Of others", importance=3, deadline=day(1))


def test_report_has_live_duties_of_own_sections_the_nearest_day_first(
    ask: Ask, others: CasePage, editor: User, agency: Agency, signed_in: SignIn
) -> None:
    for title, ahead in (("Later", 30), ("Late", -3)):
        ask(agency, title=title, deadline=day(ahead))
    ask(agency, title="No duty", importance=2)
    ask(agency, title="Off").unpublish()
    client = signed_in(editor)
    assert titles(client) == ["Late", "Later"]
    shown = client.get(URL).content.decode()
    assert "Late" in shown
    assert "(past)" in shown
    assert "Of others" not in shown


def test_report_names_the_agencies_that_have_not_done_it(
    ask: Ask, editor: User, agency: Agency, jean: User, signed_in: SignIn
) -> None:
    page = ask(agency, jean.agency, agency_of("third"))
    duties.mark_done(page, jean)
    client = signed_in(editor)
    (line,) = lines(client)
    assert line["Not done yet"] == "Noordzoom; Office third"
    assert line["Done"] == "Ville de Valmont"
    assert line["Addressed agencies"] == "Noordzoom; Office third; Ville de Valmont"
    assert line["To be done by"] == day(20).isoformat()
    shown = client.get(URL).content.decode()
    assert "1 of 3" in shown
    assert "Office third" in shown


def test_page_for_everybody_waits_for_agencies_that_have_agents(
    ask: Ask, editor: User, jean: User, signed_in: SignIn
) -> None:
    agency_of("empty")
    page = ask()
    duties.mark_done(page, jean)
    duties.mark_done(page, editor)
    (line,) = lines(signed_in(editor))
    assert line["Not done yet"] == ""
    assert "Everyone has done it" in signed_in(editor).get(URL).content.decode()


def test_report_comes_as_a_spreadsheet(
    ask: Ask, editor: User, agency: Agency, signed_in: SignIn
) -> None:
    ask(agency, title="A duty")
    sheet = load_workbook(io.BytesIO(body(signed_in(editor), "xlsx"))).active
    assert sheet["A2"].value == "A duty"


def test_report_filters_by_agency_state_and_who_has_not(
    ask: Ask,
    others: CasePage,
    agency: Agency,
    jean: User,
    admin: User,
    signed_in: SignIn,
) -> None:
    ask(agency, title="Late", deadline=day(-3))
    page = ask(agency, jean.agency, title="Ahead")
    ask(title="Undated", deadline=None)
    client = signed_in(admin)
    assert titles(client, agency=str(jean.agency_id)) == ["Of others"]
    assert titles(client, state="past") == ["Late"]
    assert titles(client, state="open") == ["Of others", "Ahead", "Undated"]
    waiting = {"missing": str(jean.agency_id)}
    assert titles(client, **waiting) == ["Of others", "Ahead", "Undated"]
    duties.mark_done(page, jean)
    assert titles(client, **waiting) == ["Of others", "Undated"]


def test_ten_times_the_pages_take_as_many_queries(
    ask: Ask,
    editor: User,
    agency: Agency,
    signed_in: SignIn,
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    client = signed_in(editor)
    ask(agency)
    client.get(URL)
    with django_assert_max_num_queries(40) as one:
        client.get(URL)
    many = len(one)
    for number in range(9):
        ask(agency, agency_of(f"office{number}"), title=f"Duty {number}")
    # Sections came: who moderates where is read once more.
    client.get(URL)
    with django_assert_num_queries(many):
        client.get(URL)


def test_report_is_in_the_menu_of_editors_and_of_nobody_else(
    agency: Agency, editor: User, signed_in: SignIn
) -> None:
    assert reverse("practices_duties") == URL
    assert URL in signed_in(editor).get("/admin/").content.decode()
    assert signed_in(person("agent", agency)).get(URL).status_code == 302
