"""The demo on a live server, as `make run` shows it."""

from collections.abc import Iterator

import pytest
from pytest_django.live_server_helper import LiveServer

from accounts import directory
from catalogue import access
from catalogue.models import Entry
from hub.demo import loader
from vocabulary import names


@pytest.fixture
def demo(live_server: LiveServer) -> Iterator[LiveServer]:
    """All pages of the demo; nothing a process keeps in memory outlives them."""
    for memory in (access, directory, names):
        memory.forget()
    loader.load("a password for trying")
    yield live_server
    for memory in (access, directory, names):
        memory.forget()


def address_of(**wanted: object) -> str:
    """The address of the newest entry of this kind."""
    return Entry.objects.live().filter(**wanted).newest()[0].url


def main_pages() -> list[str]:
    """One address for each kind of page."""
    paged = address_of(kind="guide", data__steps__gt=4)
    return [
        "/",
        "/cases/",
        "/guides/",
        "/themes/",
        "/themes/data-protection/",
        "/agencies/",
        "/search/?q=letter",
        "/search/?q=letter&theme=data&lang=en",
        "/search/?q=xylophone",
        "/search/suggest/?q=lett",
        address_of(kind="case", status="in-use"),
        address_of(kind="case", status="abandoned"),
        address_of(kind="guide", language="fr"),
        f"{paged}steps/3/",
        address_of(kind="collection"),
        address_of(kind="agency"),
        "/no-such-page/",
        "/account/login/",
        "/account/password/reset/",
    ]
