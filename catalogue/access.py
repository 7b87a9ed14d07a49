"""Which places are open to a reader: the one rule for access.

Computed per request from the live restriction tables, page paths and groups. Nested
restrictions must all pass, any group of each suffices, as Wagtail serves pages. What
is unknown is closed.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import F, Value
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
)

from catalogue.models import Change, Place, Stamp

# Each set is the groups of one restriction; a reader needs one of each.
Requirements = frozenset[frozenset[int]]
Openings = Mapping[Requirements, frozenset[int]]
NOBODY: Requirements = frozenset([frozenset()])
# A wall that asks for what a page and a collection ask for.
BOTH = re.compile(r"both:(\d+):(\d+)")
# A wall that asks for what a page asks for, and for a group.
TALK = re.compile(r"talk:(\d+):(\d+)")
AT_ONCE = 5000

# A process that died between a change and its stamp leaves others stale this long.
MAX_AGE_SECONDS = 30.0


@dataclass(frozen=True)
class Reader:
    """What one person may see at this moment.

    open_places: numbers of the places that are open. closed_keys: keys of entries that
    changed and are closed until the catalogue has taken the change in. stamps: the
    numbers against which processes keep what they remember. closed_collections:
    numbers of the collections of files that are not open. groups: numbers of the
    person's groups.
    """

    user_id: int | None = None
    is_agent: bool = False
    open_places: frozenset[int] = frozenset()
    closed_keys: frozenset[str] = frozenset()
    stamps: Mapping[str, int] = field(default_factory=dict)
    closed_collections: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Walls:
    number: int
    made_at: float
    places: Mapping[Requirements, frozenset[int]]
    collections: Mapping[Requirements, frozenset[int]]


class _Memory:
    walls: _Walls | None = None


def reader_for(request: Any) -> Reader:
    """The reader behind a request, computed once per request."""
    reader = getattr(request, "_catalogue_reader", None)
    if reader is None:
        reader = reader_of(getattr(request, "user", None))
        request._catalogue_reader = reader
    return reader


def reader_of(user: Any) -> Reader:
    """The reader for a user or None: one query, more when what is known is stale."""
    signed_in = bool(user and user.is_authenticated and user.is_active)
    stamps, closed, groups = _this_moment(user if signed_in else None)
    walls = _walls(stamps.get(Stamp.WALLS, 0))
    if signed_in and user.is_superuser:
        places = frozenset[int]().union(*walls.places.values())
        own = frozenset(groups)
        return Reader(user.pk, True, places, closed, stamps, groups=own)
    if not signed_in:
        nothing = is_closed_to_strangers()
        places = frozenset() if nothing else _open(walls, frozenset())
        shut = _shut(walls, frozenset())
        return Reader(None, False, places, closed, stamps, shut)
    is_agent = "signed-in agents" in groups.values()
    places = _open(walls, frozenset(groups))
    shut = _shut(walls, frozenset(groups))
    return Reader(user.pk, is_agent, places, closed, stamps, shut, frozenset(groups))


def unwalled_reader() -> Reader:
    """A reader of all that no wall closes, also where strangers read nothing.

    For what the hub learns from its own pages, never for an answer to a person.
    """
    stamps, closed, _groups = _this_moment(None)
    walls = _walls(stamps.get(Stamp.WALLS, 0))
    return Reader(None, False, _open(walls, frozenset()), closed, stamps)


def unwalled(reader: Reader) -> Reader:
    """The same moment as read by everyone: without groups, and without a query."""
    walls = _walls(reader.stamps.get(Stamp.WALLS, 0))
    places = _open(walls, frozenset())
    return Reader(None, False, places, reader.closed_keys, reader.stamps)


def as_read_by(reader: Reader, groups: frozenset[int], *, is_agent: bool) -> Reader:
    """The same moment as read by somebody in these groups alone: no query.

    Never more than the reader may read.
    """
    walls = _walls(reader.stamps.get(Stamp.WALLS, 0))
    places = frozenset[int]()
    if is_agent or not is_closed_to_strangers():
        places = _open(walls, groups) & reader.open_places
    return Reader(
        None,
        is_agent and reader.is_agent,
        places,
        reader.closed_keys,
        reader.stamps,
        _shut(walls, groups) | reader.closed_collections,
        groups,
    )


def is_closed_to_strangers() -> bool:
    """Whether nobody reads anything before signing in."""
    return bool(settings.HUB_ACCESS == "signed-in")


def move_stamp(name: str) -> None:
    """Make every process forget what it remembers under this name."""
    if not Stamp.objects.filter(name=name).update(number=F("number") + 1):
        Stamp.objects.get_or_create(name=name, defaults={"number": 1})


def forget() -> None:
    """Drop what this process remembers (for tests)."""
    _Memory.walls = None


def _this_moment(user: Any) -> tuple[dict[str, int], frozenset[str], dict[int, str]]:
    """The stamps, the keys of closed entries, and the person's groups: one query."""
    rows = Stamp.objects.values_list(Value("stamp"), "name", "number")
    closed = Change.objects.filter(closes=True)
    parts = [closed.values_list(Value("closed"), "key", Value(0))]
    if user is not None:
        parts.append(user.groups.values_list(Value("group"), "name", "pk"))
    stamps: dict[str, int] = {}
    keys: set[str] = set()
    groups: dict[int, str] = {}
    for what, name, number in rows.union(*parts):
        if what == "stamp":
            stamps[name] = number
        elif what == "closed":
            keys.add(name)
        else:
            groups[number] = name
    return stamps, frozenset(keys), groups


