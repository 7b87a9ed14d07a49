"""The whole way, as people go it: search, filter, read, sign in, publish, find."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from practices.models import AgencySectionPage
from tests.browser.test_editing import open_form, publish, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The password with which the fixture loads the demo.
PASSWORD = "a password for trying"


def search_for(page: Page, words: str) -> None:
    page.goto("/")
    page.locator("#q").fill(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")


def test_agent_finds_and_reads_and_publisher_publishes_and_finds(
    demo: LiveServer, page: Page
) -> None:
    publisher = User.objects.get(email="publisher@demo.example")
    publisher.interface_language = "en"
    publisher.save()

    search_for(page, "letters")
    page.locator("input[name=theme]").first.check()
    expect(page.locator("#results .chips")).to_be_visible()
    hit = page.locator("#results .hit h3 a").first
    title = hit.inner_text()
    hit.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)

    page.get_by_role("link", name="Sign in").first.click()
    page.locator("input[name=login]").fill(publisher.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)

    open_form(page, AgencySectionPage.objects.get(agency=publisher.agency))
    write(page, "problem", "People who work by day found the door closed.")
    write(page, "solution", "Every Thursday the counter stays open until eight.")
    publish(page)

    search_for(page, "evening counter thursday")
    found = page.locator("#results .hit h3 a").first
    expect(found).to_have_text("A counter that stays open")
    found.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "A counter that stays open"
    )
