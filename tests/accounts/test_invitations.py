"""Inviting people in the editing pages."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.models import Agency, Invitation, User
from accounts.services import create_user, knowledge_managers
from tests.accounts.conftest import PASSWORD
from tests.accounts.mailed import link_in_last_mail
from vocabulary.models import Profession

LIST = reverse("invitations:index")
INVITE = reverse("invitations:invite")
GUEST = "ines@elsewhere.example"


@pytest.fixture
def manager(agency: Agency) -> User:
    user = create_user("km@wilgendam.example", first_name="Kaat", agency=agency)
    user.groups.add(knowledge_managers())
    return user


@pytest.fixture
def desk(manager: User) -> Client:
    """The browser of the knowledge manager."""
    client = Client()
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    return client


def invite(desk: Client, addresses: str, **fields: Any) -> Any:
    return desk.post(INVITE, {"addresses": addresses, "language": "en", **fields})


def join(link: str, **fields: Any) -> Any:
    names = {"first_name": "Ines", "last_name": "Moor"}
    data = {**names, "password1": PASSWORD, "rules": "on", **fields}
    return Client().post(link, data)


def test_an_invited_person_joins_as_what_they_were_invited_to_be(
    desk: Client, agency: Agency
) -> None:
    lawyers = Profession.objects.create(slug="lawyers", label_en="Lawyers")
    invite(desk, GUEST, agency=agency.pk, function=lawyers.pk)
    (message,) = mail.outbox
    assert message.to == [GUEST]
    assert "Kaat invites you" in message.body
    link = link_in_last_mail()
    assert "Lawyers" in Client().get(link).content.decode()
    assert join(link, function="999", agency="999").status_code == 302
    user = User.objects.get(email=GUEST)
    assert (user.agency, user.function, user.is_guest) == (agency, lawyers, False)
    assert user.joined_agency_on == timezone.localdate()


def test_a_guest_joins_without_agency(desk: Client) -> None:
    invite(desk, GUEST, is_guest="on")
    assert "as a guest" in mail.outbox[0].body
    join(link_in_last_mail())
    user = User.objects.get(email=GUEST)
    assert (user.is_guest, user.agency) == (True, None)
    assert not user.groups.exists()


def test_the_mail_speaks_the_chosen_language(desk: Client, agency: Agency) -> None:
    invite(desk, GUEST, agency=agency.pk, language="nl")
    assert "Gemeente Wilgendam" in mail.outbox[0].body


def test_each_pasted_line_gets_its_answer(
    desk: Client, agency: Agency, agent: User
) -> None:
    lines = [GUEST, agent.email.upper(), "nonsense", "", GUEST, "a+b@elsewhere.example"]
    page = invite(desk, "\r\n".join(lines), agency=agency.pk)
    answers = [(line.text, line.answer.value) for line in page.context["answers"]]
    assert answers == [
        (GUEST, "sent"),
        (agent.email, "known"),
        ("nonsense", "wrong"),
        ("a+b@elsewhere.example", "wrong"),
    ]
    assert not page.context["form"].is_bound
    text = page.content.decode()
    for words in ("1 invitation was sent.", "Has an account already", "Not an address"):
        assert words in text
    assert [message.to for message in mail.outbox] == [[GUEST]]


def test_two_hundred_addresses_are_taken_and_no_more(
    desk: Client, agency: Agency
) -> None:
    lines = [f"x{number}@elsewhere.example" for number in range(201)]
    page = invite(desk, "\n".join(lines), agency=agency.pk)
    assert "at most 200" in page.content.decode()
    assert not Invitation.objects.exists()
    invite(desk, "\n".join(lines[:200]), agency=agency.pk)
    assert Invitation.objects.count() == len(mail.outbox) == 200


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"addresses": GUEST}, "Choose the agency"),
        ({"addresses": "", "is_guest": "on"}, "This field is required"),
    ],
)
def test_what_is_missing_is_told(desk: Client, fields: Any, told: str) -> None:
    page = desk.post(INVITE, {"language": "en", **fields})
    assert told in page.content.decode()
    assert mail.outbox == []


def test_a_newer_invitation_takes_the_place_of_the_older(
    desk: Client, agency: Agency
) -> None:
    invite(desk, GUEST, is_guest="on")
    older = link_in_last_mail()
    invite(desk, GUEST, agency=agency.pk)
    assert join(older).status_code == 410
    assert join(link_in_last_mail()).status_code == 302


def test_an_invitation_lasts_fourteen_days(desk: Client) -> None:
    invite(desk, GUEST, is_guest="on")
    (row,) = Invitation.objects.all()
    assert (row.expires_at - timezone.now()).days == 13


def test_an_invitation_is_mailed_again_with_a_new_link(desk: Client) -> None:
    invite(desk, GUEST, is_guest="on")
    older = link_in_last_mail()
    (row,) = Invitation.objects.all()
    Invitation.objects.update(expires_at=timezone.now())
    answer = desk.post(
        reverse("invitations:link", args=[row.pk]), {"resend": ""}, follow=True
    )
    assert "A new link is on its way" in answer.content.decode()
    assert Client().get(older).status_code == 404
    assert Client().get(link_in_last_mail()).status_code == 200


def test_the_buttons_of_the_list_carry_their_token(desk: Client) -> None:
    invite(desk, GUEST, is_guest="on")
    page = desk.get("/admin/invitations/").content.decode()
    assert 'name="csrfmiddlewaretoken" value="' in page


def test_a_withdrawn_invitation_lets_nobody_in(desk: Client) -> None:
    invite(desk, GUEST, is_guest="on")
    (row,) = Invitation.objects.all()
    desk.post(reverse("invitations:link", args=[row.pk]), {"withdraw": ""})
    assert join(link_in_last_mail()).status_code == 410
    logged = ModelLogEntry.objects.filter(object_id=str(row.pk))
    assert set(logged.values_list("action", flat=True)) == {
        "accounts.invite",
        "accounts.withdraw",
    }


@pytest.mark.parametrize("button", ["resend", "withdraw"])
def test_a_used_invitation_stays_used(desk: Client, button: str) -> None:
    invite(desk, GUEST, is_guest="on")
    join(link_in_last_mail())
    mail.outbox.clear()
    (row,) = Invitation.objects.all()
    desk.post(reverse("invitations:link", args=[row.pk]), {button: ""})
    row.refresh_from_db()
    assert row.withdrawn_at is None
    assert mail.outbox == []


def test_the_list_shows_states_and_no_address_that_strangers_typed(
    desk: Client, agency: Agency
) -> None:
    invite(desk, GUEST, agency=agency.pk)
    Client().post(reverse("accounts:join"), {"email": "typed@elsewhere.example"})
    text = desk.get(LIST).content.decode()
    assert GUEST in text
    assert "Open" in text
    assert "typed@" not in text
    for standing, there in (("open", True), ("used", False), ("expired", False)):
        rows = desk.get(LIST, {"standing": standing}).context["object_list"]
        assert bool(rows) is there


def test_only_administrators_write_functions_out(
    desk: Client, admin_client: Client, agency: Agency
) -> None:
    for client in (desk, admin_client):
        invite(client, GUEST, agency=agency.pk, job_title="Head of letters")
    titles = Invitation.objects.order_by("pk").values_list("job_title", flat=True)
    assert list(titles) == ["", "Head of letters"]


def test_a_knowledge_manager_makes_no_administrators_and_changes_no_groups(
    desk: Client, agent: User
) -> None:
    for name in ("wagtailusers_users:index", "wagtailusers_groups:index"):
        assert desk.get(reverse(name)).status_code == 302
    address = reverse("wagtailusers_users:edit", args=[agent.pk])
    desk.post(address, {"is_superuser": "on", "email": agent.email})
    agent.refresh_from_db()
    assert not agent.is_superuser


def test_others_in_the_editing_pages_invite_nobody(client: Client, agent: User) -> None:
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    for address in (LIST, INVITE, reverse("join_requests:index")):
        assert client.get(address).status_code == 302
    invite(client, GUEST, is_guest="on")
    assert mail.outbox == []
