"""The one connection of this process to Elasticsearch, and the names of indexes."""

from __future__ import annotations

import os
import threading
from typing import Any

from django.conf import settings
from elasticsearch import Elasticsearch

from search.engines.elastic import limits
from search.engines.elastic.breaker import Breaker

CONNECTIONS = 16


class _Process:
    lock = threading.Lock()
    # What the connection was made for: after a fork or another setting, a new one.
    made_for: tuple[Any, ...] = ()
    client: Elasticsearch | None = None
    breaker = Breaker()


def configured() -> bool:
    """Whether the operator gave the address of an Elasticsearch."""
    return bool(settings.ELASTICSEARCH_URL)


def client() -> Elasticsearch:
    """The connection for searches: gives up after a second and does not retry."""
    wanted = (os.getpid(), settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_API_KEY)
    with _Process.lock:
        if _Process.client is None or _Process.made_for != wanted:
            if _Process.client is not None and _Process.made_for[0] == os.getpid():
                _Process.client.close()
            _Process.client = _connect()
            _Process.made_for = wanted
            _Process.breaker = Breaker()
        return _Process.client


def background_client() -> Elasticsearch:
    """The same connection with time enough for indexing."""
    return client().options(request_timeout=limits.background_seconds)


def breaker() -> Breaker:
    """The breaker of this process; searches ask it first."""
    return _Process.breaker


def close() -> None:
    """Drop the connection (for tests)."""
    with _Process.lock:
        if _Process.client is not None:
            _Process.client.close()
        _Process.client = None


def alias() -> str:
    """The name under which changes reach the index that answers searches."""
    return f"{settings.ELASTICSEARCH_PREFIX}-entries"


def building_alias() -> str:
    """The name under which changes reach the index that is being built."""
    return f"{alias()}-building"


def index_name(generation: int) -> str:
    """The index of a generation; searches name it, so they never ask another one."""
    return f"{alias()}-{generation}"


def _connect() -> Elasticsearch:
    return Elasticsearch(
        settings.ELASTICSEARCH_URL,
        api_key=settings.ELASTICSEARCH_API_KEY or None,
        request_timeout=limits.search_seconds,
        max_retries=0,
        retry_on_timeout=False,
        connections_per_node=CONNECTIONS,
    )
