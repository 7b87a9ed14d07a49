"""Saving a search, seeing what is new, keeping a page; a PDF found by its page 57."""

from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from wagtail.documents.models import Document

from catalogue import drain
from practices import documents
from practices.models import AgencySectionPage, CaseAsset, CasePage
from search.models import Kept
from tests.browser.conftest import opened
from tests.browser.pages import AGENT
from tests.practices import files

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def agent(demo: LiveServer, browser: Browser) -> Iterator[Page]:
    """A browser in which an agent is signed in."""
    with opened(browser, demo.url, AGENT) as context:
        yield context.new_page()


def publish(title: str, document: Document | None = None) -> CasePage:
    """A case of the first agency, published now."""
    section = AgencySectionPage.objects.order_by("pk")[0]
    assets = [CaseAsset(title="The file", document=document)] if document else []
    case = CasePage(title=title, agency=section.agency, assets=assets)
    section.add_child(instance=case)
    drain.run_all()
    return case


def test_saved_search_says_what_is_new_until_it_is_looked_at(agent: Page) -> None:
    agent.goto("/search/?q=letter")
    agent.get_by_role("button", name="Save search").click()
    agent.get_by_role("link", name="Saved", exact=True).click()
    agent.wait_for_url("**/saved/#search-*")
    line = agent.locator("li[id^=search-]")
    expect(line).to_contain_text("Nothing new")
    publish("A letter that nobody has seen yet")
    agent.reload()
    expect(line.locator(".badge")).to_have_text("1 new")
    line.get_by_role("link", name="letter").first.click()
    new = agent.locator(".hit", has=agent.locator(".badge", has_text="New"))
    expect(new).to_have_count(1)
    expect(new.locator("h3")).to_have_text("A letter that nobody has seen yet")
    agent.go_back()
    agent.reload()
    expect(line).to_contain_text("Nothing new")


def test_removed_search_comes_back(agent: Page) -> None:
    agent.goto("/search/?q=letter&kind=case")
    agent.get_by_role("button", name="Save search").click()
    agent.get_by_role("link", name="Saved", exact=True).click()
    line = agent.locator("li[id^=search-]")
    expect(line.locator("h3")).to_have_text("letter · Cases")
    line.get_by_role("button", name="Remove").click()
    expect(line).to_have_count(0)
    agent.get_by_role("button", name="Undo").click()
    expect(line.locator("h3")).to_have_text("letter · Cases")


def test_page_is_kept_with_a_note_by_keyboard(agent: Page) -> None:
    case = publish("A letter worth keeping")
    agent.goto(case.url)
    expect(agent.locator("html.js")).to_be_attached()
    agent.get_by_role("link", name="Keep").focus()
    agent.keyboard.press("Enter")
    field = agent.get_by_label("List", exact=True)
    expect(field).to_be_focused()
    # The browser is quicker than htmx: sent before, the form would load a page.
    expect(agent.locator(".keep .htmx-added")).to_have_count(0)
    agent.keyboard.press("Tab")
    agent.keyboard.press("Tab")
    agent.keyboard.type("For the meeting")
    agent.keyboard.press("Tab")
    agent.keyboard.press("Enter")
    expect(agent.locator(".keep")).to_contain_text("Kept on Read later")
    assert Kept.objects.get().note == "For the meeting"
    agent.get_by_role("link", name="Read later").click()
    expect(agent.locator(".entry h2")).to_have_text("A letter worth keeping")


def test_pdf_is_found_by_a_word_on_its_page_57(demo: LiveServer, page: Page) -> None:
    texts = [f"Page {number} speaks of parking." for number in range(1, 61)]
    texts[56] = "Here alone the zeppelin lands."
    file = ContentFile(files.pdf(*texts), "plan.pdf")
    document = Document.objects.create(title="The long plan", file=file)
    publish("A plan for parking", document)
    documents.read_waiting()
    drain.run_all()
    page.goto("/search/")
    page.locator("#q").fill("zeppelin")
    page.keyboard.press("Enter")
    hit = page.locator("#results .hit")
    expect(hit).to_have_count(1)
    expect(hit).to_contain_text("page 57")
    link = hit.locator("h3 a")
    expect(link).to_have_text("The long plan")
    expect(link).to_have_attribute("href", f"{document.url}#page=57")
    with page.expect_request("**/documents/**") as asked:
        link.click()
    answer = asked.value.response()
    assert answer is not None
    assert answer.status == 200
