"""Mails about an account: two forms, the hub's frame, the language of the reader."""

import re
from html.parser import HTMLParser

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from tests.accounts.conftest import PASSWORD


class Links(HTMLParser):
    """The addresses of links, and the tags that a mail should not hold."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "a":
            self.found.append(dict(attrs).get("href") or "")


def only() -> tuple[EmailMultiAlternatives, str, str]:
    """The one mail that was sent, as text and as HTML."""
    (message,) = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    return message, str(message.body), str(html)


def ask_for_link(client: Client, email: str) -> None:
    client.post(reverse("account_reset_password"), {"email": email})


@pytest.fixture
def signed_in(client: Client, agent: User) -> Client:
    """A browser that has just given the password; nothing was mailed yet."""
    data = {"login": agent.email, "password": PASSWORD}
    client.post(reverse("account_login"), data)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    mail.outbox.clear()
    return client


def test_link_for_a_new_password_is_in_both_forms(client: Client, agent: User) -> None:
    ask_for_link(client, agent.email)
    message, text, html = only()
    assert message.to == [agent.email]
    assert message.subject == "Choose a new password for Practice Hub"
    links = Links()
    links.feed(html)
    keys = [link for link in links.found if "/password/reset/key/" in link]
    assert len(set(keys)) == 1
    assert keys[0] in text
    assert "img" not in links.tags
    assert "script" not in links.tags


def test_link_names_the_address_of_the_hub_not_that_of_the_request(
    client: Client, agent: User, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    address = reverse("account_reset_password")
    client.post(address, {"email": agent.email}, headers={"host": "evil.example"})
    _message, text, html = only()
    assert "evil.example" not in text + html
    assert f"{settings.BASE_URL}/account/password/reset/key/" in text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_mail_speaks_the_language_of_whoever_gets_it(
    client: Client, agent: User, language: str
) -> None:
    User.objects.filter(pk=agent.pk).update(interface_language=language)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en" if language == "fr" else "fr"
    ask_for_link(client, agent.email)
    _message, _text, html = only()
    assert f'<html lang="{language}">' in html


def test_unknown_address_gets_a_mail_that_knows_no_account(
    client: Client, agent: User
) -> None:
    ask_for_link(client, "nobody@wilgendam.example")
    message, text, html = only()
    assert message.to == ["nobody@wilgendam.example"]
    assert "No account has this address" in text
    assert "/account/join/" in html
    assert "Lore" not in text + html


def test_switched_off_account_gets_the_same_mail_as_an_unknown_address(
    client: Client, agent: User
) -> None:
    User.objects.filter(pk=agent.pk).update(is_active=False)
    ask_for_link(client, agent.email)
    assert "No account that is in use has this address" in only()[1]


def test_changed_password_is_told_by_mail(signed_in: Client, agent: User) -> None:
    data = {"oldpassword": PASSWORD, "password1": "another-long-word-9"}
    signed_in.post(reverse("account_change_password"), data)
    message, text, html = only()
    assert message.to == [agent.email]
    assert message.subject == "Practice Hub: Your password was changed"
    assert "127.0.0.1" in text
    assert re.search(r"This happened on \d+ \w+ \d{4}, \d\d:\d\d", text)
    assert "/account/password/reset/" in html


def test_what_a_browser_calls_itself_stands_in_no_mail(
    signed_in: Client, agent: User
) -> None:
    """Anybody may call their browser "Call us at https://evil.example"."""
    data = {"oldpassword": PASSWORD, "password1": "another-long-word-9"}
    headers = {"user-agent": "Call us at https://evil.example"}
    signed_in.post(reverse("account_change_password"), data, headers=headers)
    assert "evil.example" not in "".join(only()[1:])


def test_second_step_is_told_by_mail(signed_in: Client, agent: User) -> None:
    totp.TOTP.activate(agent, totp.generate_totp_secret())
    signed_in.post(reverse("mfa_deactivate_totp"))
    subjects = [message.subject for message in mail.outbox]
    assert "Practice Hub: Two-step sign-in was switched off" in subjects


def test_no_mail_holds_words_of_the_package(signed_in: Client, agent: User) -> None:
    ask_for_link(signed_in, agent.email)
    ask_for_link(signed_in, "nobody@wilgendam.example")
    for message in mail.outbox:
        assert "Thank you for using" not in str(message.body)
        assert "You're receiving this" not in str(message.body)
        assert "[" not in message.subject
