"""What the rows of a day say, as numbers: pure, no database."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

# The same words again within this time are the same search.
SAME_SEARCH = datetime.timedelta(minutes=30)
# Other words within this time, and no result opened, are a second try.
SECOND_TRY = datetime.timedelta(minutes=5)


class Row(NamedTuple):
    """What is read of a search of the day."""

    at: datetime.datetime
    text: str
    key: str
    language: str
    visitor: str
    agency_id: int | None
    total: int
    filtered: bool
    opened: int


@dataclass
class Count:
    """The figures of one question on one day.

    last_total: what it found when it was last asked without filters, if it was.
    """

    text: str = ""
    language: str = ""
    last_total: int | None = None
    searches: int = 0
    without_result: int = 0
    opened: int = 0
    places: int = 0
    visitors: set[str] = field(default_factory=set)


def searches_of(rows: Iterable[Row]) -> list[Row]:
    """Rows in the order of time, those of one search made one.

    Several processes may have written a row each.
    """
    latest: dict[tuple[str, str], int] = {}
    found: list[Row] = []
    for row in sorted(rows, key=lambda row: row.at):
        known = latest.get((row.visitor, row.key))
        if known is not None and row.at - found[known].at <= SAME_SEARCH:
            first = found[known]
            found[known] = first._replace(opened=first.opened or row.opened)
            continue
        latest[row.visitor, row.key] = len(found)
        found.append(row)
    return found


def counts_of(searches: Sequence[Row]) -> dict[str, Count]:
    """The figures of each question by its key."""
    found: defaultdict[str, Count] = defaultdict(Count)
    for row in searches:
        count = found[row.key]
        count.text, count.language = row.text, row.language
        count.searches += 1
        count.visitors.add(row.visitor)
        count.opened += bool(row.opened)
        count.places += row.opened
        # What filters leave out is not missing on the hub.
        if not row.filtered:
            count.last_total = row.total
            count.without_result += not row.total
    return dict(found)


def agency_visitors(searches: Sequence[Row]) -> dict[tuple[str, int], int]:
    """How many visitors of an agency asked a question."""
    found: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for row in searches:
        if row.agency_id is not None:
            found[row.key, row.agency_id].add(row.visitor)
    return {cell: len(visitors) for cell, visitors in found.items()}


def rewordings_of(searches: Sequence[Row]) -> dict[tuple[str, str], int]:
    """How many visitors went on from one question to another, without a result."""
    by_visitor: defaultdict[str, list[Row]] = defaultdict(list)
    for row in searches:
        by_visitor[row.visitor].append(row)
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for visitor, asked in by_visitor.items():
        for before, after in pairwise(asked):
            soon = after.at - before.at <= SECOND_TRY
            if soon and not before.opened and before.key != after.key:
                found[before.key, after.key].add(visitor)
    return {pair: len(visitors) for pair, visitors in found.items()}
