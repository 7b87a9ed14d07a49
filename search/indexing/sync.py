"""Bringing what changed to the index: never in a request, never losing a change.

An entry is dirty while its version is not its indexed version. It becomes clean only
when the index has taken exactly that version, so a crash, an outage or a restart
costs nothing but time.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalogue.models import Entry
from search.engines.elastic.client import alias, building_alias, configured
from search.indexing import indexes, state
from search.indexing.bulk import (
    BATCH,
    IndexMissing,
    Outcome,
    Written,
    write,
    write_sync_number,
)

_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Report:
    """How many entries the last sync wrote, and how many it could not.

    refused: the index will not have them; why stands in their `index_error`. left:
    still to be written, by the next sync.
    """

    written: int = 0
    refused: int = 0
    left: int = 0


def sync() -> Report:
    """Send all dirty entries; raise ServerAway or IndexMissing when that cannot be."""
    if not configured():
        return Report()
    written = refused = 0
    with _one_at_a_time:
        targets = indexes.targets()
        for number, batch in enumerate(_dirty_batches()):
            if not number:
                write_sync_number(state.next_sync(), alias())
            outcomes = [row.outcome for row in _write(batch, targets)]
            written += outcomes.count(Outcome.DONE)
            refused += outcomes.count(Outcome.REFUSED)
        if written:
            indexes.refresh(alias())
    return Report(written, refused, waiting())


def waiting() -> int:
    """How many entries still have to be written."""
    return Entry.objects.dirty().filter(index_error="").count()


def record(rows: Iterable[Written]) -> None:
    """Note what the index took or refused, of entries that did not change since."""
    taken: defaultdict[int, list[int]] = defaultdict(list)
    for row in rows:
        if row.outcome is Outcome.DONE:
            taken[row.version].append(row.entry_id)
        elif row.outcome is Outcome.REFUSED:
            same = Entry.objects.filter(pk=row.entry_id, version=row.version)
            same.update(index_error=row.reason[:1000])
    for version, numbers in taken.items():
        mark_indexed(version, numbers)


def mark_indexed(version: int, numbers: list[int]) -> None:
    """These entries stand in the index in this version."""
    for start in range(0, len(numbers), BATCH):
        same = Entry.objects.filter(
            pk__in=numbers[start : start + BATCH], version=version
        )
        same.update(indexed_version=version, index_error="")


def raise_versions(in_index: dict[int, int]) -> None:
    """Put entries ahead of what the index holds, so that they are written again."""
    rows = Entry.objects.filter(pk__in=in_index).values_list("pk", "version")
    for number, version in rows:
        same = Entry.objects.filter(pk=number, version=version)
        same.update(version=max(version, in_index[number]) + 1, index_error="")


def _dirty_batches() -> Iterator[list[Entry]]:
    """Each dirty entry once, in the order of their numbers."""
    last = 0
    dirty = Entry.objects.dirty().filter(index_error="").order_by("pk")
    while batch := list(dirty.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


def _write(batch: list[Entry], targets: list[str]) -> list[Written]:
    rows = write(batch, alias())
    if building_alias() in targets:
        # What the index in the making did not take stays dirty for both.
        try:
            settled = {
                row.entry_id
                for row in write(batch, building_alias())
                if row.outcome is not Outcome.BUSY
            }
        except IndexMissing:
            # It went live, or was given up, in this moment.
            return rows
        rows = [row for row in rows if row.entry_id in settled]
    record(rows)
    _overtake(row for row in rows if row.outcome is Outcome.STALE)
    return rows


def _overtake(stale: Iterable[Written]) -> None:
    """An index ahead of an unchanged entry holds what a restored database lost."""
    sent = {row.entry_id: row.version for row in stale}
    if not sent:
        return
    unchanged = [
        number
        for number, version in Entry.objects.filter(pk__in=sent).values_list(
            "pk", "version"
        )
        if version == sent[number]
    ]
    raise_versions(indexes.versions_of(alias(), unchanged))
