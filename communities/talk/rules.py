"""Which rule holds for the comments on a page: its own, its section's, the hub's.

All rules are remembered against stamps, so a page asks for no row of its own.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page

from accounts.models import KNOWLEDGE_MANAGERS
from accounts.services import signed_in_agents
from catalogue import places
from catalogue.access import Reader
from catalogue.memory import Remembered
from catalogue.models import Place, Stamp
from communities.models import (
    CommunityLibraryPage,
    CommunityPage,
    Readers,
    TalkRule,
    Thread,
)

# Of pages in the library of a community: whoever reads the page reads the comments.
MEMBERS = "members"
# Of what was written for the members of a community elsewhere.
NOBODY = "nobody"
MAX_AGE_SECONDS = 30.0
STAMP_RANGE = 2**40


@dataclass(frozen=True)
class Rule:
    """What holds for the comments on one page.

    readers: "agents", "everyone", or "members" of the community of the page. days: how
    long they are open after the page appeared, 0 for ever. circle: the number of the
    community in whose library the page stands, 0 in sections.
    """

    readers: str = Readers.AGENTS
    state: str = TalkRule.State.OPEN
    days: int = 0
    circle: int = 0

    def why_closed(self, since: datetime.datetime | None) -> str:
        """Why nobody adds comments to a page that appeared then; "" while they do."""
        if self.state == TalkRule.State.CLOSED:
            return "closed"
        if not self.days or since is None:
            return ""
        end = since + datetime.timedelta(days=self.days)
        return "over" if end < timezone.now() else ""


@dataclass(frozen=True)
class _Known:
    """rules: readers, state and days by the path of the page, "" of the hub.

    libraries: paths, with the number of the community. moderators: numbers of groups
    by the path below which they work. managers: the numbers of the groups that
    moderate everywhere.
    """

    rules: Mapping[str, tuple[str, str, int | None]]
    libraries: Mapping[str, int]
    moderators: Mapping[str, frozenset[int]]
    managers: frozenset[int]


def of_page(page: Page, reader: Reader) -> Rule:
    """The rule for the comments on a page: no query while it is remembered."""
    return _rule(_REMEMBERED.at(_stamp(reader)), page.path)


def of_page_now(page: Page) -> Rule:
    """The same as the database says it at this moment, for what is written there."""
    return _rule(_read(), page.path)


def as_promised(rule: Rule, thread: Thread) -> Rule:
    """The rule for a thread: it is never for more people than it was written for."""
    if thread.pk is None:
        return rule
    if thread.circle_id is not None and thread.circle_id != rule.circle:
        return replace(rule, readers=NOBODY)
    if thread.readers == Readers.AGENTS:
        return replace(rule, readers=Readers.AGENTS)
    return rule


def above(page: Page) -> Rule:
    """The rule that holds where the page has none of its own."""
    return _rule(_read(), page.path[:-4])


def is_moderator(page: Page, reader: Reader) -> bool:
    """Whether the reader keeps order in the comments on a page: no query.

    Who publishes where the page stands, and knowledge managers.
    """
    known = _REMEMBERED.at(_stamp(reader))
    groups = known.managers.union(
        *(known.moderators.get(path, frozenset()) for path in _way(page.path))
    )
    return not groups.isdisjoint(reader.groups)


def moderated_paths(reader: Reader) -> list[str]:
    """The paths below which the reader keeps order; [""] for everywhere: no query."""
    known = _REMEMBERED.at(_stamp(reader))
    if known.managers & reader.groups:
        return [""]
    mine = (path for path, groups in known.moderators.items() if groups & reader.groups)
    return sorted(mine)


def library_paths(reader: Reader) -> list[str]:
    """The paths of the libraries of all communities: no query."""
    return sorted(_REMEMBERED.at(_stamp(reader)).libraries)


def library_path(page: Page, reader: Reader) -> str:
    """The path of the library of a community in which a page stands, or ""."""
    return _library(_REMEMBERED.at(_stamp(reader)), page.path)


def place_of(page: Page, thread: Thread) -> Place | None:
    """Where the comments on a page stand, which decides who may read them.

    None where nobody may.
    """
    readers = as_promised(of_page_now(page), thread).readers
    if readers == NOBODY:
        return None
    if readers == Readers.AGENTS:
        return places.of_talk(page, signed_in_agents().pk)
    return places.of_page(page)


def forget() -> None:
    """Drop what this process remembers (for tests)."""
    _REMEMBERED.forget()


def _rule(known: _Known, path: str) -> Rule:
    found: dict[str, Any] = {}
    for each in [*reversed(list(_way(path))), ""]:
        readers, state, days = known.rules.get(each, ("", "", None))
        if readers:
            found.setdefault("readers", readers)
        if state:
            found.setdefault("state", state)
        if days is not None:
            found.setdefault("days", days)
    if library := _library(known, path):
        found |= {"readers": MEMBERS, "circle": known.libraries[library]}
    return Rule(**found)


def _library(known: _Known, path: str) -> str:
    return next((each for each in _way(path) if each in known.libraries), "")


def _way(path: str) -> Iterator[str]:
    """The paths of a page and of those above it, from the root."""
    return (path[:end] for end in range(4, len(path) + 1, 4))


def _stamp(reader: Reader) -> int:
    """Two stamps as one number: libraries come and go with their walls."""
    talk, walls = (reader.stamps.get(name, 0) for name in (Stamp.TALK, Stamp.WALLS))
    return talk * STAMP_RANGE + walls


def _read() -> _Known:
    rows = TalkRule.objects.values_list("page__path", "readers", "state", "days")
    rights = GroupPagePermission.objects.filter(permission__codename="publish_page")
    moderators: defaultdict[str, set[int]] = defaultdict(set)
    for path, group in rights.values_list("page__path", "group_id"):
        moderators[path].add(group)
    managers = Group.objects.filter(name=KNOWLEDGE_MANAGERS)
    communities = dict(CommunityPage.objects.values_list("path", "pk"))
    libraries = CommunityLibraryPage.objects.values_list("path", flat=True)
    return _Known(
        rules={path or "": (who, state, days) for path, who, state, days in rows},
        libraries={path: communities.get(path[:-4], 0) for path in libraries},
        moderators={path: frozenset(groups) for path, groups in moderators.items()},
        managers=frozenset(managers.values_list("pk", flat=True)),
    )


_REMEMBERED: Remembered[_Known] = Remembered(_read, MAX_AGE_SECONDS)
