"""Filters and counts of facets, in one pass over the matches."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from catalogue.models import FacetValue
from search.engines.database.rows import Match
from search.request import FACETS, SearchRequest

MAX_AGE_SECONDS = 300.0

# Number of a facet value → (facet, value).
Values = Mapping[int, tuple[str, str]]
# An entry as far as filters see it: its kind and its packed values.
Shape = tuple[str, str]


class _Memory:
    # A number means the same for ever; only a restored database could number anew.
    values: ClassVar[dict[int, tuple[str, str]]] = {}
    read_at = 0.0


def values_of(matches: Iterable[Match]) -> Values:
    """The facet values that any of these entries carries: one query for new ones."""
    numbers = {
        int(number)
        for packed in {match.facets for match in matches}
        for number in packed.split()
    }
    known = _known(numbers)
    return {number: known[number] for number in numbers & known.keys()}


def forget() -> None:
    """Drop what this process remembers (for tests)."""
    _Memory.values = {}


def _known(numbers: set[int]) -> Values:
    """What these numbers mean, from the memory of the process."""
    now = time.monotonic()
    is_old = now - _Memory.read_at > MAX_AGE_SECONDS
    known = {} if is_old else _Memory.values
    if missing := numbers - known.keys():
        rows = FacetValue.objects.filter(pk__in=missing)
        # Replaced whole, so that threads need no lock.
        known = {**known, **{row.pk: (row.facet, row.value) for row in rows}}
        _Memory.values = known
        _Memory.read_at = now if is_old else _Memory.read_at
    return known


class Filter:
    """The filters of a request, applied to the shapes of entries.

    OR inside a facet, AND between facets; "kind" is a facet like the others.
    """

    def __init__(self, request: SearchRequest, values: Values) -> None:
        wanted = {name: set(chosen) for name, chosen in request.facets.items()}
        self.kinds = frozenset(request.entry_kinds)
        self.numbers = {
            name: {n for n, pair in values.items() if pair[0] == name and pair[1] in ok}
            for name, ok in wanted.items()
            if ok
        }
        if request.written_by is not None:
            written = frozenset(request.written_by)
            self.numbers["author"] = {n for n, p in values.items() if p in written}
        self.values = values
        self.known: dict[Shape, tuple[str, ...]] = {}

    def failed(self, shape: Shape) -> tuple[str, ...]:
        """The facets whose filter this entry does not pass."""
        if shape not in self.known:
            kind, packed = shape
            carried = {int(number) for number in packed.split()}
            failed = [
                name for name, ok in self.numbers.items() if carried.isdisjoint(ok)
            ]
            if self.kinds and kind not in self.kinds:
                failed.append("kind")
            self.known[shape] = tuple(failed)
        return self.known[shape]

    def passing(self, matches: Iterable[Match]) -> list[Match]:
        """The matches that pass every filter."""
        return [m for m in matches if not self.failed((m.kind, m.facets))]

    def counts(self, matches: Iterable[Match]) -> dict[str, dict[str, int]]:
        """For each facet its values with their counts, its own filter left out."""
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        shapes = Counter((match.kind, match.facets) for match in matches)
        for shape, often in shapes.items():
            failed = self.failed(shape)
            if len(failed) > 1:
                continue
            for name, value in self._carried(shape):
                if not failed or failed[0] == name:
                    found[name][value] += often
        return {name: dict(found[name]) for name in ("kind", *FACETS)}

    def _carried(self, shape: Shape) -> Iterable[tuple[str, str]]:
        kind, packed = shape
        yield "kind", kind
        for number in packed.split():
            pair = self.values.get(int(number))
            if pair:
                yield pair


def total(matches: Sequence[Match], request: SearchRequest, values: Values) -> int:
    """How many of these entries pass the filters of the request."""
    return len(Filter(request, values).passing(matches))
