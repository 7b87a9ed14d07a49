"""What lists, search and notices know of what must be done."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.models import Agency, User
from catalogue.access import reader_of
from catalogue.models import Entry
from practices import duties
from tests.practices.conftest import Ask, agency_of, day

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def test_nearest_deadline_comes_first_overdue_before_it(
    ask: Ask, lea: User, agency: Agency
) -> None:
    for title, ahead in (("late", -5), ("far", 90), ("near", 2)):
        ask(agency, title=title, deadline=day(ahead))
    ask(agency, title="undated", deadline=None)
    ask(agency_of("others"), title="for others")
    found = duties.duties_for(agency, reader_of(lea))
    assert [entry.title for entry in found] == ["late", "near", "far", "undated"]


def test_duty_of_one_agency_is_read_and_found_by_everybody(
    ask: Ask, jean: User, agency: Agency, client: Client, signed_in: SignIn
) -> None:
    page = ask(agency, title="Zebrafish register")
    for reader in (client, signed_in(jean)):
        assert reader.get(page.url).status_code == 200
        found = reader.get("/search/", {"q": "zebrafish"}).content.decode()
        assert page.url in found
        assert "Must do by" in found
        answer = reader.get("/api/v1/search", {"q": "zebrafish"}).json()
        assert [each["url"].endswith(page.url) for each in answer["results"]] == [True]
        assert "addressed" not in str(answer)
    stranger = reader_of(AnonymousUser())
    assert [entry.title for entry in duties.duties_for(None, stranger)] == [page.title]


def test_entry_says_by_when_and_for_whom(ask: Ask, agency: Agency) -> None:
    page = ask(agency)
    data = Entry.objects.get(key=f"page:{page.pk}").data
    assert data["deadline"] == day(20).isoformat()
    assert data["addressed"] == [agency.slug]


def test_address_of_an_agency_reaches_entries_that_ask_it(
    ask: Ask, jean: User, drained: Callable[[], None]
) -> None:
    page = ask(jean.agency)
    jean.agency.slug = "renamed"
    jean.agency.save()
    drained()
    assert Entry.objects.get(key=f"page:{page.pk}").data["addressed"] == ["renamed"]
