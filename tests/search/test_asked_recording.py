"""Counting a search: what is written, by whom, and never in the way."""

import datetime
import logging
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from accounts.models import KNOWLEDGE_MANAGERS, Agency, User
from search.asked import recording
from search.models import Asking, Salt
from tests.search.entries import make_entry

pytestmark = pytest.mark.django_db


def test_search_is_one_masked_row(client: Client) -> None:
    make_entry("Parking permits")
    client.get("/search/?q=Parking+of+anne%40agency.example")
    row = Asking.objects.get()
    assert (row.text, row.key) == ("Parking of [mail]", "parking of [mail]")
    assert (row.day, row.total, row.filtered) == (timezone.localdate(), 1, False)
    assert (row.opened, row.agency, len(row.visitor)) == (0, None, 32)


def test_nothing_of_the_visitor_is_in_the_row(client: Client) -> None:
    client.get("/search/?q=parking", REMOTE_ADDR="203.0.113.9", HTTP_USER_AGENT="Fox")
    row = Asking.objects.values().get()
    assert "203.0.113.9" not in str(row)
    assert "Fox" not in str(row)


def test_agency_of_an_agent_is_counted(client: Client) -> None:
    agency = Agency.objects.create(slug="ofaf", name_fr="Office", country="be")
    user = User.objects.create_user("lea", "lea@ofaf.example", "-", agency=agency)
    client.force_login(user)
    client.get("/search/?q=parking")
    assert Asking.objects.get().agency == agency


def test_same_words_are_the_same_search_whatever_is_chosen(client: Client) -> None:
    for number in range(12):
        make_entry(f"Parking {number}")
    first = _token(client, "/search/?q=parking")
    for address in (
        "/search/?q=parking&kind=case",
        "/search/?q=Parking&sort=newest",
        "/search/?q=parking&page=2",
    ):
        assert _token(client, address) == first
    assert Asking.objects.count() == 1
    assert _token(client, "/search/?q=permits+parking") != first
    assert Asking.objects.count() == 2


def test_other_visitors_make_other_searches(client: Client) -> None:
    for address in ("203.0.113.1", "203.0.113.2", "2001:db8::1", "2001:db8:1::1"):
        client.get("/search/?q=parking", REMOTE_ADDR=address)
    assert Asking.objects.values("visitor").distinct().count() == 4


def test_one_stranger_does_not_look_like_three(client: Client) -> None:
    for name in ("Fox", "Owl", "Hen"):
        for address in ("2001:db8::1", "2001:db8::2"):
            headers = {"REMOTE_ADDR": address, "HTTP_USER_AGENT": name}
            client.get("/search/?q=parking", **headers)
    assert Asking.objects.count() == 1


def test_same_visitor_is_somebody_else_on_another_day(client: Client) -> None:
    client.get("/search/?q=parking")
    Salt.objects.all().delete()
    recording.forget()
    cache.clear()
    client.get("/search/?q=parking")
    assert Asking.objects.values("visitor").distinct().count() == 2


def test_processes_share_the_salt_of_the_day(client: Client) -> None:
    day = datetime.date(2026, 5, 6)
    first = recording.salt_of(day)
    recording.forget()
    assert recording.salt_of(day) == first
    assert len(first) == 32


def test_search_through_the_api_is_counted(client: Client) -> None:
    client.get("/api/v1/search?q=parking")
    assert Asking.objects.get().text == "parking"


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/search/", {}),
        ("/search/?kind=case", {}),
        ("/search/?q=parking&page=2", {}),
        ("/search/?q=" + "x" * 401, {}),
        ("/search/?q=anne%40agency.example", {}),
        ("/search/suggest/?q=par", {}),
        ("/search/?q=parking", {"user-agent": "Mozilla (compatible; Foobot/2.1)"}),
        ("/search/?q=parking", {"user-agent": "Some Crawler"}),
        ("/search/?q=parking", {"sec-purpose": "prefetch;prerender"}),
    ],
)
def test_what_is_no_search_of_a_person_is_not_counted(
    client: Client, address: str, headers: dict[str, str]
) -> None:
    client.get(address, headers=headers)
    client.head(address)
    assert not Asking.objects.exists()


def test_knowledge_managers_who_look_at_reasons_are_not_counted(
    client: Client,
) -> None:
    manager = User.objects.create_user("km", "km@agency.example", "-")
    manager.groups.add(Group.objects.get(name=KNOWLEDGE_MANAGERS))
    client.force_login(manager)
    client.get("/search/?q=parking&explain=1")
    assert not Asking.objects.exists()
    client.get("/search/?q=parking")
    assert Asking.objects.count() == 1


def test_busy_database_costs_the_count_and_not_the_search(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    make_entry("Parking permits")

    def busy(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError("database is locked: parking")

    monkeypatch.setattr(Asking.objects, "create", busy)
    with caplog.at_level(logging.WARNING):
        response = client.get("/search/?q=parking")
    assert b"permits" in response.content
    assert "A search was not counted: OperationalError" in caplog.text
    assert "parking" not in caplog.text.replace("q=parking", "")


def test_first_opened_result_is_counted(client: Client) -> None:
    make_entry("Parking permits")
    token = _token(client, "/search/?q=parking")
    for place in (3, 1):
        data = {"token": token, "place": place}
        assert client.post("/search/opened/", data).status_code == 204
    assert Asking.objects.get().opened == 3


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"token": "0" * 32, "place": "1"}, 204),
        ({}, 400),
        ({"token": "0" * 32}, 400),
        ({"token": "0" * 33, "place": "1"}, 400),
        ({"token": "\x00" * 32, "place": "1"}, 400),
        ({"token": "0" * 32, "place": "0"}, 400),
        ({"token": "0" * 32, "place": "9" * 30}, 400),
        ({"token": "0" * 32, "place": "x"}, 400),
    ],
)
def test_what_is_sent_back_is_checked(data: dict[str, str], status: int) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/search/opened/", data).status_code == status


def test_opening_faster_than_a_person_is_refused(client: Client) -> None:
    data = {"token": "0" * 32, "place": "1"}
    statuses = [client.post("/search/opened/", data).status_code for _ in range(31)]
    assert statuses == [204] * 30 + [429]


def test_counting_takes_one_query(
    client: Client, django_assert_num_queries: Any
) -> None:
    client.get("/search/?q=parking")
    searched = recording.Searched(
        "0" * 32, "user 1", None, _request(client), total=1, stamp=0
    )
    with django_assert_num_queries(1):
        recording.keep(searched)


def _request(client: Client) -> Any:
    return client.get("/search/?q=badge").context["page"].request


def _token(client: Client, address: str) -> str:
    return str(client.get(address).context["search_token"])
