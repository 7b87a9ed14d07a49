"""Writing in a discussion: nothing is lost, and what is new is announced."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from communities.models import Comment
from tests.browser.conftest import opened
from tests.browser.pages import AGENT
from tests.browser.talk_pages import talk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
THREAD = talk("discussions/{thread}/")


@pytest.fixture
def agent(demo: LiveServer, browser: Browser) -> Iterator[Page]:
    """A browser in which an agent is signed in."""
    with opened(browser, demo.url, AGENT) as context:
        yield context.new_page()


def test_a_comment_appears_and_gets_the_focus_and_is_announced(agent: Page) -> None:
    agent.goto(THREAD())
    agent.get_by_label("Your reply").fill("Thank you, that helps.")
    agent.get_by_role("button", name="Send reply").click()
    new = agent.locator("#thread article", has_text="Thank you, that helps.")
    expect(new).to_be_focused()
    expect(agent.locator("#talk-status")).to_have_text("Your comment is there.")
    expect(agent.get_by_label("Your reply")).to_have_value("")


def test_what_is_typed_survives_a_reload_and_is_thrown_away_on_demand(
    agent: Page,
) -> None:
    agent.goto(THREAD())
    field = agent.get_by_label("Your reply")
    field.press_sequentially("Half a thought")
    expect(agent.locator(".saved").first).to_contain_text("Kept as a draft")
    agent.reload()
    expect(field).to_have_value("Half a thought")
    agent.get_by_role("button", name="Discard").click()
    expect(agent.get_by_role("button", name="Discard")).to_have_count(0)
    expect(field).to_have_value("")


def test_a_reply_is_written_in_its_place_by_keyboard(agent: Page) -> None:
    agent.goto(THREAD())
    expect(agent.locator("html.js")).to_be_attached()
    link = agent.locator("#thread").get_by_role("link", name="Reply to").first
    link.focus()
    agent.keyboard.press("Enter")
    field = agent.get_by_label("Your reply to")
    expect(field).to_be_focused()
    expect(agent.locator("form.composer.htmx-added")).to_have_count(0)
    field.fill("Below it")
    agent.get_by_role("button", name="Send reply").first.click()
    new = agent.locator("#thread .thread article", has_text="Below it")
    expect(new).to_be_focused()


def test_useful_is_a_toggle_that_keeps_the_focus(agent: Page) -> None:
    agent.goto(THREAD())
    button = agent.locator(".answer").get_by_role("button", name="Useful")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()


def test_without_scripts_all_of_it_works(demo: LiveServer, browser: Browser) -> None:
    with opened(browser, demo.url, AGENT, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(THREAD())
        page.get_by_label("Your reply").fill("Without *scripts*")
        page.get_by_role("button", name="Preview").click()
        expect(page.get_by_role("region", name="Preview").locator("em")).to_have_text(
            "scripts"
        )
        page.get_by_role("button", name="Send reply").click()
        expect(page.locator("#thread")).to_contain_text("Without scripts")
        assert Comment.objects.filter(text="Without *scripts*").count() == 1
