"""A real Elasticsearch, by the same script that `make elasticsearch` runs."""

import contextlib
import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from pytest_django import Settings

from tests.servers.absent import absent
from tests.servers.counts import VERSIONS

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "elasticsearch"
STOP_SECONDS = 60


@contextlib.contextmanager
def started() -> Iterator[str]:
    """Start a server on a free port; skip with the script's own sentence."""
    command = [sys.executable, SCRIPT, "--port", "0", "--print-url"]
    with tempfile.TemporaryFile("w+") as words:
        server = subprocess.Popen(
            [*command, "--stop-with-parent"],
            stdout=subprocess.PIPE,
            stderr=words,
            text=True,
        )
        with server, contextlib.ExitStack() as stack:
            stack.callback(server.wait, STOP_SECONDS)
            stack.callback(server.terminate)
            assert server.stdout
            url = server.stdout.readline().strip()
            if not url:
                words.seek(0)
                absent(words.read().strip().splitlines()[-1])
            yield url


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """The address of a real Elasticsearch: the given one, or one of our own."""
    with contextlib.ExitStack() as stack:
        url = os.environ.get("ELASTICSEARCH_URL") or stack.enter_context(started())
        with Elasticsearch(url, api_key=api_key()) as client:
            VERSIONS["elasticsearch"] = client.info()["version"]["number"]
        yield url


@pytest.fixture
def use_elasticsearch(
    settings: Settings, elasticsearch_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Let the hub search through Elasticsearch, with indexes of this test alone."""
    # A busy machine must not turn every test into one of an outage.
    monkeypatch.setattr("search.engines.elastic.limits.search_seconds", 20.0)
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    settings.ELASTICSEARCH_API_KEY = api_key() or ""
    settings.ELASTICSEARCH_PREFIX = prefix
    settings.ELASTICSEARCH_URL = elasticsearch_url
    yield elasticsearch_url
    with Elasticsearch(elasticsearch_url, api_key=api_key()) as client:
        # Deleting by pattern is refused by default, so each index by its name.
        for name in client.indices.get(index=f"{prefix}-*"):
            client.indices.delete(index=name)


def api_key() -> str | None:
    """The key of the given server, if it wants one."""
    return os.environ.get("ELASTICSEARCH_API_KEY") or None
