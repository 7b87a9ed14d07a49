"""The report of pages that are due, and lists of one's own cases."""

import csv
import datetime
import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from practices.models import AgencySectionPage, CasePage, GuidePage

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
URL = "/admin/reports/due/"


def day(ahead: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=ahead)


@pytest.fixture
def pages(
    section: AgencySectionPage,
    other_section: AgencySectionPage,
    editor: User,
    make_case: Callable[..., CasePage],
    make_guide: Callable[..., GuidePage],
) -> None:
    make_case(section, "Overdue case", review_on=day(-40), page_owner=editor)
    make_guide(section, "Soon guide", review_on=day(20))
    make_case(section, "Later case", review_on=day(60))
    make_case(section, "Undated case")
    make_case(section, "Draft case", review_on=day(-5), live=False)
    make_case(other_section, "Case of others", review_on=day(-5))


def titles(client: Client, **filters: str) -> list[str]:
    answer = client.get(URL, {"export": "csv", **filters})
    text = b"".join(answer.streaming_content).decode()
    return [row["Title"] for row in csv.DictReader(io.StringIO(text))]


def test_report_has_live_due_pages_of_own_sections_longest_overdue_first(
    pages: None, editor: User, signed_in: SignIn
) -> None:
    client = signed_in(editor)
    assert titles(client) == ["Overdue case", "Soon guide"]
    page = client.get(URL).content.decode()
    assert "Overdue case" in page
    assert "Noordzoom" in page
    assert "Later case" not in page
    assert "Case of others" not in page


def test_report_filters_by_owner_agency_and_date(
    pages: None,
    admin: User,
    editor: User,
    other_section: AgencySectionPage,
    signed_in: SignIn,
) -> None:
    client = signed_in(admin)
    assert titles(client, owner=str(editor.pk)) == ["Overdue case"]
    other = str(other_section.agency_id)
    assert titles(client, agency=other) == ["Case of others"]
    assert titles(client, overdue="past") == ["Overdue case", "Case of others"]
    assert titles(client, overdue="ahead") == ["Soon guide"]


def test_report_is_in_the_menu(editor: User, signed_in: SignIn) -> None:
    assert reverse("practices_due") == URL
    assert URL in signed_in(editor).get("/admin/").content.decode()


def test_agent_without_rights_does_not_reach_the_report(
    pages: None, signed_in: SignIn
) -> None:
    agent = User.objects.create_user("agent", "agent@noordzoom.example", "secret")
    assert signed_in(agent).get(URL).status_code == 302


def test_list_of_cases_holds_own_cases_and_filters_them(
    pages: None,
    section: AgencySectionPage,
    make_case: Callable[..., CasePage],
    editor: User,
    signed_in: SignIn,
) -> None:
    make_case(section, "Piloted case", status="pilot", importance=2)
    client = signed_in(editor)
    page = client.get("/admin/cases/").content.decode()
    assert "Draft case" in page
    assert "Case of others" not in page
    for filters in ({"status": "pilot"}, {"importance": "2"}):
        page = client.get("/admin/cases/", filters).content.decode()
        assert "Piloted case" in page
        assert "Draft case" not in page
