"""What a reader sees of a mistake in typing, and of conditions."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from catalogue.models import Entry
from search.text import exact_words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def longest_word() -> str:
    """A word of a public title of the demo, long enough for a mistake."""
    titles = Entry.objects.live().filter(language="en").values_list("title", flat=True)
    words = {word for title in titles for word in exact_words(title) if word.isalpha()}
    return max(sorted(words), key=len)


def test_mistake_is_understood_and_the_words_as_written_stay_possible(
    demo: LiveServer, page: Page
) -> None:
    meant = longest_word()
    typed = f"{meant[:3]}{meant[4]}{meant[3]}{meant[5:]}"
    assert typed != meant
    page.goto(f"/search/?q={typed}")
    line = page.locator("#results .meant")
    expect(line).to_have_text(
        f"Results for {meant}. Search instead for {typed}.", ignore_case=True
    )
    expect(page.locator("#q")).to_have_value(re.compile(meant, re.IGNORECASE))
    expect(page.locator("#results .hit mark").first).to_be_visible()
    line.get_by_role("link", name=typed).click()
    page.wait_for_url("**exact=1**")
    expect(page.locator("#results .meant")).to_have_count(0)
    expect(page.locator("#q")).to_have_value(typed)


def test_conditions_are_completed_shown_and_taken_off(
    demo: LiveServer, page: Page
) -> None:
    page.goto("/search/")
    page.locator("#q").press_sequentially("kind:gui", delay=20)
    page.locator(".searchbox.big .suggest a", has_text="Guides").click()
    page.wait_for_url("**kind=guide**")
    expect(page.locator("#tabs [aria-current]")).to_contain_text("Guides")
    meant = longest_word()
    page.locator("#q").fill(f'-"{meant}"')
    page.keyboard.press("Enter")
    chip = page.locator("#results .chips a", has_text="Without")
    expect(chip).to_contain_text(meant)
    chip.click()
    expect(page.locator("#results .chips")).to_have_count(0)
