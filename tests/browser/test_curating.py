"""A knowledge manager turns a search without result into one with the right page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.services import create_user, knowledge_managers
from tests.search.entries import make_entry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def manager(sign_in: Callable[[User], None]) -> User:
    """A knowledge manager, signed in."""
    user = create_user("hanneke@wilgendam.example")
    user.groups.add(knowledge_managers())
    sign_in(user)
    return user


def test_nothing_found_a_synonym_and_it_is_found(page: Page, manager: User) -> None:
    make_entry("Thuiswerk op donderdag", language="nl", url="/agencies/")
    page.goto("/search/?q=bildschirmtag")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()

    page.goto("/admin/search/synonyms/new/")
    words = "bildschirmtag\nthuiswerk\nremote work"
    page.get_by_role("textbox", name="Words").fill(words)
    page.get_by_role("button", name="Preview").click()
    after = page.locator(".hub-beside li", has_text="Thuiswerk op donderdag").first
    expect(after).to_contain_text("new")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_text("created.")).to_be_visible()

    page.goto("/search/?q=bildschirmtag")
    hit = page.locator("#results .hit").first
    expect(hit).to_contain_text("Thuiswerk op donderdag")
    expect(hit.locator("mark").first).to_have_text("Thuiswerk")

    page.goto("/admin/search/changes/")
    page.get_by_role("button", name="Undo the change of").click()
    expect(page.get_by_text("was undone.").first).to_be_visible()
    page.goto("/search/?q=bildschirmtag")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()


def test_a_result_is_put_first_from_the_preview(page: Page, manager: User) -> None:
    make_entry("Parking permits for all", url="/agencies/")
    make_entry("Parking for bicycles", url="/themes/")
    page.goto("/admin/search/pinned/new/")
    page.get_by_role("textbox", name="Queries").first.fill("parking")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Put “Parking for bicycles” first").click()
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_text("created.")).to_be_visible()
    page.goto("/search/?q=parking")
    first = page.locator("#results .hit").first
    expect(first).to_contain_text("Parking for bicycles")
    expect(first).to_contain_text("Recommended")
