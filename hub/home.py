"""What stands on the home page, in as few queries as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.access import Reader
from catalogue.models import Entry, Importance
from catalogue.querysets import EntryQuerySet
from practices.listing import Row, rows
from practices.overview import Overview, ThemeNode, overview, theme_tree

MUST_READ_LIMIT = 2
WORTH_READING_LIMIT = 3
PICKS_READ = 30
NEWEST_CASES = 5
NEWEST_GUIDES = 4
COLLECTIONS = 3


@dataclass(frozen=True)
class Home:
    """The sections of the home page; an empty one is not shown."""

    counts: Overview
    major: Sequence[Row]
    minor: Sequence[Row]
    cases: Sequence[Row]
    guides: Sequence[Row]
    collections: Sequence[Row]
    themes: Sequence[ThemeNode]

    @property
    def agencies(self) -> int:
        """How many agencies have published something."""
        return len(self.counts.facets["agency"])

    @property
    def languages(self) -> int:
        """In how many languages there is something to read."""
        return len(self.counts.facets["lang"])


def home(reader: Reader) -> Home:
    """Read the home page for this reader: seven queries beside the reader's."""
    readable = Entry.objects.readable_by(reader).light()
    picks = _picks(list(_important(readable)))
    parts = [
        picks,
        _newest(readable, Entry.Kind.CASE, NEWEST_CASES, picks),
        _newest(readable, Entry.Kind.GUIDE, NEWEST_GUIDES, picks),
        list(readable.of_kind(Entry.Kind.COLLECTION).most_important()[:COLLECTIONS]),
    ]
    lines = iter(rows([entry for part in parts for entry in part], reader))
    shown, cases, guides, collections = ([next(lines) for _ in part] for part in parts)
    counts = overview(reader, ["theme", "agency", "lang"])
    return Home(
        counts=counts,
        major=[row for row in shown if row.importance in ("do", "must")],
        minor=[row for row in shown if row.importance == "worth"],
        cases=cases,
        guides=guides,
        collections=collections,
        themes=theme_tree(counts, reader),
    )


def _important(readable: EntryQuerySet) -> EntryQuerySet:
    found = readable.filter(importance__gt=Importance.NORMAL).most_important()
    return found[:PICKS_READ]


def _newest(
    readable: EntryQuerySet, kind: str, limit: int, shown: Sequence[Entry]
) -> list[Entry]:
    """The newest of a kind, without those that the editors show already."""
    numbers = {entry.pk for entry in shown}
    found = readable.of_kind(kind).newest()[: limit + len(numbers)]
    return [entry for entry in found if entry.pk not in numbers][:limit]


def _picks(entries: Sequence[Entry]) -> list[Entry]:
    """All that must be done, the newest that must be read, some worth reading."""
    limits = {
        Importance.MUST_DO: PICKS_READ,
        Importance.MUST_READ: MUST_READ_LIMIT,
        Importance.WORTH_READING: WORTH_READING_LIMIT,
    }
    picked: list[Entry] = []
    for importance, limit in limits.items():
        picked += [each for each in entries if each.importance == importance][:limit]
    return picked
