"""Forms: mistakes are told, and an interruption loses nothing."""

from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import BrowserContext, Error, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import looking
from tests.browser.pages import ACCOUNTS, AGENT, READERS
from tests.servers import results

pytestmark = pytest.mark.browser

WIDE = {"width": 1280, "height": 900}
# The password with which the fixture loads the demo.
PASSWORD = "a password for trying"


@pytest.mark.parametrize("reader", READERS[:2])
def test_mistakes_are_told_first_linked_and_focused(
    walk: Callable, reader: str
) -> None:
    found = {}
    tried = 0
    for sort, page in walk(reader, viewport=WIDE, only=lambda sort: sort.form):
        tried += 1
        page.evaluate(looking.SCRIPT)
        if faults := results.judge("errors", looking.look(page, "mistakes")):
            found[sort.name] = faults
    assert found == {}
    assert tried


def send(page: Page) -> None:
    page.locator("main form [type=submit], main form .btn.primary").last.click()


def test_form_without_network_stays_as_it_was_typed(
    demo: LiveServer, context: BrowserContext, page: Page
) -> None:
    page.goto("/account/login/")
    email, password = page.locator("[name=login]"), page.locator("[name=password]")
    email.fill(ACCOUNTS[AGENT])
    password.fill(PASSWORD)
    context.set_offline(True)
    send(page)
    expect(page.locator("main form [role=alert]")).to_contain_text("nothing is lost")
    expect(email).to_have_value(ACCOUNTS[AGENT])
    expect(password).to_have_value(PASSWORD)
    context.set_offline(False)
    send(page)
    page.wait_for_url("**/")
    expect(page.get_by_text("Your account,")).to_have_count(1)


def test_form_that_was_cut_off_is_sent_again_by_reloading(
    demo: LiveServer, page: Page
) -> None:
    page.goto("/account/password/reset/")
    page.locator("[name=email]").fill(ACCOUNTS[AGENT])
    page.route("**/*", lambda route: route.abort("connectionreset"))
    with pytest.raises(Error), page.expect_navigation():
        send(page)
    page.unroute("**/*")
    page.reload()
    page.wait_for_url("**/done/")
    assert len(mail.outbox) == 1
