"""The demo on a live server, as `make run` shows it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from accounts import directory
from catalogue import access
from catalogue.models import Entry
from hub.demo import loader
from hub.services import make_first_pages
from tests.browser.pages import Sort, sorts_for, user_of
from vocabulary import names

# What comes by itself after the page has come.
ALL_THERE = "() => !window.htmx || !document.querySelector('[data-hx-trigger=load]')"
PATIENCE = 30_000
POLICY = "Content Security Policy"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(scope="session")
def loaded_demo() -> Iterator[dict[str, sqlite3.Connection]]:
    """The database with the demo, kept from the first test that loads it."""
    kept: dict[str, sqlite3.Connection] = {}
    yield kept
    for copy in kept.values():
        copy.close()


@pytest.fixture
def demo(
    live_server: LiveServer, loaded_demo: dict[str, sqlite3.Connection]
) -> Iterator[LiveServer]:
    """All pages of the demo; nothing a process keeps in memory outlives them."""
    memories = (access, directory, names)
    for memory in memories:
        memory.forget()
    if "demo" in loaded_demo:
        loaded_demo["demo"].backup(connection.connection)
    else:
        make_first_pages()
        loader.load("a password for trying")
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(copy)
        loaded_demo["demo"] = copy
    yield live_server
    for memory in memories:
        memory.forget()


def address_of(**wanted: object) -> str:
    """The address of the newest entry of this kind."""
    return Entry.objects.live().filter(**wanted).newest()[0].url


def client_of(reader: str) -> Client:
    """A client with the session of this reader, who has just signed in."""
    client = Client()
    user = user_of(reader)
    if user:
        client.force_login(user, backend=BACKEND)
        request = RequestFactory().get("/")
        request.session, request.user = client.session, user
        record_authentication(request, user, "password", reauthenticated=True)
        request.session.save()
    return client


@pytest.fixture
def walk(demo: LiveServer, browser: Browser) -> Callable[..., Iterator[tuple]]:
    """Go through all pages of a reader: each with its name, opened in a browser."""

    def go(
        reader: str, only: Callable[[Sort], object] = bool, **options: object
    ) -> Iterator[tuple[Sort, Page]]:
        unreached: dict[str, str] = {}
        with opened(browser, demo.url, reader, **options) as context:
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            complaints: list[str] = []
            page.on("console", lambda message: complaints.append(message.text))
            for sort in filter(only, sorts_for(reader)):
                if answer := open_sort(page, sort):
                    unreached[sort.name] = answer
                else:
                    yield sort, page
                refused = [text for text in complaints if POLICY in text]
                unreached.update(dict.fromkeys([sort.name] * len(refused), POLICY))
                complaints.clear()
        assert unreached == {}

    return go


@contextmanager
def opened(
    browser: Browser, url: str, reader: str, **options: object
) -> Iterator[BrowserContext]:
    """A browser of its own for this reader."""
    context = browser.new_context(**{"base_url": url, "locale": "en-GB", **options})
    if cookie := client_of(reader).cookies.get(settings.SESSION_COOKIE_NAME):
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])
    try:
        yield context
    finally:
        context.close()


def open_sort(page: Page, sort: Sort) -> str:
    """Open a page, send its form where the state is an answer; what went wrong."""
    try:
        url = sort.url()
    except (LookupError, StopIteration):
        return "There is no such page in the demo."
    response = page.goto(url)
    if response is None or response.status != sort.status:
        return f"{url} answers {response and response.status}"
    if not page.url.endswith(url) and "reset/key" not in url:
        return f"{url} leads to {page.url}"
    for name, value in sort.form.items():
        field = page.locator(f"main [name={name}]")
        if not field.count():
            return f"{url} has no field {name}"
        field.fill(value)
    if sort.form:
        # The browser itself would stop a wrong address.
        first = page.locator("main form").first
        first.evaluate("form => { form.noValidate = true; }")
        with page.expect_navigation():
            page.locator("main form [type=submit], main form button.btn").last.click()
    page.wait_for_function(ALL_THERE)
    return ""
