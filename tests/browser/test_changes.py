"""Changes on a page are announced, and none of them needs a script."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import opened
from tests.browser.pages import AGENT, STRANGER
from tests.servers import results

pytestmark = pytest.mark.browser

ROLE = """element => element.getAttribute("role")
  || (element.getAttribute("aria-live") === "polite" ? "status" : "")"""


def announced(page: Page, selector: str, change: Callable[[], object]) -> list[str]:
    """Faults unless the same element, known as a status, says something new."""
    region = page.query_selector(selector)
    if region is None or region.evaluate(ROLE) != "status":
        return [f"{selector} is no status"]
    before = region.inner_text()
    change()
    page.wait_for_timeout(100)
    if not region.evaluate("element => element.isConnected"):
        return [f"{selector} was replaced, so nobody hears of it"]
    return [] if region.inner_text() != before else [f"{selector} says the same"]


def test_new_results_and_suggestions_are_announced(
    demo: LiveServer, page: Page
) -> None:
    page.goto("/search/?q=letters")
    page.locator("#facet-lang > summary").click()

    def tick() -> None:
        page.locator("input[name=lang][value=fr]").check()
        page.wait_for_url("**lang=fr**")
        expect(page.locator("#results .chips")).to_be_visible()

    def untick() -> None:
        page.locator("input[name=lang][value=fr]").uncheck()
        expect(page.locator("#results .chips")).to_have_count(0)

    def write() -> None:
        page.locator("#q").press_sequentially("x", delay=30)
        page.locator("#q").fill("lett")
        expect(page.locator(".suggest a").first).to_be_visible()

    faults = [
        *results.judge("status", announced(page, "#count", tick)),
        *results.judge("status", announced(page, "#count", untick)),
        *results.judge("status", announced(page, ".big .suggest", write)),
    ]
    assert faults == []


@pytest.fixture
def plain(demo: LiveServer, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """A page of a reader whose browser runs no scripts."""
    with ExitStack() as stack:

        def start(reader: str) -> Page:
            mute = opened(browser, demo.url, reader, java_script_enabled=False)
            page = stack.enter_context(mute).new_page()
            page.set_default_timeout(10_000)
            return page

        yield start


def test_search_filters_and_order_need_no_script(plain: Callable) -> None:
    page = plain(STRANGER)
    page.goto("/")
    page.locator("#q").fill("letter")
    page.locator("#q").press("Enter")
    hits = page.locator("#results .hit")
    expect(hits.first).to_be_visible()
    page.locator("#facet-lang > summary").click()
    page.locator("input[name=lang][value=en]").check()
    page.get_by_role("button", name="Apply filters").click()
    expect(page).to_have_url(re.compile(r"lang=en"))
    page.locator("#sort summary").click()
    page.locator("#sort .pop a", has_text="Newest").click()
    expect(page).to_have_url(re.compile(r"sort=newest"))
    expect(hits.first).to_be_visible()
    hits.locator("h3 a").first.click()
    expect(page.locator("main h1")).to_be_visible()
    results.judge("no javascript", [])


def test_menus_need_no_script(plain: Callable) -> None:
    page = plain(AGENT)
    page.goto("/cases/")
    language, account = page.locator("header details.menu").all()[-2:]
    language.locator("summary").click()
    language.locator("button[value=fr]").click()
    expect(page).to_have_url(re.compile(r"/cases/$"))
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    account.locator("summary").click()
    account.locator("form button").last.click()
    expect(page.locator("header a[href^='/account/login/']")).to_be_visible()
    results.judge("no javascript", [])
