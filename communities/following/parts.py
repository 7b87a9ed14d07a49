"""Parts of a digest that others compute: what waits for somebody, what editors ask.

The packages above register a function each. They tell what came between two moments,
so that nothing is told twice and nothing has to be stored.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from accounts.models import User
from catalogue.access import Reader
from catalogue.models import Entry
from communities.models import Visibility
from communities.querysets import visibilities


@dataclass(frozen=True)
class Line:
    """One line of a part: what is said of a title, and where it leads.

    badge: stands out before the title. note: below it, as one sentence. action: what
    else the reader can do, at action_url. topic: by what people choose whether it is
    mailed, "" for what always is. key: of the entry it is about.
    """

    title: str
    url: str
    at: datetime.datetime
    lang: str = ""
    sentence: str = ""
    badge: str = ""
    note: str = ""
    action: str = ""
    action_url: str = ""
    topic: str = ""
    key: str = ""


@dataclass(frozen=True)
class Part:
    """Lines under one heading."""

    heading: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Span:
    """The time of which a digest tells: after the last one, up to now."""

    since: datetime.datetime
    until: datetime.datetime

    def __contains__(self, moment: datetime.datetime) -> bool:
        return self.since < moment <= self.until


Source = Callable[[User, Reader, Span], Iterable[Part]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Let a function tell its parts in every digest."""
    if source not in _sources:
        _sources.append(source)


def parts_for(
    user: User, reader: Reader, span: Span, not_mailed: Iterable[str]
) -> list[Part]:
    """All parts with something new for this person, in the order of their sources."""
    unwanted = set(not_mailed)
    found = []
    for source in _sources:
        for part in source(user, reader, span):
            lines = [
                line
                for line in part.lines
                if line.at in span and line.topic not in unwanted
            ]
            found.append(Part(part.heading, lines))
    return _without_confidential(found)


def _without_confidential(parts: Sequence[Part]) -> list[Part]:
    """Parts that have lines; a mail names nothing of a confidential community."""
    keys = {line.key for part in parts for line in part.lines}
    entries = Entry.objects.filter(key__in=keys).light().select_related("place__page")
    hidden = {
        key
        for key, visibility in visibilities(entries).items()
        if visibility == Visibility.CONFIDENTIAL
    }
    left = (
        Part(part.heading, [line for line in part.lines if line.key not in hidden])
        for part in parts
    )
    return [part for part in left if part.lines]
