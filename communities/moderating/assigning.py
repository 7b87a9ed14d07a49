"""Who looks at what in the queue: one moderator takes it, or hands it to another.

It keeps two from doing the same work, and keeps nobody from deciding.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from communities import permissions, signals
from communities.models import Appeal, Assignment, Comment, CommunityPage, Membership
from communities.standing import Standing

Thing = Comment | Appeal | Membership
NAMES: dict[type[Any], str] = {
    Comment: "comment",
    Appeal: "appeal",
    Membership: "membership",
}


@dataclass(frozen=True)
class Task:
    """A thing of the queue. to: who has it; people: to whom the reader may give it."""

    thing: Thing
    to: User | None = None
    people: Sequence[User] = ()

    @property
    def key(self) -> str:
        """Its name in a form: "comment-12"."""
        return f"{NAMES[type(self.thing)]}-{self.thing.pk}"


def task_of(who: Standing, thing: Thing, moderators: Iterable[User]) -> Task:
    """Who has something of the queue, and who may: no query.

    The assignment is loaded with the thing. Whoever lost the role has it no longer.
    """
    listed = list(moderators)
    row: Assignment | None = getattr(thing, "assignment", None)
    to = row.to if row is not None else None
    if who.community is not None and to not in listed and not _is_above(to):
        to = None
    if who.user is not None and who.user not in listed:
        listed.append(who.user)
    people = [each for each in listed if permissions.may_be_given(each, thing)]
    return Task(thing, to, people if permissions.may_give(who, thing) else ())


@transaction.atomic
def assign(
    task: Task, to: User | None, by: User, community: CommunityPage | None
) -> None:
    """Somebody looks at it from now on; None: nobody. Whoever is handed it is told."""
    about: dict[str, Any] = {NAMES[type(task.thing)]: task.thing}
    if to is None:
        Assignment.objects.filter(**about).delete()
        return
    row, _new = Assignment.objects.update_or_create(**about, defaults={"to": to})
    if to != by and to != task.to and community is not None:
        signals.assigned.send(Assignment, assignment=row, community=community)


def release(**about: Any) -> None:
    """It is decided on: nobody looks at it any more."""
    Assignment.objects.filter(**about).delete()


def _is_above(person: User | None) -> bool:
    """Administrators keep order everywhere."""
    return person is not None and person.is_superuser
