"""Signing in for the first time, showing oneself, and being found by others."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.conftest import opened
from tests.browser.pages import ACCOUNTS, AGENT

pytestmark = pytest.mark.browser

SignIn = Callable[[User], None]


def photo() -> bytes:
    written = BytesIO()
    Image.new("RGB", (600, 400), "teal").save(written, "JPEG")
    return written.getvalue()


def account(name: str) -> User:
    user = User.objects.get(email=f"{name}@demo.example")
    user.interface_language = "en"
    user.save()
    return user


def test_first_visit_leads_to_a_list_and_a_home_page_of_ones_own(
    demo: LiveServer, page: Page
) -> None:
    account("agent")
    page.goto("/account/login/?next=/")
    page.get_by_label("Email").or_(page.get_by_label("E-mail")).first.fill(
        "agent@demo.example"
    )
    page.get_by_label("Password", exact=True).fill("a password for trying")
    page.locator("main form button.primary").click()
    page.wait_for_url("**/welcome/")
    page.locator("main input[name=themes]").nth(0).check()
    page.locator("main input[name=themes]").nth(1).check()
    page.get_by_role("button", name="Show me a first list").click()
    page.wait_for_url("**/welcome/list/")
    expect(page.get_by_role("heading", name="For you")).to_be_visible()
    assert page.locator("main .entry").count() >= 3
    page.get_by_role("link", name="Go to the home page").click()
    expect(page.get_by_role("heading", name="For you")).to_be_visible()


def test_what_one_shows_is_found_by_another(
    demo: LiveServer, browser: Browser, page: Page, sign_in: SignIn
) -> None:
    agent = account("agent")
    sign_in(agent)
    page.goto("/people/me/edit/")
    page.get_by_label("Where you work").fill("Zwartsluis")
    page.get_by_label("Other languages").fill("xx")
    page.set_input_files(
        "input[type=file]",
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": photo()},
    )
    page.get_by_role("button", name="Save my profile").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Other languages")).to_be_focused()
    expect(page.get_by_label("Where you work")).to_have_value("Zwartsluis")
    page.get_by_label("Other languages").fill("sv")
    page.get_by_label("Show my photo").check()
    page.get_by_label("Show where and when I can be reached").check()
    page.get_by_role("button", name="see it as others do").click()
    page.wait_for_url(f"**/people/{agent.pk}/")
    expect(page.locator("main")).to_contain_text("Zwartsluis")
    assert page.locator("img.av").evaluate("image => image.naturalWidth") == 400

    sign_in(account("publisher"))
    page.goto("/search/?q=Zwartsluis")
    page.locator("#results h3 a").click()
    page.wait_for_url(f"**/people/{agent.pk}/")
    expect(page.locator("h1")).to_have_text(agent.get_full_name())

    stranger = browser.new_page(base_url=demo.url)
    stranger.goto("/search/?q=Zwartsluis")
    expect(stranger.locator("main")).to_contain_text("Nothing matches")
    stranger.goto(f"/people/{agent.pk}/")
    assert "/account/login/" in stranger.url
    stranger.close()


def test_directory_is_narrowed_without_javascript(
    demo: LiveServer, browser: Browser, page: Page, sign_in: SignIn
) -> None:
    sign_in(account("agent"))
    context = browser.new_context(
        base_url=demo.url,
        java_script_enabled=False,
        storage_state=page.context.storage_state(),
    )
    plain = context.new_page()
    plain.goto("/people/")
    expect(plain.locator("main .entries > li")).to_have_count(48)
    plain.get_by_label("Expertise", exact=True).select_option("open-data")
    plain.get_by_role("button", name="Show", exact=True).click()
    assert 0 < plain.locator("main .entries > li").count() < 48
    plain.get_by_role("link", name="Show everybody").click()
    plain.locator("main .pages").get_by_role("link", name="Next").click()
    expect(plain.locator("main .entries > li")).to_have_count(12)
    context.close()


def test_the_menu_of_a_phone_shows_where_one_is(
    demo: LiveServer, browser: Browser
) -> None:
    phone = {"width": 390, "height": 800}
    with opened(browser, demo.url, AGENT, viewport=phone) as context:
        User.objects.filter(email=ACCOUNTS[AGENT]).update(interface_language="de")
        page = context.new_page()
        page.goto("/people/")
        current = page.locator(".site-nav [aria-current]")
        expect(current).to_have_text("Personen")
        expect(current).to_be_in_viewport(ratio=0.9)
