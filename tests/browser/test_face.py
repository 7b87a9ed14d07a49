"""What people meet in a browser: contrast, names, widths, menus, paper."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import address_of, main_pages

pytestmark = pytest.mark.browser

UNFOLD = "document.querySelectorAll('details').forEach(fold => fold.open = true)"
WIDTH_OF_PAGE = "document.documentElement.scrollWidth"


def faults(page: Page) -> list[str]:
    """What axe finds, one line each."""
    found = Axe().run(page).response["violations"]
    return [
        f"{page.url}: {fault['id']} {node['html'][:120]}"
        for fault in found
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_folded_or_unfolded(
    demo: LiveServer, browser: Browser, width: int, scheme: Any
) -> None:
    context = browser.new_context(
        base_url=demo.url,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    )
    page = context.new_page()
    found: list[str] = []
    for address in main_pages():
        page.goto(address)
        found += faults(page)
        page.evaluate(UNFOLD)
        found += faults(page)
    context.close()
    assert found == []


def test_no_page_scrolls_sideways_on_the_narrowest_phone(
    demo: LiveServer, page: Page
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    wide = []
    for address in main_pages():
        page.goto(address)
        if page.evaluate(WIDTH_OF_PAGE) > 320:
            wide.append(address)
    assert wide == []


def test_first_result_shows_on_a_phone_without_scrolling_far(
    demo: LiveServer, page: Page
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/search/?q=letter")
    title = page.locator("#results .hit h3").first
    box = title.bounding_box()
    assert box is not None
    assert box["y"] < 480


def test_pages_break_no_rule_of_the_content_security_policy(
    demo: LiveServer, page: Page
) -> None:
    complaints: list[str] = []
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            if "Content Security Policy" in message.text
            else None
        ),
    )
    for address in main_pages():
        page.goto(address)
        page.wait_for_load_state("networkidle")
    assert complaints == []


def test_menu_closes_on_escape_and_gives_the_focus_back(
    demo: LiveServer, page: Page
) -> None:
    page.goto("/cases/")
    summary = page.locator("header details.menu > summary").first
    summary.click()
    french = page.get_by_role("button", name="Français").first
    expect(french).to_be_visible()
    page.keyboard.press("Escape")
    expect(french).to_be_hidden()
    expect(summary).to_be_focused()


def test_language_is_changed_in_the_menu_and_the_page_stays(
    demo: LiveServer, page: Page
) -> None:
    page.goto("/cases/")
    page.locator("header details.menu > summary").first.click()
    page.get_by_role("button", name="Nederlands").first.click()
    page.wait_for_url("**/cases/")
    expect(page.locator("html")).to_have_attribute("lang", "nl")


def test_keyboard_skips_to_the_content(demo: LiveServer, page: Page) -> None:
    page.goto("/cases/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_paper_shows_key_facts_and_no_menus(demo: LiveServer, page: Page) -> None:
    page.goto(address_of(kind="case", status="in-use"))
    page.emulate_media(media="print")
    expect(page.locator(".facts")).to_be_visible()
    expect(page.locator(".site-nav")).to_be_hidden()
    expect(page.locator(".toc")).to_be_hidden()


def test_ticks_stay_in_the_browser(demo: LiveServer, page: Page) -> None:
    page.goto(address_of(url__endswith="/tester-avec-cinq-usagers/"))
    first = page.locator("[data-ticks] input").first
    first.check()
    page.reload()
    expect(page.locator("[data-ticks] input").first).to_be_checked()


def test_filters_and_menus_work_without_javascript(
    demo: LiveServer, browser: Browser
) -> None:
    context: BrowserContext = browser.new_context(
        base_url=demo.url, java_script_enabled=False, locale="en-GB"
    )
    page = context.new_page()
    page.goto("/search/?q=letter")
    page.locator("#facet-lang > summary").click()
    page.locator("input[name=lang][value=en]").check()
    page.get_by_role("button", name="Apply filters").click()
    assert "lang=en" in page.url
    expect(page.locator("#results .hit").first).to_be_visible()
    context.close()
