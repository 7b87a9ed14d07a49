"""An editor translates a case; readers get their language and hear what changed."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Agency, User
from practices.models import AgencySectionPage, CasePage
from tests.practices.conftest import blocks

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case(sign_in: Callable[[User], None]) -> CasePage:
    """A published case, with a publisher of its agency signed in."""
    agency = Agency.objects.create(slug="noordzoom", name_en="Noordzoom", country="nl")
    section = AgencySectionPage.objects.get(agency=agency)
    user = User.objects.create_user(
        "publisher", "publisher@noordzoom.example", "secret", agency=agency
    )
    user.groups.add(section.publishers)
    sign_in(user)
    case = CasePage(
        title="A counter that stays open",
        summary="Open in the evening, once a week.",
        problem=blocks("Closed too early."),
        solution=blocks("Now open."),
        agency=agency,
        live=False,
    )
    section.add_child(instance=case)
    case.save_revision().publish()
    return case


def publish(page: Page) -> None:
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("published").first).to_be_visible()


def test_translate_publish_and_follow_a_changed_original(
    page: Page, case: CasePage
) -> None:
    page.goto(f"/admin/pages/{case.pk}/edit/")
    page.get_by_role("button", name="Actions", exact=True).click()
    page.get_by_role("link", name="Translate", exact=True).first.click()
    page.get_by_label("French").check()
    page.get_by_role("button", name="Start the translation").click()
    expect(page.get_by_text("This is a translation from English of:")).to_be_visible()
    page.locator("#id_title").fill("Un guichet qui reste ouvert")
    publish(page)
    french = CasePage.objects.get(
        translation_key=case.translation_key, locale__language_code="fr"
    )
    assert french.live

    # Readers of English are led to the original, and back.
    page.goto(french.url)
    page.get_by_role("link", name="Read it in English").click()
    expect(page).to_have_url(re.compile(case.url))
    expect(page.get_by_text("Also in FR")).to_be_visible()

    case.refresh_from_db()
    case.title = "A counter that stays open late"
    case.save_revision().publish()
    page.goto(french.url)
    note = page.get_by_text("The original in English changed on")
    expect(note).to_be_visible()

    page.goto(f"/admin/pages/{french.pk}/edit/")
    page.get_by_label("With this publication, the translation follows").check()
    publish(page)
    page.goto(french.url)
    expect(note).to_have_count(0)


def test_two_languages_side_by_side(page: Page, case: CasePage) -> None:
    page.goto(f"/admin/practices/{case.pk}/translate/")
    page.get_by_label("German").check()
    page.get_by_role("button", name="Start the translation").click()
    publish(page)
    page.goto(case.url)
    page.get_by_text("Print", exact=True).click()
    page.get_by_role("link", name="English and German side by side").click()
    columns = page.locator("h1 > span")
    expect(columns).to_have_count(2)
    left, right = columns.nth(0).bounding_box(), columns.nth(1).bounding_box()
    assert left
    assert right
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]
    page.set_viewport_size({"width": 390, "height": 800})
    top, below = columns.nth(0).bounding_box(), columns.nth(1).bounding_box()
    assert top
    assert below
    assert top["x"] == below["x"]
    assert top["y"] + top["height"] <= below["y"]
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
