"""A knowledge manager acts on what people do not find, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Agency, User
from tests.browser.test_axe import RUN, SCRIPT, TARGETS
from tests.search.entries import make_entry
from tests.search.reported import URL, cell, manager, on, question

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOTHING = {"searches": 6, "without_result": 6}
# What stands around it is Wagtail's.
OURS = """() => {
  const found = document.querySelectorAll(".hub-choose, .hub-wide");
  return [...found].every(one => one.scrollWidth <= innerWidth);
}"""


@pytest.fixture
def hanneke(sign_in: Callable[[User], None]) -> User:
    """A knowledge manager of an agency, signed in, with something to act on."""
    agency = Agency.objects.create(slug="wilgendam", name_en="Wilgendam", country="be")
    user = manager(agency)
    sign_in(user)
    asked = question("bildschirmtag", (1, NOTHING), language="de")
    on(asked, 40, searches=9)
    cell(asked, agency, 6)
    question("Donaudampfschifffahrtsgesellschaft im Hafen", (2, NOTHING))
    return user


def test_gap_is_closed_from_its_row_and_opened_again(page: Page, hanneke: User) -> None:
    make_entry("Thuiswerk op donderdag", language="nl", url="/agencies/")
    page.goto(URL)
    page.get_by_role("link", name="Add synonym for “bildschirmtag”").click()
    page.get_by_role("textbox", name="Means the same as").fill("thuiswerk")
    page.get_by_role("button", name="See what it would find").click()
    expect(page.get_by_text("Would find 1 result.")).to_be_visible()
    page.get_by_role("button", name="Save synonym").click()
    expect(page.get_by_text("now finds what its synonyms find")).to_be_visible()

    page.goto("/search/?q=bildschirmtag")
    hit = page.locator("#results .hit").first
    expect(hit).to_contain_text("Thuiswerk op donderdag")

    page.goto(URL)
    page.get_by_role("link", name="Undo “Synonym” for “bildschirmtag”").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("was undone.").first).to_be_visible()
    page.goto("/search/?q=bildschirmtag")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()


def test_question_is_ignored_without_javascript(
    live_server: LiveServer, browser: Browser, context: BrowserContext, hanneke: User
) -> None:
    state = context.storage_state()
    plain = browser.new_context(
        java_script_enabled=False, storage_state=state, base_url=live_server.url
    )
    page = plain.new_page()
    page.goto(URL)
    page.get_by_role("link", name="Ignore “bildschirmtag”").click()
    page.get_by_role("button", name="Ignore it").click()
    expect(page.locator(".hub-wide")).not_to_contain_text("bildschirmtag")
    page.get_by_label("Ignored ones too").check()
    page.get_by_role("button", name="Show").click()
    page.get_by_role("button", name="Take “bildschirmtag” back").click()
    expect(page.locator(".hub-wide")).to_contain_text("bildschirmtag")
    plain.close()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", ["", "all/", "done/", "wishes/"])
def test_reports_are_accessible_and_fit(
    page: Page, hanneke: User, path: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(URL + path)
    page.evaluate(SCRIPT)
    options = {"rules": TARGETS, "selectors": [[".content-wrapper"]]}
    assert page.evaluate(RUN.replace("document", "'#main'"), options) == []
    assert page.evaluate(OURS)
