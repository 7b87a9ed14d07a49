"""Debian's Chromium, driven by Playwright against Django's live server."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.servers.absent import absent
from tests.servers.counts import VERSIONS

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium on this machine."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    absent("Chromium is not installed: on Debian, apt-get install chromium.")


@pytest.fixture(scope="session")
def handle() -> BaseDatabaseWrapper:
    """The handle of the database before there is an event loop in this thread."""
    return connections[DEFAULT_DB_ALIAS]


@pytest.fixture(scope="session")
def playwright(
    chromium: str, handle: BaseDatabaseWrapper, playwright: Playwright
) -> Iterator[Playwright]:
    """Playwright, with Django told that its event loop is harmless here."""
    # With a loop running, Django looks for its handles elsewhere and would make a
    # second one, which knows nothing of the first rows to bring back.
    connections[DEFAULT_DB_ALIAS] = handle
    # Playwright keeps a loop running in this thread until the session ends, and
    # Django would take every query for an asynchronous one. Browser tests run last.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield playwright


@pytest.fixture(scope="session")
def browser(browser: Browser) -> Browser:
    """Playwright's browser; its version goes into the last lines of the run."""
    VERSIONS["browser"] = browser.version
    return browser


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], chromium: str
) -> dict[str, Any]:
    """Start the Chromium of this machine; root needs it without its sandbox."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    return {**browser_type_launch_args, "executable_path": chromium, "args": flags}


@pytest.fixture(scope="session")
def browser_context_args(
    browser_context_args: dict[str, Any], live_server: LiveServer
) -> dict[str, Any]:
    """Addresses are relative to the live server; a reader with an English browser."""
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "locale": "en-GB",
        "viewport": {"width": 1280, "height": 900},
    }


@pytest.fixture
def sign_in(context: BrowserContext, live_server: LiveServer) -> Callable[[User], None]:
    """Give the browser a session of this user, without walking through the form."""

    def do(user: User) -> None:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        name = settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url}])

    return do
