"""An editor writes, pastes and publishes a case in the admin, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import Agency, User
from catalogue.models import Entry
from practices.models import AgencySectionPage, CasePage
from tests.practices.test_pasting import WORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTE = """(element, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "plain text");
  element.dispatchEvent(new ClipboardEvent("paste", {
    clipboardData: data, bubbles: true, cancelable: true,
  }));
}"""


@pytest.fixture
def section(sign_in: Callable[[User], None]) -> AgencySectionPage:
    """The section of an agency, with a publisher signed in."""
    agency = Agency.objects.create(slug="noordzoom", name_en="Noordzoom", country="nl")
    section = AgencySectionPage.objects.get(agency=agency)
    user = User.objects.create_user(
        "publisher", "publisher@noordzoom.example", "secret", agency=agency
    )
    user.groups.add(section.publishers)
    sign_in(user)
    return section


def open_form(page: Page, section: AgencySectionPage) -> None:
    page.goto(f"/admin/pages/add/practices/casepage/{section.pk}/")
    page.locator("#id_title").fill("A counter that stays open")
    page.locator("#id_summary").fill("Open in the evening, once a week.")


def first_text(page: Page, field: str) -> Locator:
    """Add a text to a stream of blocks and return the place to write in."""
    stream = page.locator(f'[data-contentpath="{field}"]')
    stream.get_by_title("Insert a block").first.click()
    page.get_by_role("option", name="Text", exact=True).click()
    return stream.locator('[contenteditable="true"]').first


def write(page: Page, field: str, text: str) -> None:
    """Type into a new text and wait until the editor has passed it to the form."""
    first_text(page, field).click()
    page.keyboard.type(text)
    kept = page.locator(f'input[name^="{field}-"][name$="-value"]').first
    expect(kept).to_have_value(re.compile(re.escape(text)))


def publish(page: Page) -> None:
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("created and published")).to_be_visible()


def test_five_fields_publish_a_case(page: Page, section: AgencySectionPage) -> None:
    open_form(page, section)
    write(page, "problem", "Closed too early.")
    write(page, "solution", "Now open.")
    expect(page.locator("#id_agency")).to_have_value(str(section.agency_id))
    publish(page)
    case = CasePage.objects.get()
    assert case.live
    assert "Now open." in str(case.solution)
    assert Entry.objects.live().filter(key=f"page:{case.pk}").exists()


def test_paste_from_word_keeps_headings_lists_tables_and_links(
    page: Page, section: AgencySectionPage
) -> None:
    open_form(page, section)
    write(page, "problem", "Closed too early.")
    place = first_text(page, "solution")
    place.click()
    place.evaluate(PASTE, WORD)
    solution = page.locator('[data-contentpath="solution"]')
    expect(solution.locator(".typed-table-block")).to_have_count(1)
    heading = solution.get_by_role("heading", name="Opening hours", exact=True)
    expect(heading).to_be_visible()
    publish(page)
    blocks = list(CasePage.objects.get().solution)
    assert [block.block_type for block in blocks] == ["paragraph", "table", "paragraph"]
    text = str(blocks[0].value)
    assert text.count("<h3") == 1
    assert text.count("<h4") == 1
    assert '<a href="https://example.org/report">' in text
    assert text.count("<li") == 5
    assert len(list(blocks[1].value["table"].rows)) == 1


def test_paste_into_a_field_without_tables_keeps_headings_and_rows(
    page: Page, section: AgencySectionPage
) -> None:
    open_form(page, section)
    panel = page.locator("section.w-panel", has_text="What you learned").last
    panel.get_by_role("button", name="Toggle section").first.click()
    place = page.locator('[data-contentpath="lessons"] [contenteditable="true"]')
    place.click()
    place.evaluate(PASTE, WORD)
    lessons = page.locator('[data-contentpath="lessons"]')
    expect(lessons.get_by_role("heading", name="Opening hours")).to_be_visible()
    expect(lessons.get_by_text("Day · Visitors")).to_be_visible()
    kept = lessons.locator('input[name="lessons"]')
    expect(kept).to_have_value(re.compile(re.escape("https://example.org/report")))


def test_plain_paste_is_left_to_the_editor(
    page: Page, section: AgencySectionPage
) -> None:
    open_form(page, section)
    place = first_text(page, "problem")
    place.click()
    place.evaluate(PASTE, "<p>One</p><ul><li>Two</li></ul>")
    expect(place.get_by_text("One")).to_be_visible()
    expect(place.locator("li")).to_have_count(1)


def test_open_question_leads_to_its_field(
    page: Page, section: AgencySectionPage
) -> None:
    open_form(page, section)
    field = page.locator('[data-contentpath="lessons"] [contenteditable="true"]')
    expect(field).not_to_be_visible()
    page.get_by_role("link", name="What would you do differently?").click()
    expect(field).to_be_visible()
    expect(field).to_be_focused()
