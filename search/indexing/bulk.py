"""Writing entries to an index, many at once, and reading what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.utils import timezone
from elasticsearch import ApiError, TransportError

from catalogue.models import Entry
from search.engines.elastic.client import background_client
from search.indexing.documents import documents

BATCH = 200
MOST_CHARACTERS = 4_000_000
# A document and its action, as the client wants them, and about how long they are.
Operation = tuple[list[dict[str, Any]], int]
BUSY = (429, 500, 502, 503, 504)
# A row of the index that is no entry; its version is the number of the last sync.
SYNCS_ID = "syncs"


class ServerAway(Exception):
    """The server cannot take anything now; try again later."""


class IndexMissing(Exception):
    """The index is not there, or belongs to another database: rebuild it."""


class Outcome(Enum):
    """What became of one entry."""

    DONE = auto()
    # The index holds a newer version.
    STALE = auto()
    BUSY = auto()
    REFUSED = auto()


@dataclass(frozen=True)
class Written:
    """One entry with the version that was sent and what became of it."""

    entry_id: int
    version: int
    outcome: Outcome
    reason: str = ""


def write(entries: Sequence[Entry], target: str) -> list[Written]:
    """Write entries under an alias; removed ones leave an empty row behind.

    The alias is required: a lost index must not come back with guessed fields (a
    delete by version would create one, hence the empty rows). The version of the
    entry decides, so a late writer never overwrites a newer one.
    """
    versions = {entry.pk: entry.version for entry in entries}
    written: list[Written] = []
    for operations in _batches(_operations(entries)):
        for result in _send(operations, target):
            number = int(result["_id"])
            outcome, reason = _read(result)
            written.append(Written(number, versions[number], outcome, reason))
    return written


def write_sync_number(number: int, target: str) -> None:
    """Note in the index how far the database has got."""
    for result in _send([_action(SYNCS_ID, number), {}], target):
        _read(result)


def _operations(entries: Sequence[Entry]) -> Iterator[Operation]:
    now = timezone.now().isoformat()
    for entry in entries:
        if entry.removed:
            row = {"id": entry.pk, "key": entry.key, "removed_at": now}
            yield [_action(str(entry.pk), entry.version), row], 0
    for entry, document in documents(entry for entry in entries if not entry.removed):
        action = _action(str(entry.pk), entry.version)
        yield [action, document], len(entry.body)


def _action(number: str, version: int) -> dict[str, Any]:
    address = {"_id": number, "version": version, "version_type": "external_gte"}
    return {"index": address}


def _batches(operations: Iterable[Operation]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    size = 0
    for operation, length in operations:
        if batch and size + length > MOST_CHARACTERS:
            yield batch
            batch, size = [], 0
        batch += operation
        size += length
    if batch:
        yield batch


def _send(operations: list[dict[str, Any]], target: str) -> Iterator[dict[str, Any]]:
    try:
        answer = background_client().bulk(
            index=target, operations=operations, require_alias=True
        )
    except (ApiError, TransportError) as error:
        raise fault(error) from error
    for item in answer["items"]:
        yield from item.values()


def fault(error: ApiError | TransportError) -> Exception:
    """What a failed request means: rebuild, or try again later."""
    if isinstance(error, ApiError) and error.status_code == 404:
        return IndexMissing(str(error))
    return ServerAway(str(error))


def _read(result: dict[str, Any]) -> tuple[Outcome, str]:
    status = result["status"]
    error = result.get("error") or {}
    if status == 404:
        raise IndexMissing(error.get("reason", ""))
    reason = f"{error.get('type')}: {error.get('reason')}" if error else ""
    if status < 300:
        return Outcome.DONE, ""
    if status == 409:
        return Outcome.STALE, reason
    return (Outcome.BUSY if status in BUSY else Outcome.REFUSED), reason
