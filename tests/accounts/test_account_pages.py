"""Every page about an account: in the hub's frame, in four languages, with errors that
can be found."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings as hub_settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.conftest import PASSWORD

OUTSIDE = [
    "account_login",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
]
INSIDE = [
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
]
WITH_SECOND_STEP = [
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
]
# Words of the package that no page of ours uses.
STOCK = (
    *("Please reauthenticate", "Two-Factor Authentication", "Confirm Access"),
    *("Authenticator secret", "Menu:", "Remember Me", "Bad Token"),
)


@pytest.fixture
def signed_in(client: Client, agent: User) -> Client:
    """A browser that has just given the password."""
    data = {"login": agent.email, "password": PASSWORD}
    client.post(reverse("account_login"), data)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


@pytest.fixture
def careful(signed_in: Client, agent: User) -> Client:
    """The same for somebody with a second step."""
    totp.TOTP.activate(agent, totp.generate_totp_secret())
    RecoveryCodes.activate(agent)
    return signed_in


def check(page: str) -> None:
    assert page.count("<h1") == 1
    assert '<header class="site">' in page
    assert '<footer class="foot">' in page
    assert [words for words in STOCK if words in page] == []
    for field in inputs(page):
        assert 'type="hidden"' in field or "hidden>" in field or 'id="' in field
        if 'type="password"' in field:
            assert re.search(r'autocomplete="(current|new)-password"', field)
        assert "onpaste" not in field


def inputs(page: str) -> Iterator[str]:
    yield from re.findall(r"<input[^>]*>", page[page.index("<main") :])


@pytest.mark.parametrize("name", OUTSIDE)
def test_page_for_strangers_stands_in_the_frame(
    client: Client, db: None, name: str
) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    check(answer.content.decode())


@pytest.mark.parametrize("name", INSIDE)
def test_page_for_people_stands_in_the_frame(signed_in: Client, name: str) -> None:
    answer = signed_in.get(reverse(name))
    assert answer.status_code == 200
    check(answer.content.decode())


@pytest.mark.parametrize("name", WITH_SECOND_STEP)
def test_page_with_a_second_step_stands_in_the_frame(
    careful: Client, name: str
) -> None:
    answer = careful.get(reverse(name))
    assert answer.status_code == 200
    check(answer.content.decode())


def test_every_template_of_the_package_that_is_reached_here_is_our_own() -> None:
    ours = Path(hub_settings.BASE_DIR) / "templates"
    reached = [
        *("account/login", "account/logout", "account/account_inactive"),
        *("account/reauthenticate", "account/password_change", "account/password_set"),
        *("account/password_reset", "account/password_reset_done"),
        *("account/password_reset_from_key", "account/password_reset_from_key_done"),
        *("mfa/index", "mfa/authenticate", "mfa/reauthenticate"),
        *("mfa/totp/activate_form", "mfa/totp/deactivate_form"),
        *("mfa/recovery_codes/index", "mfa/recovery_codes/generate", "429"),
    ]
    assert [name for name in reached if not (ours / f"{name}.html").exists()] == []


def test_errors_are_listed_first_linked_and_described(client: Client, db: None) -> None:
    data = {"login": "nobody", "password": ""}
    page = client.post(reverse("account_login"), data).content.decode()
    start = page.index('class="note bad summary"')
    assert "autofocus" in page[start : start + 80]
    assert start < page.index('id="id_login"')
    assert "Change 2 things before you go on" in page
    assert '<a href="#id_login">E-mail address: Write the address like' in page
    assert '<a href="#id_password">Password: Fill in this field.' in page
    login = next(field for field in inputs(page) if 'id="id_login"' in field)
    assert 'aria-invalid="true"' in login
    assert 'aria-describedby="id_login_error"' in login
    assert 'value="nobody"' in login
    assert page.count('id="id_login_error"') == 1


def test_wrong_password_says_what_to_do_and_not_which_part_is_wrong(
    client: Client, agent: User
) -> None:
    said = []
    for email in (agent.email, "nobody@wilgendam.example"):
        data = {"login": email, "password": "wrong"}
        page = client.post(reverse("account_login"), data).content.decode()
        said.append(re.findall(r"<li>(E-mail address and password[^<]+)</li>", page))
    assert said[0] == said[1] != []


def test_a_new_password_is_typed_once_and_can_be_shown(signed_in: Client) -> None:
    page = signed_in.get(reverse("account_change_password")).content.decode()
    assert page.count('type="password"') == 2
    assert page.count("data-reveal=") == 2
    assert 'autocomplete="username"' in page
    new = "another-long-word-9"
    data = {"oldpassword": PASSWORD, "password1": new}
    answer = signed_in.post(reverse("account_change_password"), data, follow=True)
    assert "Your password is changed." in answer.content.decode()


def test_weak_password_is_refused_with_all_its_reasons(signed_in: Client) -> None:
    data = {"oldpassword": PASSWORD, "password1": "12345"}
    page = signed_in.post(reverse("account_change_password"), data).content.decode()
    assert page.count('<p class="err">') >= 2
    assert page.count('id="id_password1_error"') == 1


def test_codes_may_be_typed_with_blanks(signed_in: Client, agent: User) -> None:
    page = signed_in.get(reverse("mfa_activate_totp")).content.decode()
    found = re.search(r'<code class="key">(\w+)</code>', page)
    assert found
    code = totp.format_hotp_value(
        totp.hotp_value(found[1], next(totp.yield_hotp_counters_from_time()))
    )
    spaced = f"{code[:3]} {code[3:]}"
    answer = signed_in.post(reverse("mfa_activate_totp"), {"code": spaced})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")


def test_second_step_can_be_switched_on_after_a_reset_of_the_password(
    signed_in: Client, agent: User
) -> None:
    """The package notes addresses as unconfirmed then; here they are all confirmed."""
    signed_in.post(reverse("account_reset_password"), {"email": agent.email})
    assert signed_in.get(reverse("mfa_activate_totp")).status_code == 200


def test_who_tries_too_often_is_told_in_the_frame(client: Client, db: None) -> None:
    address = reverse("account_reset_password")
    answers = [client.post(address, {"email": "a@b.example"}) for _ in range(7)]
    assert answers[-1].status_code == 429
    check(answers[-1].content.decode())


def test_an_old_form_is_answered_in_the_frame(agent: User) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("account_login"), {"login": agent.email})
    assert answer.status_code == 403
    page = answer.content.decode()
    check(page)
    assert "Send it once more" in page
