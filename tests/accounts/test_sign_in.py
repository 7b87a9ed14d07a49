"""Signing in with an account of the hub, by one door."""

import logging

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from accounts.services import suspend
from tests.accounts.conftest import PASSWORD

SIGN_IN = reverse("account_login")


def sign_in(client: Client, email: str, password: str = PASSWORD, to: str = "") -> str:
    """Send the form; return where it leads, or nothing when it is refused."""
    data = {"login": email, "password": password, "next": to}
    answer = client.post(SIGN_IN, data)
    return answer.headers.get("Location", "")


def guess_from_elsewhere(client: Client) -> None:
    """Try passwords through the web server until no more are taken."""
    for number in range(12):
        data = {"login": f"nobody{number}@hub.example", "password": "guess"}
        client.post(SIGN_IN, data, headers={"X-Forwarded-For": "1.2.3.4, 203.0.113.9"})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("email", ["lore@wilgendam.example", "LORE@Wilgendam.example"])
def test_people_sign_in_by_e_mail(client: Client, agent: User, email: str) -> None:
    assert sign_in(client, email) == "/welcome/"
    assert is_signed_in(client)


def test_nobody_signs_in_by_user_name(client: Client, agent: User) -> None:
    User.objects.filter(pk=agent.pk).update(username="lore")
    sign_in(client, "lore")
    assert not is_signed_in(client)


def test_after_signing_in_one_is_back_where_one_was(
    client: Client, agent: User
) -> None:
    assert sign_in(client, agent.email, to="/guides/?page=2") == "/guides/?page=2"


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example", "/\\evil"])
def test_signing_in_leads_to_no_other_site(
    client: Client, agent: User, evil: str
) -> None:
    assert "evil" not in sign_in(client, agent.email, to=evil)


def test_a_suspended_person_cannot_sign_in_and_is_signed_out_at_once(
    client: Client, agent: User
) -> None:
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    suspend([agent])
    assert client.get("/admin/").headers["Location"].startswith("/admin/login/")
    other = Client()
    sign_in(other, agent.email)
    assert not is_signed_in(other)


@pytest.mark.parametrize(
    ("door", "next_"),
    [
        ("/admin/login/?next=/admin/pages/", "?next=%2Fadmin%2Fpages%2F"),
        ("/admin/login/?next=https://evil.example/", ""),
        ("/admin/login/", ""),
        ("/_util/login/?next=/closed/", "?next=%2Fclosed%2F"),
    ],
)
def test_every_other_door_leads_to_the_one_door(
    client: Client, db: None, door: str, next_: str
) -> None:
    for answer in (client.get(door), client.post(door)):
        assert answer.headers["Location"] == SIGN_IN + next_


@pytest.mark.parametrize(
    "door", ["/admin/password_reset/", "/admin/password_reset/confirm/MQ/set-password/"]
)
def test_passwords_are_reset_by_one_door(client: Client, db: None, door: str) -> None:
    answer = client.get(door)
    assert answer.headers["Location"] == reverse("account_reset_password")


@pytest.mark.parametrize(
    "address",
    [
        "/account/email/",
        "/account/confirm-email/",
        "/account/confirm-email/abc/",
        "/account/login/code/confirm/",
        "/_util/authenticate_with_password/1/1/",
        "/documents/authenticate_with_password/1/",
    ],
)
def test_what_belongs_to_no_local_account_is_not_there(
    client: Client, agent: User, address: str
) -> None:
    for _ in range(2):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
        client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")


def test_who_is_signed_in_and_may_not_edit_is_sent_home_not_in_circles(
    client: Client, agent: User
) -> None:
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    first = client.get("/admin/")
    assert client.get(first.headers["Location"]).headers["Location"] == "/"


def test_a_guesser_is_stopped(client: Client, agent: User) -> None:
    for _ in range(5):
        sign_in(client, agent.email, "wrong")
    sign_in(client, agent.email)
    assert not is_signed_in(client)


def test_a_forgotten_password_is_replaced_by_mail(client: Client, agent: User) -> None:
    agent.set_unusable_password()
    agent.save()
    client.post(reverse("account_reset_password"), {"email": agent.email})
    (message,) = mail.outbox
    assert message.to == [agent.email]
    link = next(word for word in message.body.split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True)
    new = "another-long-word-9"
    client.post(
        form.redirect_chain[-1][0], {"password1": new, "password2": new}, follow=True
    )
    sign_in(client, agent.email, new)
    assert is_signed_in(client)


def test_an_unknown_address_learns_nothing(client: Client, agent: User) -> None:
    known, unknown = (
        client.post(reverse("account_reset_password"), {"email": email})
        for email in (agent.email, "nobody@wilgendam.example")
    )
    assert known.status_code == unknown.status_code
    assert known.headers["Location"] == unknown.headers["Location"]


def test_a_second_step_is_asked_for_also_on_the_way_to_the_editing_pages(
    client: Client, agent: User
) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(agent, secret)
    target = sign_in(client, agent.email, to="/admin/")
    assert target == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    code = totp.format_hotp_value(
        totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))
    )
    answer = client.post(target, {"code": code})
    assert answer.headers["Location"] == "/admin/"
    assert is_signed_in(client)


def test_the_log_says_who_came_and_never_what_was_typed(
    client: Client, agent: User, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="accounts.audit"):
        sign_in(client, agent.email, "my-secret-word")
        sign_in(client, "my-secret-word", "x")
        sign_in(client, agent.email)
        client.post(reverse("account_logout"))
    text = caplog.text
    assert f"account {agent.pk} failed to sign in, from 127.0.0.1" in text
    assert f"account {agent.pk} signed in" in text
    assert f"account {agent.pk} signed out" in text
    assert "my-secret-word" not in text


def test_one_who_guesses_passwords_keeps_no_one_else_out(
    client: Client, agent: User, settings: Settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    guess_from_elsewhere(client)
    data = {"login": agent.email, "password": PASSWORD}
    client.post(SIGN_IN, data, headers={"X-Forwarded-For": "198.51.100.7"})
    assert is_signed_in(client)


def test_one_who_guesses_passwords_is_kept_out_whatever_address_is_claimed(
    client: Client, agent: User, settings: Settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    guess_from_elsewhere(client)
    data = {"login": agent.email, "password": PASSWORD}
    client.post(SIGN_IN, data, headers={"X-Forwarded-For": "5.6.7.8, 203.0.113.9"})
    assert not is_signed_in(client)
