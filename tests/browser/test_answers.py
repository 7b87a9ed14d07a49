"""An agent says what a case lacks, and goes on to a related one; with and without
JavaScript. Names and themes that are typed stand above the results."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from practices.models import Usefulness
from tests.browser.conftest import address_of, opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "Réécrire douze lettres"


def answer(page: Page) -> None:
    asked = page.locator("#useful")
    asked.get_by_role("button", name="No", exact=True).click()
    expect(asked).to_contain_text("A line on what is missing helps most.")
    asked.get_by_label("What is missing?").fill("What it cost.")
    asked.get_by_role("button", name="Send").click()
    expect(asked).to_contain_text("without your name")
    said = Usefulness.objects.get()
    assert (said.useful, said.missing) == (False, "What it cost.")
    asked.get_by_role("button", name="Take back").click()
    expect(asked.get_by_label("What is missing?")).to_have_count(0)
    assert not Usefulness.objects.exists()


@pytest.mark.parametrize("script", [True, False])
def test_answer_below_a_case_and_the_way_to_related_ones(
    demo: LiveServer, browser: Browser, script: bool
) -> None:
    url = address_of(kind="case", title__startswith=TITLE)
    with opened(browser, demo.url, "agent", java_script_enabled=script) as context:
        page = context.new_page()
        page.goto(url)
        answer(page)
        assert page.url.partition("#")[0].endswith(url)
        if script:
            page.locator("#related").scroll_into_view_if_needed()
        else:
            page.get_by_role("link", name="Related pages").click()
        page.get_by_role("link", name="Write a letter people can act on").click()
        expect(page.locator("h1")).to_contain_text("Write a letter")


def test_agency_stands_above_and_who_knows_below_the_results(
    demo: LiveServer, browser: Browser
) -> None:
    with opened(browser, demo.url, "agent") as context:
        page = context.new_page()
        page.goto("/search/?q=ofaf")
        card = page.get_by_role("region", name="What is called so")
        expect(card.get_by_role("heading")).to_have_text(
            "Federal Office for Family Support"
        )
        cases = card.get_by_role("link", name="cases")
        number = cases.inner_text().split()[0]
        cases.click()
        expect(page.locator("#count")).to_contain_text(f"{number} results")
        page.goto("/search/?q=forms")
        know = page.locator(".knowing")
        expect(know.get_by_role("listitem")).to_have_count(3)
        expect(know).to_contain_text("Expertise: forms")
        page.locator("[name=theme][value=plain-language]").first.check()
        expect(page.locator("#filters-on")).to_contain_text("1")
        expect(know).to_be_visible()
