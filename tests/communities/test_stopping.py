"""Ending mails in one click, from the mail, without a session."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from communities.following import stopping
from communities.following.mailing import send_due
from communities.following.services import follow
from communities.models import CommunityPage, Follow, MailChoice
from communities.models.following import Rhythm
from tests.communities.following import asks, says

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def letter(community: Callable[..., CommunityPage], member: Any) -> Any:
    """A mail about a discussion that Ann follows at once."""
    page = community("restricted")
    reader, author = member(page, "ann"), member(page, "ben")
    thread = asks(author, page)
    follow(reader, f"thread:{thread.pk}", rhythm=Rhythm.AT_ONCE)
    says(author, thread)
    send_due()
    (found,) = mail.outbox
    found.reader, found.thread, found.author = reader, thread, author
    return found


def stop_link(letter: Any) -> str:
    header = letter.extra_headers["List-Unsubscribe"]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return re.sub(r"^<https?://[^/]+|>$", "", header)


def test_program_ends_the_mails_of_one_follow(letter: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    for _twice in range(2):
        assert client.post(stop_link(letter), ONE_CLICK).status_code == 200
    row = Follow.objects.get(by=letter.reader, key=f"thread:{letter.thread.pk}")
    assert row.rhythm == Rhythm.NEVER
    says(letter.author, letter.thread, "One more.")
    assert send_due().mails == 0


def test_opening_the_link_ends_nothing_and_undo_brings_the_mails_back(
    letter: Any,
) -> None:
    client, link = Client(), stop_link(letter)
    page = client.get(link).content.decode()
    assert "Stop these mails?" in page
    assert Follow.objects.filter(rhythm=Rhythm.AT_ONCE).exists()
    page = client.post(link).content.decode()
    assert "The mails are stopped" in page
    assert 'name="before" value="at-once"' in page
    client.post(link, {"undo": "1", "before": "at-once"})
    assert Follow.objects.filter(rhythm=Rhythm.AT_ONCE).exists()


def test_all_mails_end_and_come_again(letter: Any) -> None:
    choice = MailChoice.objects.get(user=letter.reader)
    link = f"/mail/stop/{stopping.token_of(choice)}/"
    assert link in letter.body
    assert "Stop all mails?" in Client().get(link).content.decode()
    Client().post(link, ONE_CLICK)
    choice.refresh_from_db()
    assert choice.stopped_at is not None
    Client().post(link, {"undo": "1"})
    choice.refresh_from_db()
    assert choice.stopped_at is None


def test_link_tells_nothing_of_the_person_or_the_thing(letter: Any) -> None:
    page = Client().get(stop_link(letter))
    html = page.content.decode()
    for text in ("How long", "Ann", letter.reader.email):
        assert text not in html
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.parametrize("access", ["open", "signed-in"])
def test_link_works_at_the_door(letter: Any, settings: Settings, access: str) -> None:
    settings.HUB_ACCESS = access
    assert Client().get(stop_link(letter)).status_code == 200
    assert Client().post(stop_link(letter), ONE_CLICK).status_code == 200


@pytest.mark.parametrize(
    "change",
    [lambda token: token[:-1], lambda token: "x", lambda token: "one-" + token],
)
def test_made_up_link_is_not_there(letter: Any, change: Callable[[str], str]) -> None:
    token = stopping.token_of(Follow.objects.first() or Follow())
    assert Client().get(f"/mail/stop/{change(token)}/").status_code == 404
    assert Client().post(f"/mail/stop/{change(token)}/").status_code == 404
    assert Client().get(f"/mail/stop/{'x' * 3000}/").status_code == 404


def test_link_outlives_neither_the_follow_nor_the_account(letter: Any) -> None:
    link = stop_link(letter)
    User.objects.filter(pk=letter.reader.pk).delete()
    assert Client().get(link).status_code == 404
