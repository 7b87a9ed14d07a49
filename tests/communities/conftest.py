"""Communities of every visibility and people of every role.

`community("private")` makes one; `member(page)`, `moderator(page)`, `owner(page)` and
`guest(page)` make somebody who belongs to it; `outsider` is an agent who does not.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from accounts import directory
from accounts.models import User
from catalogue import access, drain
from communities.models import Comment, CommunityPage, Role, Thread
from communities.services import make_community
from tests.communities.people import A_MONTH, agent, joins, numbers, outside_guest
from tests.communities.said import comment as say
from tests.communities.said import discussion
from vocabulary import names

Make = Callable[..., CommunityPage]
Person = Callable[..., User]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What a process keeps in memory does not outlive the rows of a test."""
    for forget in (access.forget, directory.forget, names.forget):
        forget()
    yield
    for forget in (access.forget, directory.forget, names.forget):
        forget()


@pytest.fixture
def community(db: None) -> Make:
    """community(visibility, title, …fields of make_community)."""

    def make(
        visibility: str = "restricted", title: str = "", **fields: Any
    ) -> CommunityPage:
        title = title or f"Community {next(numbers)}"
        purpose = fields.pop("purpose", "For those who want to do it better.")
        return make_community(title, purpose, visibility=visibility, **fields)

    return make


def _belonging(role: str, page: CommunityPage, name: str = "", **fields: Any) -> User:
    user = agent(name)
    joins(user, page, role, **fields)
    return user


@pytest.fixture
def member() -> Person:
    return partial(_belonging, Role.MEMBER)


@pytest.fixture
def moderator() -> Person:
    return partial(_belonging, Role.MODERATOR)


@pytest.fixture
def owner() -> Person:
    return partial(_belonging, Role.OWNER)


@pytest.fixture
def guest() -> Person:
    """An invited outsider: no agent, until a day in a month."""

    def make(page: CommunityPage, name: str = "", **fields: Any) -> User:
        user = outside_guest(name)
        until = timezone.localdate() + A_MONTH
        joins(user, page, Role.GUEST, **{"until": until, **fields})
        return user

    return make


@pytest.fixture
def outsider(db: None) -> User:
    """An agent who belongs to no community."""
    return agent("outsider", "valmont")


@pytest.fixture
def drained() -> Callable[[], None]:
    """Take everything in that waits: tests that roll back never commit."""
    return lambda: drain.run_all() and None


@pytest.fixture
def circle(community: Make) -> CommunityPage:
    return community("restricted")


@pytest.fixture
def author(member: Person, circle: CommunityPage) -> User:
    return member(circle)


@pytest.fixture
def judge(moderator: Person, circle: CommunityPage) -> User:
    return moderator(circle)


@pytest.fixture
def thread(circle: CommunityPage, author: User) -> Thread:
    return discussion(circle, author=author)


@pytest.fixture
def comment(thread: Thread, author: User) -> Comment:
    return say(thread, "Ask the archive first.", author=author)