def _open(walls: _Walls, groups: frozenset[int]) -> frozenset[int]:
    found: set[int] = set()
    for requirements, numbers in walls.places.items():
        if all(wanted & groups for wanted in requirements):
            found |= numbers
    return frozenset(found)


def _shut(walls: _Walls, groups: frozenset[int]) -> frozenset[int]:
    found: set[int] = set()
    for requirements, numbers in walls.collections.items():
        if not all(wanted & groups for wanted in requirements):
            found |= numbers
    return frozenset(found)


def _walls(number: int) -> _Walls:
    walls = _Memory.walls
    now = time.monotonic()
    if walls is None or walls.number != number or now - walls.made_at > MAX_AGE_SECONDS:
        walls = _Walls(number, now, *_read_walls())
        _Memory.walls = walls
    return walls


def _read_walls() -> tuple[Openings, Openings]:
    """What places and restricted collections ask of whoever enters."""
    page_walls = _restrictions(PageViewRestriction, "page__path")
    collection_walls = _restrictions(CollectionViewRestriction, "collection__path")
    places: defaultdict[Requirements, set[int]] = defaultdict(set)
    joined: dict[int, str] = {}
    rows = Place.objects.values_list("pk", "page__path", "collection__path", "wall")
    for pk, page_path, collection_path, wall in rows:
        if page_path:
            places[_along(page_path, page_walls)].add(pk)
        elif collection_path:
            places[_along(collection_path, collection_walls)].add(pk)
        elif BOTH.fullmatch(wall) or TALK.fullmatch(wall):
            joined[pk] = wall
        else:
            places[_of_wall(wall)].add(pk)
    collections: dict[int, str] = {}
    if joined or collection_walls:
        collections = dict(Collection.objects.values_list("pk", "path"))
    pages = _paths_of_pages({int(wall.split(":")[1]) for wall in joined.values()})
    for pk, wall in joined.items():
        kind, page, other = wall.split(":")
        wanted = NOBODY
        if int(page) in pages:
            wanted = _along(pages[int(page)], page_walls)
            wanted |= _second(kind, int(other), collections, collection_walls)
        places[wanted].add(pk)
    return _frozen(places), _walled(collections, collection_walls)


def _second(
    kind: str, number: int, collections: Mapping[int, str], walls: Any
) -> Requirements:
    """What a wall asks for beside its page: a collection, or a group."""
    if kind == "talk":
        return frozenset([frozenset([number])])
    return _along(collections[number], walls) if number in collections else NOBODY


def _walled(collections: Mapping[int, str], walls: Any) -> Openings:
    found: defaultdict[Requirements, set[int]] = defaultdict(set)
    for number, path in collections.items():
        if wanted := _along(path, walls):
            found[wanted].add(number)
    return _frozen(found)


def _frozen(found: Mapping[Requirements, set[int]]) -> Openings:
    return {wanted: frozenset(numbers) for wanted, numbers in found.items()}


def _paths_of_pages(numbers: set[int]) -> dict[int, str]:
    """Where pages stand in the tree; asked in parts, as databases have limits."""
    listed = sorted(numbers)
    found: dict[int, str] = {}
    for start in range(0, len(listed), AT_ONCE):
        some = Page.objects.filter(pk__in=listed[start : start + AT_ONCE])
        found.update(some.values_list("pk", "path"))
    return found


def _restrictions(model: Any, path: str) -> dict[str, list[frozenset[int]]]:
    """Each restricted path with the groups of each of its restrictions.

    A restriction by password or sign-in alone has no group: nobody passes it.
    """
    rows = model.objects.values_list("pk", path, "restriction_type", "groups")
    groups: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
    for pk, page_path, kind, group in rows:
        members = groups[pk, page_path]
        if kind == model.GROUPS and group is not None:
            members.add(group)
    found: defaultdict[str, list[frozenset[int]]] = defaultdict(list)
    for (_pk, page_path), members in groups.items():
        found[page_path].append(frozenset(members))
    return found


def _along(path: str, walls: Mapping[str, Iterable[frozenset[int]]]) -> Requirements:
    """The restrictions on a treebeard path: four characters a level."""
    if not walls:
        return frozenset()
    met: set[frozenset[int]] = set()
    for end in range(4, len(path) + 1, 4):
        met.update(walls.get(path[:end], ()))
    return frozenset(met)


def _of_wall(wall: str) -> Requirements:
    kind, _sep, number = wall.partition(":")
    if kind == "group" and number.isdigit():
        return frozenset([frozenset([int(number)])])
    return NOBODY
