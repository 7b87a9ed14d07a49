"""Asking to join from a domain that the hub does not know."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from wagtail.models import ModelLogEntry

from accounts import inviting
from accounts.joining import Refused
from accounts.models import Agency, EmailDomain, Invitation, JoinRequest, User
from accounts.services import create_user, knowledge_managers, set_domains
from tests.accounts.conftest import PASSWORD
from tests.accounts.mailed import link_in_last_mail

LIST = reverse("join_requests:index")
ADDRESS = "ines@corvanne.example"


@pytest.fixture
def manager(agency: Agency) -> User:
    user = create_user("km@wilgendam.example", first_name="Kaat", agency=agency)
    user.groups.add(knowledge_managers())
    return user


@pytest.fixture
def desk(manager: User) -> Client:
    client = Client()
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    return client


def said(**fields: Any) -> dict[str, Any]:
    return {
        "first_name": "Ines",
        "last_name": "Moor",
        "agency_name": "Ville de Corvanne",
        "message": "We want to read how others answer letters.",
        **fields,
    }


def ask(client: Client, **fields: Any) -> Any:
    client.post(reverse("accounts:join"), {"email": ADDRESS})
    return client.post(link_in_last_mail(), said(**fields), follow=True)


@pytest.fixture
def asked(client: Client, manager: User) -> JoinRequest:
    """A request that waits."""
    ask(client)
    return JoinRequest.objects.get()


def decide(desk: Client, asked: JoinRequest, decision: str, **fields: Any) -> Any:
    address = reverse("join_requests:decide", args=[asked.pk])
    return desk.post(address, {"decision": decision, **fields}, follow=True)


def test_a_request_waits_and_the_knowledge_managers_are_told(
    client: Client, manager: User
) -> None:
    page = ask(client)
    assert "Your request waits" in page.content.decode()
    asked = JoinRequest.objects.get()
    assert (asked.email, asked.agency_name) == (ADDRESS, "Ville de Corvanne")
    assert asked.state == "waiting"
    assert mail.outbox[-1].to == [manager.email]
    assert reverse("join_requests:decide", args=[asked.pk]) in mail.outbox[-1].body
    assert not User.objects.filter(email=ADDRESS).exists()


def test_without_knowledge_managers_administrators_are_told(
    client: Client, administrator: User
) -> None:
    ask(client)
    assert mail.outbox[-1].to == [administrator.email]


@pytest.mark.parametrize(
    ("fields", "field", "told"),
    [
        ({"agency_name": ""}, "agency_name", "Choose your agency"),
        ({"agency_name": "x" * 201}, "agency_name", "Shorten this by 1"),
        ({"message": "x" * 1001}, "message", "Shorten this by 1"),
        ({"message": ""}, "message", "Fill in"),
        ({"first_name": "\U0001f600"}, "first_name", "at least one letter"),
        ({"agency": "999"}, "agency", "Choose one"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_lost(
    client: Client, agency: Agency, fields: Any, field: str, told: str
) -> None:
    page = ask(client, **fields)
    assert told in " ".join(page.context["form"].errors[field])
    assert "Moor" in page.content.decode()
    assert not JoinRequest.objects.exists()


def test_one_request_of_an_address_waits_at_a_time(
    client: Client, asked: JoinRequest
) -> None:
    page = ask(client)
    assert page.status_code == 409
    assert "waits already" in page.content.decode()
    assert JoinRequest.objects.count() == 1


def test_agencies_are_listed_in_an_open_hub_only(
    client: Client, agency: Agency, settings: Settings
) -> None:
    for access, there in (("open", True), ("signed-in", False)):
        settings.HUB_ACCESS = access
        client.post(reverse("accounts:join"), {"email": ADDRESS})
        text = client.get(link_in_last_mail()).content.decode()
        assert ("Wilgendam" in text) is there


def test_an_accepted_person_joins_with_what_they_said(
    desk: Client, asked: JoinRequest, agency: Agency
) -> None:
    page = decide(desk, asked, "accept", agency=agency.pk)
    assert "got a link by mail" in page.content.decode()
    assert mail.outbox[-1].to == [ADDRESS]
    link = link_in_last_mail()
    assert 'value="Moor"' in Client().get(link).content.decode()
    names = {"first_name": "Ines", "last_name": "Moor"}
    Client().post(link, {**names, "password1": PASSWORD, "rules": "on"})
    assert User.objects.get(email=ADDRESS).agency == agency
    assert not EmailDomain.objects.exists()
    logged = ModelLogEntry.objects.filter(action="accounts.accept")
    assert logged.get().user == User.objects.get(first_name="Kaat")


def test_a_domain_is_confirmed_with_the_request(
    desk: Client, asked: JoinRequest, agency: Agency
) -> None:
    decide(desk, asked, "accept", agency=agency.pk, confirm_domain="on")
    domain = EmailDomain.objects.get()
    assert (domain.name, domain.agency) == ("corvanne.example", agency)
    assert domain.confirmed_by == User.objects.get(first_name="Kaat")
    Client().post(reverse("accounts:join"), {"email": "other@corvanne.example"})
    assert Invitation.objects.get(email="other@corvanne.example").kind == "domain"


def test_a_domain_of_another_agency_is_not_confirmed_and_nothing_happens(
    desk: Client, asked: JoinRequest, agency: Agency
) -> None:
    other = Agency.objects.create(slug="corvanne", name_en="Corvanne")
    set_domains(other, ["corvanne.example"])
    page = decide(desk, asked, "accept", agency=agency.pk, confirm_domain="on")
    assert "belongs to Corvanne already" in page.content.decode()
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_a_provider_of_addresses_for_everyone_is_no_domain_of_an_agency(
    desk: Client, asked: JoinRequest, agency: Agency
) -> None:
    JoinRequest.objects.update(email="ines@gmail.com")
    page = decide(desk, asked, "accept", agency=agency.pk, confirm_domain="on")
    assert "Anyone can have an address at gmail.com" in page.content.decode()
    assert not EmailDomain.objects.exists()


def test_a_declined_person_reads_the_reason_in_their_language(
    desk: Client, asked: JoinRequest
) -> None:
    JoinRequest.objects.update(language="nl")
    decide(desk, asked, "decline", reason="Enkel voor overheden.")
    message = mail.outbox[-1]
    assert message.to == [ADDRESS]
    assert "Enkel voor overheden." in message.body
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == ("declined", "Enkel voor overheden.")


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        ("accept", "Choose the agency"),
        ("decline", "Write the reason"),
        ("", "Accept or decline"),
    ],
)
def test_a_decision_is_whole(
    desk: Client, asked: JoinRequest, decision: str, told: str
) -> None:
    assert told in decide(desk, asked, decision).content.decode()
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_two_people_do_not_decide_twice(
    desk: Client, asked: JoinRequest, agency: Agency, administrator: User
) -> None:
    inviting.decline(asked, "No.", administrator)
    page = decide(desk, asked, "accept", agency=agency.pk)
    assert "decided about this request already" in page.content.decode()
    with pytest.raises(Refused):
        inviting.decline(asked, "No.", administrator)


def test_the_list_shows_those_who_wait_first(
    desk: Client, asked: JoinRequest, administrator: User
) -> None:
    late = JoinRequest.objects.create(email="b@x.example", first_name="Bo")
    inviting.decline(late, "No.", administrator)
    rows = desk.get(LIST).context["object_list"]
    assert [row.pk for row in rows] == [asked.pk, late.pk]
    rows = desk.get(LIST, {"state": "declined"}).context["object_list"]
    assert [row.pk for row in rows] == [late.pk]
    shown = desk.get(reverse("join_requests:decide", args=[late.pk]))
    assert 'name="decision"' not in shown.content.decode()


def test_direction_marks_of_texts_are_left_out(client: Client, manager: User) -> None:
    ask(client, agency_name="Cor\u202evanne", message="a\u2066b")
    asked = JoinRequest.objects.get()
    assert (asked.agency_name, asked.message) == ("Corvanne", "ab")
