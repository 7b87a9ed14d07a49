"""What people meet in a browser: menus, paper, filters."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import address_of

pytestmark = pytest.mark.browser


def test_menus_languages_and_keyboard(demo: LiveServer, page: Page) -> None:
    page.goto("/cases/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    summary = page.locator("header details.menu > summary")
    dutch = page.locator("header details.menu button[value=nl]")
    summary.click()
    expect(dutch).to_be_visible()
    page.keyboard.press("Escape")
    expect(dutch).to_be_hidden()
    expect(summary).to_be_focused()
    summary.click()
    dutch.click()
    page.wait_for_url("**/cases/")
    expect(page.locator("html")).to_have_attribute("lang", "nl")


def test_paper_shows_key_facts_and_ticks_stay_in_the_browser(
    demo: LiveServer, page: Page
) -> None:
    page.goto(address_of(url__endswith="/tester-avec-cinq-usagers/"))
    page.locator("[data-ticks] input").first.check()
    page.reload()
    expect(page.locator("[data-ticks] input").first).to_be_checked()
    page.goto(address_of(kind="case", status="in-use"))
    page.set_viewport_size({"width": 700, "height": 900})
    expect(page.locator(".facts")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".facts")).to_be_visible()
    expect(page.locator(".site-nav")).to_be_hidden()
    expect(page.locator(".toc")).to_be_hidden()


def test_filters_swap_results_and_suggestions_lead_to_pages(
    demo: LiveServer, page: Page
) -> None:
    page.goto("/search/?q=letters")
    expect(page.get_by_role("button", name="Apply filters")).to_be_hidden()
    before = page.locator("#count b").inner_text()
    page.locator("#facet-lang > summary").click()
    box = page.locator("input[name=lang][value=fr]")
    box.check()
    page.wait_for_url("**lang=fr**")
    expect(page.locator("#count b")).not_to_have_text(before)
    expect(box).to_be_focused()
    expect(page.locator("#results .chips")).to_contain_text("Français")
    page.go_back()
    expect(page.locator("#count b")).to_have_text(before)
    page.goto("/")
    page.locator("#q").press_sequentially("lett", delay=30)
    first = page.locator(".band .suggest a").first
    expect(first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    target = first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}")


def test_filters_work_without_javascript(demo: LiveServer, browser: Browser) -> None:
    context = browser.new_context(
        base_url=demo.url,
        java_script_enabled=False,
        locale="en-GB",
        viewport={"width": 390, "height": 844},
    )
    page = context.new_page()
    page.goto("/search/?q=letter")
    # The first title stands within the first 480 pixels of a phone.
    box = page.locator("#results .hit h3").first.bounding_box()
    assert box is not None
    assert box["y"] < 480
    page.locator(".drawer > summary").click()
    page.locator("#facet-lang > summary").click()
    page.locator("input[name=lang][value=en]").check()
    page.get_by_role("button", name="Apply filters").click()
    assert "lang=en" in page.url
    expect(page.locator("#results .hit").first).to_be_visible()
    context.close()
