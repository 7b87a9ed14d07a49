"""What a change would do: the first ten of some queries before and after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q

from accounts.models import Agency
from accounts.services import signed_in_agents
from catalogue.access import Reader, as_read_by, reader_of
from search import services
from search.curating.curation import Curation, made_of, stored
from search.curating.keys import key_of
from search.curating.state import State, lines
from search.models import Question
from search.request import MAX_QUERY, SearchRequest
from search.services import FoundHit

QUERIES = 5
SHOWN = 10
LOOKED_AT = 5_000


class Mark(StrEnum):
    """What became of a hit."""

    SAME = "same"
    UP = "up"
    DOWN = "down"
    NEW = "new"
    LOST = "lost"


@dataclass(frozen=True)
class Line:
    """A hit of the list before or after; before: its place then, 0 for none."""

    found: FoundHit
    mark: Mark
    before: int = 0


@dataclass(frozen=True)
class Comparison:
    """The first ten of one query, before and after, and how many there are in all."""

    query: str
    before: Sequence[Line]
    after: Sequence[Line]
    total_before: int
    total_after: int

    @property
    def is_same(self) -> bool:
        """Whether the first ten stay as they are."""
        return all(line.mark is Mark.SAME for line in (*self.before, *self.after))


def compare(
    queries: Iterable[str], now: Curation, then: Curation, reader: Reader, language: str
) -> list[Comparison]:
    """Ask each query twice."""
    found = []
    for query in list(queries)[:QUERIES]:
        request = SearchRequest(q=query[:MAX_QUERY], language=language, size=SHOWN)
        before = services.find(request, reader, now)
        after = services.find(request, reader, then)
        lists = _before(before.hits, after.hits), _after(before.hits, after.hits)
        found.append(Comparison(query, *lists, before.total, after.total))
    return found


def curations(kind: str, number: int | None, state: State) -> tuple[Curation, Curation]:
    """What is in use, and what would be with this state of one thing kept."""
    others = stored(kind, number)
    return made_of(stored()), made_of([*others, (kind, state)])


def queries_for(kind: str, state: State) -> list[str]:
    """Real questions with the words of what is kept; else the words themselves."""
    words = lines("\n".join(state.get(name, "") for name in WORDS[kind]))
    keys = list(dict.fromkeys(filter(None, map(key_of, words))))
    asked = _asked(keys) if keys else []
    return list(dict.fromkeys([*asked, *words]))[:QUERIES]


WORDS = {
    "synonymset": ("words",),
    "pinnedquery": ("queries",),
    "stopphrase": ("phrase",),
}


def _asked(keys: Sequence[str]) -> list[str]:
    """The questions with these words that may be shown, the latest first."""
    wanted = Q()
    for key in keys[:50]:
        wanted |= Q(key__contains=key)
    shown = Question.objects.filter(wanted, shown_from__isnull=False, ignored_at=None)
    rows = shown.order_by("-last_asked_on", "pk").values_list("key", "text")
    return [
        text
        for key, text in rows[:LOOKED_AT]
        if any(f" {one} " in f" {key} " for one in keys)
    ]


def reader_named(name: str, user: Any) -> Reader:
    """A stranger, any agent, an agent of an agency, or oneself; never more than that.

    name: "stranger", "agent", the slug of an agency after "agency:", or "me".
    """
    own = reader_of(user)
    if name == "me":
        return own
    if name == "stranger":
        return as_read_by(own, frozenset(), is_agent=False)
    groups = {signed_in_agents().pk}
    agency = Agency.objects.filter(slug=name.removeprefix("agency:")).first()
    if agency is not None and agency.group_id is not None:
        groups.add(agency.group_id)
    return as_read_by(own, frozenset(groups), is_agent=True)


def _before(before: Sequence[FoundHit], after: Sequence[FoundHit]) -> list[Line]:
    kept = {found.entry.pk for found in after}
    return [
        Line(found, Mark.SAME if found.entry.pk in kept else Mark.LOST, place)
        for place, found in enumerate(before, start=1)
    ]


def _after(before: Sequence[FoundHit], after: Sequence[FoundHit]) -> list[Line]:
    places = {found.entry.pk: place for place, found in enumerate(before, start=1)}
    found = []
    for place, one in enumerate(after, start=1):
        was = places.get(one.entry.pk, 0)
        mark = Mark.NEW if not was else Mark.SAME
        if was and was != place:
            mark = Mark.UP if was > place else Mark.DOWN
        found.append(Line(one, mark, was))
    return found
