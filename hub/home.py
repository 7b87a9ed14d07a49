"""What stands on the home page: one pass over what the reader may find."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import NamedTuple
from uuid import UUID

from accounts.models import Agency
from catalogue.access import Reader
from catalogue.models import Entry, Importance
from practices.duties import duties_for
from practices.folding import folded
from practices.listing import Row, rows
from practices.overview import WRITTEN, Overview, ThemeNode, counted, theme_tree

# What one must do stands there whole; strangers see a few.
DUTIES_FOR_AGENTS = 30
DUTIES_FOR_OTHERS = 3
# How many of the other importances the editors' block holds.
PICKS = (
    (Importance.MUST_READ, 2),
    (Importance.WORTH_READING, 3),
)
NEWEST_CASES = 5
# Without picks of the editors the newest take their room.
NEWEST_CASES_ALONE = 10
SIDE_THEMES = 8
NEWEST_GUIDES = 4
COLLECTIONS = 3
LONG_AGO = datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)


class Seen(NamedTuple):
    """What the pass reads of an entry."""

    id: int
    kind: str
    facets: str
    importance: int
    published_at: datetime.datetime | None
    key: str
    url: str
    language: str
    translation_key: UUID

    @property
    def age(self) -> tuple[datetime.datetime, int]:
        """By this the newest comes first, ties in a fixed order."""
        return self.published_at or LONG_AGO, self.id


@dataclass(frozen=True)
class Home:
    """The sections of the home page; an empty one is not shown.

    may_mark: whether what must be done stands there for the reader's own agency.
    """

    counts: Overview
    may_mark: bool
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
    def many_themes(self) -> bool:
        """Whether the themes are too many for the side column."""
        return len(self.themes) > SIDE_THEMES

    @property
    def languages(self) -> int:
        """In how many languages there is something to read."""
        return len(self.counts.facets["lang"])


def home(reader: Reader, agency: Agency | None = None) -> Home:
    """The home page for this reader of an agency: four queries beside the reader's own.

    What the agency must do and has not done comes first, the nearest deadline on top.
    """
    readable = Entry.objects.readable_by(reader)
    fields = Seen._fields
    found = [
        Seen(*values)
        for values in readable.of_kind(*WRITTEN).order_by().values_list(*fields)
    ]
    by_number = {each.id: each for each in found}
    limit = DUTIES_FOR_AGENTS if agency else DUTIES_FOR_OTHERS
    due = [entry.pk for entry in duties_for(agency, reader)][:limit]
    picks = [by_number[number] for number in due if number in by_number]
    picks += [each for level, limit in PICKS for each in _of(level, limit, found)]
    shown = {each.translation_key for each in picks}
    rest = [each for each in found if each.translation_key not in shown]
    parts = [
        picks,
        _newest(rest, Entry.Kind.CASE, NEWEST_CASES if picks else NEWEST_CASES_ALONE),
        _newest(rest, Entry.Kind.GUIDE, NEWEST_GUIDES),
        _newest(found, Entry.Kind.COLLECTION, COLLECTIONS),
    ]
    lines = _lines([each for part in parts for each in part], found, reader)
    shown_picks, cases, guides, collections = (
        [lines[each.id] for each in part if each.id in lines] for part in parts
    )
    counts = counted(
        ((each.kind, each.facets) for each in found), ["theme", "agency", "lang"]
    )
    return Home(
        counts=counts,
        may_mark=agency is not None,
        major=[row for row in shown_picks if row.importance in ("do", "must")],
        minor=[row for row in shown_picks if row.importance == "worth"],
        cases=cases,
        guides=guides,
        collections=collections,
        themes=theme_tree(counts, reader),
    )


def _of(importance: int, limit: int, found: Iterable[Seen]) -> list[Seen]:
    same = folded(each for each in found if each.importance == importance)
    return nlargest(limit, same, key=lambda each: each.age)


def _newest(found: Iterable[Seen], kind: str, limit: int) -> list[Seen]:
    """The newest of a kind; of collections the most important come first."""
    same = folded(each for each in found if each.kind == kind)
    if kind == Entry.Kind.COLLECTION:
        return nlargest(limit, same, key=lambda each: (each.importance, each.age))
    return nlargest(limit, same, key=lambda each: each.age)


def _lines(
    shown: Sequence[Seen], found: Iterable[Seen], reader: Reader
) -> dict[int, Row]:
    """The lines of what is shown, with the other languages that the pass has met."""
    keys = {each.translation_key for each in shown}
    same = [each for each in found if each.translation_key in keys]
    others: defaultdict[UUID, list[Seen]] = defaultdict(list)
    for each in sorted(same, key=lambda each: (each.language, each.id)):
        others[each.translation_key].append(each)
    numbers = [each.id for each in shown]
    wanted = Entry.objects.readable_by(reader).filter(pk__in=numbers).light()
    return {row.id: row for row in rows(wanted, reader, known=others)}
