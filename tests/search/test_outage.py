"""Elasticsearch refused, hung or broken: an engine that says so at once."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from catalogue.access import Reader
from hub.models import StandardPage
from search.engines import EngineUnavailable
from search.engines.elastic import client
from search.engines.elastic.breaker import (
    FIRST_PAUSE_SECONDS,
    LONGEST_PAUSE_SECONDS,
    Breaker,
)
from search.engines.elastic.engine import ElasticsearchEngine
from search.health import health
from search.indexing import state
from search.indexing.sync import waiting
from search.request import SearchRequest
from tests.search.entries import make_entry

READER = Reader(open_places=frozenset({1}), stamps={"index": 1})
ENGINE = ElasticsearchEngine()


@pytest.fixture
def refused() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


@pytest.fixture
def hung() -> Iterator[str]:
    """A socket that accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def overloaded() -> Iterator[str]:
    """A server that answers 503 to everything."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(503)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_PUT = do_POST

        def log_message(self, *_args: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(params=["refused", "hung", "overloaded"])
def broken_server(request: pytest.FixtureRequest, settings: Any) -> Iterator[str]:
    settings.ELASTICSEARCH_URL = request.getfixturevalue(request.param)
    yield settings.ELASTICSEARCH_URL
    client.close()


def test_search_gives_up_within_its_second(broken_server: str) -> None:
    begin = time.monotonic()
    with pytest.raises(EngineUnavailable):
        ENGINE.search(SearchRequest(q="parking"), READER)
    assert time.monotonic() - begin < 1.4


def test_suggestions_and_counts_give_up_as_well(broken_server: str) -> None:
    with pytest.raises(EngineUnavailable):
        ENGINE.suggest("park", READER)
    client.close()
    with pytest.raises(EngineUnavailable):
        ENGINE.count([SearchRequest(q="parking")], READER)


def test_after_a_failure_the_next_reader_does_not_wait(broken_server: str) -> None:
    with pytest.raises(EngineUnavailable):
        ENGINE.search(SearchRequest(q="parking"), READER)
    begin = time.monotonic()
    for _ in range(20):
        with pytest.raises(EngineUnavailable):
            ENGINE.search(SearchRequest(q="parking"), READER)
    assert time.monotonic() - begin < 0.1


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_breaker_lets_one_try_after_the_pause() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    breaker.failed()
    assert not breaker.may_pass()
    clock.now += FIRST_PAUSE_SECONDS
    assert breaker.may_pass()
    assert not breaker.may_pass()
    breaker.succeeded()
    assert breaker.may_pass()
    assert breaker.may_pass()


def test_pauses_grow_up_to_a_limit() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    for _ in range(20):
        breaker.failed()
    clock.now += LONGEST_PAUSE_SECONDS - 1
    assert not breaker.may_pass()
    clock.now += 1
    assert breaker.may_pass()


@pytest.mark.django_db
def test_page_answers_from_the_database_in_time_and_says_so(
    broken_server: str, settings: Any
) -> None:
    state.remember({state.LIVE: 1})
    make_entry("Parking permits", body="How the parking permits are given out.")
    browser = Client()
    settings.ELASTICSEARCH_URL = ""
    assert "notice" not in browser.get("/search/?q=permits").content.decode()
    settings.ELASTICSEARCH_URL = broken_server
    begin = time.monotonic()
    content = browser.get("/search/?q=permits").content.decode()
    assert time.monotonic() - begin < 1.5
    assert "<mark>permits</mark>" in content
    assert "notice" in content


@pytest.mark.django_db
def test_health_tells_within_a_second(broken_server: str) -> None:
    state.remember({state.LIVE: 1})
    begin = time.monotonic()
    now = health()
    assert (now.engine, now.ok) == ("database", False)
    assert time.monotonic() - begin < 1.4


@pytest.mark.django_db(transaction=True)
def test_saving_neither_fails_nor_waits(broken_server: str) -> None:
    begin = time.monotonic()
    home = Page.objects.get(depth=2)
    page = home.add_child(instance=StandardPage(title="Help", slug="help"))
    page.save_revision().publish()
    assert time.monotonic() - begin < 1.0
    assert waiting() >= 1
