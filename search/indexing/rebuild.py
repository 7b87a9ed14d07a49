"""Making the index anew while the old one answers and changes keep coming.

A new index of its own generation; changes go to both while entries are written into
it; count and versions are compared; then it takes over in one step. The old one is
kept for the way back.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from catalogue.models import Entry
from search.engines.elastic.client import building_alias, index_name
from search.indexing import indexes, state
from search.indexing.bulk import BATCH, Outcome, ServerAway, write
from search.indexing.compare import Differences, compare
from search.indexing.pauses import pause
from search.indexing.sync import mark_indexed, record, sync
from search.indexing.vocabulary import vocabulary

TRIES = 6
ROUNDS = 5

Progress = Callable[[int, int], None]


class RebuildFailed(Exception):
    """The new index could not be made; the old one still answers."""


@dataclass(frozen=True)
class Rebuilt:
    """The new index, and how many entries it holds or refused."""

    index: str
    entries: int
    refused: int


def rebuild(progress: Progress = lambda done, total: None) -> Rebuilt:
    """Make a new index and let it answer; the old one stays for `roll_back`."""
    before = state.numbers()
    if state.is_rebuilding(before):
        raise RebuildFailed("Another rebuild is under way.")
    state.beat()
    generation = state.new_generation()
    indexes.drop_others([before[state.LIVE], before[state.PREVIOUS]])
    indexes.create(generation, vocabulary())
    state.remember({state.BUILDING: generation})
    try:
        Entry.objects.exclude(index_error="").update(index_error="")
        _fill(progress)
        agreed = _compare_until_equal(index_name(generation))
        indexes.refresh_often(index_name(generation))
    except BaseException:
        _give_up(generation)
        raise
    _take_over(generation, before[state.LIVE])
    for version, numbers in agreed.agree.items():
        mark_indexed(version, numbers)
    sync()
    indexes.drop_others([generation, before[state.LIVE]])
    entries = sum(map(len, agreed.agree.values()))
    return Rebuilt(index_name(generation), entries, agreed.refused)


def roll_back() -> str:
    """Let the previous index answer again; return its name.

    All entries count as dirty then: what changed since is written by the next sync.
    """
    now = state.numbers()
    previous = now[state.PREVIOUS]
    if not previous:
        raise RebuildFailed("There is no previous index to go back to.")
    _take_over(previous, now[state.LIVE])
    Entry.objects.filter(version__gt=0).update(indexed_version=0, index_error="")
    return index_name(previous)


def _take_over(generation: int, previous: int) -> None:
    # The index of the same number tells a restored database from this one.
    indexes.swap(generation)
    state.remember(
        {state.LIVE: generation, state.PREVIOUS: previous, state.BUILDING: 0}
    )


def _give_up(generation: int) -> None:
    state.remember({state.BUILDING: 0})
    with contextlib.suppress(ServerAway):
        indexes.drop(index_name(generation))


def _fill(progress: Progress) -> None:
    """Write all live entries, in the order of their numbers."""
    live = Entry.objects.live().order_by("pk")
    total, done, last = live.count(), 0, 0
    while batch := list(live.filter(pk__gt=last)[:BATCH]):
        _write(batch)
        last = batch[-1].pk
        done += len(batch)
        progress(done, total)


def _write(batch: Sequence[Entry]) -> None:
    """Write to the new index; what it refuses is noted and the rest goes on."""
    for attempt in range(TRIES):
        state.beat()
        try:
            rows = write(batch, building_alias())
        except ServerAway:
            rows = None
        if rows is not None:
            record(row for row in rows if row.outcome is Outcome.REFUSED)
            busy = {row.entry_id for row in rows if row.outcome is Outcome.BUSY}
            batch = [entry for entry in batch if entry.pk in busy]
            if not batch:
                return
        pause(attempt)
    raise RebuildFailed("Elasticsearch is too busy or does not answer.")


def _compare_until_equal(name: str) -> Differences:
    """Write what differs until nothing does, or only what changes right now."""
    for _round in range(ROUNDS):
        indexes.refresh(name)
        state.beat()
        found = compare(name, lenient=False)
        if not found.all_faults:
            return found
        for number in list(found.all_faults):
            _write(list(Entry.objects.filter(pk=number)))
    found = compare(name)
    if found.all_faults:
        raise RebuildFailed("The new index does not become equal to the catalogue.")
    return found
