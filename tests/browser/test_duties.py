"""An agent marks what must be done, takes it back, and finds it on the home page."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from catalogue.models import Entry, Importance
from practices.models import Done
from tests.browser.conftest import opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MARK = "Mark as done for my agency"
TITLE = "When personal data leak: the first 72 hours"


def marks() -> int:
    """How many agencies have done it."""
    entry = Entry.objects.live().get(title=TITLE, importance=Importance.MUST_DO)
    return Done.objects.filter(translation_key=entry.translation_key).count()


def mark_on_its_page(page: Page) -> None:
    before = marks()
    page.goto("/")
    picks = page.locator("section", has=page.locator("#picks"))
    picks.get_by_role("link", name=TITLE).click()
    note = page.locator("#duty")
    expect(note).to_contain_text("Your agency is one of them.")
    page.get_by_text("Add a note", exact=True).click()
    page.get_by_label("Note", exact=True).fill("The plan is in the blue folder.")
    page.get_by_role("button", name=MARK).click()
    expect(note).to_contain_text("Done for Federal Office for Family Support")
    expect(note).to_contain_text("The plan is in the blue folder.")
    assert marks() == before + 1
    note.get_by_text("Done by").click()
    expect(note.get_by_role("heading", name="Not done yet")).to_be_visible()
    page.goto("/")
    expect(picks).to_be_visible()
    expect(picks.get_by_role("link", name=TITLE)).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
def test_mark_undo_and_mark_from_home(
    demo: LiveServer, browser: Browser, script: bool
) -> None:
    url = Entry.objects.live().of_kind("guide").get(title=TITLE).url
    with opened(browser, demo.url, "agent", java_script_enabled=script) as context:
        page = context.new_page()
        mark_on_its_page(page)
        page.goto(url)
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_role("button", name=MARK)).to_be_visible()
        page.goto("/")
        button = page.get_by_role("button", name=re.compile(f"{MARK}.*{TITLE}"))
        button.click()
        expect(page.get_by_role("status").first).to_contain_text("Marked as done")
        expect(button).to_have_count(0)


def test_stranger_and_agent_of_another_agency_have_no_button(
    demo: LiveServer, browser: Browser
) -> None:
    url = Entry.objects.live().of_kind("guide").get(title=TITLE).url
    with opened(browser, demo.url, "stranger") as context:
        page = context.new_page()
        page.goto(url)
        expect(page.locator("#duty")).to_contain_text("agencies must do this by")
        expect(page.get_by_role("button", name=MARK)).to_have_count(0)
        expect(page.get_by_text("Done by")).to_have_count(0)
