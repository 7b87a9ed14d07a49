"""What the page of results sends back, and asking for a page, in a browser."""

import time

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from search.models import Asking, Wish
from tests.browser.conftest import opened
from tests.browser.pages import AGENT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_opened_result_is_counted_with_its_place(demo: LiveServer, page: Page) -> None:
    page.goto("/search/?q=letter")
    second = page.locator("#results .entries h3 a").nth(1)
    with page.expect_request("**/search/opened/") as sent:
        second.click()
    assert "place=2" in (sent.value.post_data or "")
    rows = Asking.objects.filter(key="letter", opened=2)
    # The browser sends it beside the next page.
    until = time.monotonic() + 10
    while not rows.exists() and time.monotonic() < until:
        page.wait_for_timeout(100)
    assert rows.count() == 1


def test_agent_who_finds_nothing_asks_for_the_page(
    demo: LiveServer, browser: Browser
) -> None:
    with opened(browser, demo.url, AGENT) as context:
        page = context.new_page()
        page.goto("/search/?q=xylophone")
        page.get_by_label("What should the page tell you?").fill("Who tunes them?")
        page.get_by_role("button", name="Ask for this page").click()
        page.wait_for_url("**/search/wishes/")
        expect(page.locator("main")).to_contain_text("Who tunes them?")
        page.get_by_role("button", name="Withdraw").click()
        expect(page.get_by_text("You have not asked for a page yet")).to_be_visible()
    assert not Wish.objects.filter(query="xylophone").exists()
