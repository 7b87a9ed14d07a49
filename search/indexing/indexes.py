"""The indexes on the server: which one to write to, making, swapping, dropping."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError

from search.engines.elastic.client import (
    alias,
    background_client,
    building_alias,
    client,
    index_name,
)
from search.engines.elastic.mapping import Vocabulary, index_body
from search.indexing import state
from search.indexing.bulk import SYNCS_ID, IndexMissing, fault

_hurried: ContextVar[bool] = ContextVar("hurried", default=False)


def targets() -> list[str]:
    """The aliases to write to: the live index, and one that is being built.

    Raises IndexMissing when the live index is not the one this database knows.
    """
    standing = set(names_under(alias()))
    ahead = _sync_number() if standing else 0
    # Read after the server: the numbers of a healthy database are never behind it.
    now = state.numbers()
    known = {index_name(now[name]) for name in (state.LIVE, state.BUILDING)}
    if not now[state.LIVE] or not standing or not standing <= known:
        raise IndexMissing("There is no index for this database.")
    if ahead > now[state.SYNCS]:
        raise IndexMissing("The database is older than the index: it was restored.")
    if not now[state.BUILDING]:
        return [alias()]
    if names_under(building_alias()):
        return [alias(), building_alias()]
    if not state.is_rebuilding(now):
        state.remember({state.BUILDING: 0})
    return [alias()]


def names_under(name: str) -> list[str]:
    """The indexes that an alias stands for."""
    try:
        return sorted(_ask(lambda es: es.indices.get_alias(name=name)))
    except IndexMissing:
        return []


def create(generation: int, vocabulary: Vocabulary) -> None:
    """Make the index of a generation and let changes reach it from now on."""
    body = index_body(generation, vocabulary)
    body["settings"]["refresh_interval"] = "-1"
    name = index_name(generation)
    aliases: dict[str, Any] = {building_alias(): {}}
    _ask(lambda es: es.indices.create(index=name, aliases=aliases, **body))


def swap(generation: int) -> None:
    """Let the index of this generation answer, in one step."""
    name = index_name(generation)
    actions = [
        {"remove": {"index": old, "alias": alias()}} for old in names_under(alias())
    ]
    actions += [
        {"remove": {"index": old, "alias": building_alias()}}
        for old in names_under(building_alias())
    ]
    actions.append({"add": {"index": name, "alias": alias()}})
    _ask(lambda es: es.indices.update_aliases(actions=actions))


def refresh(name: str) -> None:
    """Let searches see what has been written."""
    _ask(lambda es: es.indices.refresh(index=name))


def refresh_often(name: str) -> None:
    """Let searches see what is written within a second, as they do in a live index."""
    settings = {"index": {"refresh_interval": "1s"}}
    _ask(lambda es: es.indices.put_settings(index=name, settings=settings))
    refresh(name)


def drop_others(keep: Iterable[int]) -> None:
    """Delete the hub's indexes of other generations."""
    kept = {index_name(generation) for generation in keep}
    ours = re.compile(re.escape(alias()) + r"-\d+")
    standing = _ask(lambda es: es.indices.get(index=f"{alias()}-*", features="aliases"))
    for name in standing:
        if ours.fullmatch(name) and name not in kept:
            drop(name)


def drop(name: str) -> None:
    """Delete an index, if it is there."""
    _ask(lambda es: es.indices.delete(index=name, ignore_unavailable=True))


def count(name: str) -> int:
    """How many entries stand in an index."""
    query = {"bool": {"filter": _exists("id"), "must_not": _exists("removed_at")}}
    return int(_ask(lambda es: es.count(index=name, query=query))["count"])


def meta(name: str) -> dict[str, Any]:
    """What an index says of itself."""
    for mappings in _ask(lambda es: es.indices.get_mapping(index=name)).values():
        return dict(mappings["mappings"].get("_meta", {}))
    return {}


def rows_after(name: str, last: int, size: int) -> list[dict[str, Any]]:
    """The next rows of an index in the order of entries' numbers, without texts."""
    query = {"range": {"id": {"gt": last}}}
    answer = _ask(
        lambda es: es.search(
            index=name,
            query=query,
            size=size,
            sort=[{"id": "asc"}],
            source=False,
            version=True,
            docvalue_fields=[{"field": "place"}, {"field": "removed_at"}],
        )
    )
    return list(answer["hits"]["hits"])


def versions_of(name: str, numbers: list[int]) -> dict[int, int]:
    """The versions in which these entries stand in an index."""
    if not numbers:
        return {}
    ids = [str(number) for number in numbers]
    answer = _ask(lambda es: es.mget(index=name, ids=ids, source=False))
    return {
        int(found["_id"]): found["_version"]
        for found in answer["docs"]
        if found.get("found")
    }


def purge_removed(name: str, before: datetime.datetime) -> int:
    """Delete the empty rows of entries that were taken away before a moment."""
    return _delete(name, {"range": {"removed_at": {"lt": before.isoformat()}}})


def forget_rows(name: str, numbers: list[int]) -> int:
    """Delete rows for which there is no entry at all."""
    return _delete(name, {"terms": {"id": numbers}}) if numbers else 0


def _delete(name: str, query: dict[str, Any]) -> int:
    answer = _ask(
        lambda es: es.delete_by_query(
            index=name, query=query, conflicts="proceed", refresh=True
        )
    )
    return int(answer["deleted"])


@contextmanager
def in_a_hurry() -> Iterator[None]:
    """Wait no longer than a reader's search would, for whoever only looks."""
    token = _hurried.set(True)
    try:
        yield
    finally:
        _hurried.reset(token)


def _connection() -> Elasticsearch:
    return client() if _hurried.get() else background_client()


def _exists(field: str) -> dict[str, Any]:
    return {"exists": {"field": field}}


def _sync_number() -> int:
    answer = _ask(lambda es: es.mget(index=alias(), ids=[SYNCS_ID], source=False))
    return int(answer["docs"][0].get("_version", 0))


def _ask(ask: Callable[[Elasticsearch], Any]) -> dict[str, Any]:
    try:
        return dict(ask(_connection()).body)
    except (ApiError, TransportError) as error:
        raise fault(error) from error
