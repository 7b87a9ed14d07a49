"""Joining in a browser: by an agency's domain, by invitation, by asking."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import KNOWLEDGE_MANAGERS, EmailDomain, JoinRequest, User
from tests.accounts.mailed import link_in_last_mail

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SignIn = Callable[[User], None]

PASSWORD = "three words and a lamp"


def type_address(page: Page, address: str) -> None:
    """From the sign-in page to the answer that everyone gets."""
    page.goto("/account/login/")
    page.get_by_role("link", name="Join with your work address").click()
    page.get_by_label("Your work address").fill(address)
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mail")


def fill_in(page: Page, **values: str) -> None:
    for label, value in values.items():
        page.get_by_label(label.replace("_", " "), exact=True).fill(value)


def test_somebody_joins_by_the_domain_of_the_agency(
    demo: LiveServer, page: Page
) -> None:
    domain = EmailDomain.objects.exclude(name="demo.example")[0]
    address = f"new.colleague@{domain.name}"
    mail.outbox.clear()
    type_address(page, address)
    assert mail.outbox[0].to == [address]

    page.goto(link_in_last_mail())
    expect(page.locator("main")).to_contain_text(address)
    page.get_by_role("button", name="Join").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    fill_in(page, First_name="Noor", Last_name="Bakker \U0001f600", Password=PASSWORD)
    page.get_by_label("I keep to the rules of use").check()
    page.get_by_label("What you do").select_option(index=1)
    page.get_by_role("button", name="Join").click()
    summary.get_by_role("link", name="Last name").click()
    expect(page.get_by_label("Last name", exact=True)).to_be_focused()
    assert page.get_by_label("First name", exact=True).input_value() == "Noor"

    fill_in(page, Last_name="Bakker", Password=PASSWORD)
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(lambda url: "/account/join/" not in url)
    expect(page.locator("header")).to_contain_text("Noor Bakker")
    user = User.objects.get(email=address)
    assert user.agency == domain.agency
    assert user.function is not None

    page.goto(link_in_last_mail_to(address))
    expect(page.locator("main")).to_contain_text("used already")


def link_in_last_mail_to(address: str) -> str:
    """The welcome is newer than the link."""
    mail.outbox[:] = [message for message in mail.outbox if "join/" in message.body]
    assert mail.outbox[-1].to == [address]
    return link_in_last_mail()


@pytest.fixture
def manager(demo: LiveServer) -> User:
    """A knowledge manager of the demo, who works in English."""
    user = User.objects.filter(groups__name=KNOWLEDGE_MANAGERS)[0]
    user.interface_language = "en"
    user.save()
    return user


def test_a_manager_invites_and_the_person_joins(
    manager: User, sign_in: SignIn, page: Page
) -> None:
    mail.outbox.clear()
    sign_in(manager)
    page.goto(reverse("invitations:invite"))
    page.locator("[name=addresses]").fill("guest@elsewhere.example\nno address")
    page.locator("[name=is_guest]").check()
    page.get_by_role("button", name="Send the invitations").click()
    expect(page.locator("table.listing")).to_contain_text("Not an address")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    page.goto(link_in_last_mail())
    fill_in(page, First_name="Ines", Last_name="Moor", Password=PASSWORD)
    page.get_by_label("I keep to the rules of use").check()
    if page.get_by_label("What you do").count():
        page.get_by_label("What you do").select_option(index=1)
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(lambda url: "/account/join/" not in url)
    assert User.objects.get(email="guest@elsewhere.example").is_guest


def test_somebody_of_an_unknown_domain_asks_and_is_accepted(
    manager: User, sign_in: SignIn, page: Page
) -> None:
    mail.outbox.clear()
    type_address(page, "ines@unknown.example")
    page.goto(link_in_last_mail())
    fill_in(page, First_name="Ines", Last_name="Moor")
    page.get_by_label("The name of your organisation").fill("Town of Moor")
    page.get_by_label("What you do").select_option(index=1)
    page.get_by_label("Why you want to join").fill("To read how others do it.")
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your request waits")
    asked = JoinRequest.objects.get(email="ines@unknown.example")

    sign_in(manager)
    page.goto(reverse("join_requests:index"))
    page.get_by_role("link", name="Ines Moor").click()
    page.locator("[name=agency]").select_option(index=1)
    page.get_by_role("button", name="Accept and mail the link").click()
    expect(page.locator("body")).to_contain_text("got a link by mail")
    asked.refresh_from_db()
    assert asked.state == "accepted"
    assert mail.outbox[-1].to == ["ines@unknown.example"]
    assert "/account/join/" in mail.outbox[-1].body
