"""Comparing the catalogue with an index: an ordered merge, nothing held in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from catalogue.models import Entry
from search.indexing import indexes

PAGE = 2000


class EntryRow(NamedTuple):
    """What of an entry must agree with the index."""

    number: int
    version: int
    indexed_version: int
    removed: bool
    place: int | None
    refused: bool


class IndexRow(NamedTuple):
    """What of a document must agree with its entry."""

    number: int
    version: int
    place: int | None
    removed: bool


@dataclass
class Differences:
    """Numbers of entries by fault, with the version in which the index has them.

    missing: should be found. extra: should not. stale: another version. wrong_place:
    may be open to the wrong readers. waiting: the next sync will write them. refused:
    the index would not have them. agree: entries that are right, by version.
    """

    missing: dict[int, int] = field(default_factory=dict)
    extra: dict[int, int] = field(default_factory=dict)
    stale: dict[int, int] = field(default_factory=dict)
    wrong_place: dict[int, int] = field(default_factory=dict)
    waiting: int = 0
    refused: int = 0
    agree: dict[int, list[int]] = field(default_factory=dict)

    @property
    def faults(self) -> dict[str, dict[int, int]]:
        """The faults by name."""
        names = ("missing", "extra", "stale", "wrong_place")
        return {name: getattr(self, name) for name in names}

    @property
    def all_faults(self) -> dict[int, int]:
        """Every faulty entry with its version in the index (0: not there)."""
        return {k: v for found in self.faults.values() for k, v in found.items()}


def compare(index: str, lenient: bool = True) -> Differences:
    """Compare all entries with an index.

    lenient: entries that wait for the next sync are no fault; an index in the making,
    which the entries' own note does not speak of, is compared without that.
    """
    found = Differences()
    for entry, row in _merged(_entry_rows(), _index_rows(index)):
        _judge(found, entry, row, lenient)
    return found


def _judge(
    found: Differences, entry: EntryRow | None, row: IndexRow | None, lenient: bool
) -> None:
    shown = row is not None and not row.removed
    if entry is None or entry.removed:
        if row is not None and shown and not _waits(found, entry, lenient):
            found.extra[row.number] = row.version
    elif entry.refused:
        found.refused += 1
    elif _waits(found, entry, lenient):
        return
    elif row is None or not shown:
        found.missing[entry.number] = row.version if row else 0
    elif row.version != entry.version:
        found.stale[entry.number] = row.version
    elif row.place != entry.place:
        found.wrong_place[entry.number] = row.version
    else:
        found.agree.setdefault(entry.version, []).append(entry.number)


def _waits(found: Differences, entry: EntryRow | None, lenient: bool) -> bool:
    waits = lenient and entry is not None and entry.version != entry.indexed_version
    found.waiting += waits
    return waits


def _merged(
    entries: Iterator[EntryRow], rows: Iterator[IndexRow]
) -> Iterator[tuple[EntryRow | None, IndexRow | None]]:
    """Pair what has the same number; both sides come in the order of numbers."""
    entry, row = next(entries, None), next(rows, None)
    while entry is not None or row is not None:
        if row is None or (entry is not None and entry.number < row.number):
            yield entry, None
            entry = next(entries, None)
        elif entry is None or row.number < entry.number:
            yield None, row
            row = next(rows, None)
        else:
            yield entry, row
            entry, row = next(entries, None), next(rows, None)


def _entry_rows() -> Iterator[EntryRow]:
    last = 0
    rows = Entry.objects.order_by("pk").values_list(
        "pk", "version", "indexed_version", "removed", "place_id", "index_error"
    )
    while page := list(rows.filter(pk__gt=last)[:PAGE]):
        for number, version, indexed, removed, place, error in page:
            yield EntryRow(number, version, indexed, removed, place, bool(error))
        last = page[-1][0]


def _index_rows(index: str) -> Iterator[IndexRow]:
    last = 0
    while page := indexes.rows_after(index, last, PAGE):
        yield from map(_index_row, page)
        last = int(page[-1]["_id"])


def _index_row(hit: dict[str, Any]) -> IndexRow:
    fields = hit.get("fields", {})
    place = fields.get("place")
    return IndexRow(
        number=int(hit["_id"]),
        version=hit["_version"],
        place=int(place[0]) if place else None,
        removed="removed_at" in fields,
    )
