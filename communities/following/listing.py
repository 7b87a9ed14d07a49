"""The list of what somebody follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from catalogue.access import Reader
from communities.following.kinds import Followed, Kind, all_kinds, described
from communities.models import Follow


@dataclass(frozen=True)
class Line:
    """Something that is followed; thing is None where it is closed or gone."""

    follow: Follow
    thing: Followed | None


@dataclass(frozen=True)
class Group:
    """Things of one kind."""

    kind: Kind
    lines: Sequence[Line]


def follows_of(user: User, reader: Reader) -> list[Group]:
    """All that a person follows, by kind: a query, and a few for each kind."""
    rows = list(Follow.objects.filter(by=user).order_by("pk"))
    known = described((row.key for row in rows), user, reader)
    found = []
    for kind in all_kinds():
        own = [row for row in rows if row.key.partition(":")[0] == kind.name]
        lines = [Line(row, known.get(row.key)) for row in own]
        lines.sort(key=lambda line: line.thing.title.casefold() if line.thing else "~")
        if lines:
            found.append(Group(kind, lines))
    return found
