"""What waits for moderators: reports, contributions, appeals, pauses."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Left, Length
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from catalogue.access import Reader
from catalogue.models import Entry
from communities import permissions
from communities.belonging import listing
from communities.models import (
    Appeal,
    Comment,
    CommunityLibraryPage,
    CommunityPage,
    Membership,
    Report,
    Silence,
    Thread,
)
from communities.moderating.assigning import Task, task_of
from communities.moderating.choices import Choice, choices_for
from communities.standing import MODERATING, Standing
from communities.talk import rules
from communities.talk.presentation import Author, author_of

# The oldest of each kind: once they are decided on, the next ones come up.
MOST = 20
SHOW = ("all", "reports", "waiting", "appeals", "joining", "pauses")
State = Comment.State


@dataclass(frozen=True)
class Item:
    """A comment that waits: what was reported of it, and what one may do."""

    comment: Comment
    task: Task
    author: Author
    html: SafeString
    choices: Sequence[Choice]
    since: datetime.datetime
    reasons: Sequence[tuple[str, int]] = ()
    notes: Sequence[str] = ()
    is_own: bool = False

    @property
    def is_report(self) -> bool:
        """Whether readers reported it; otherwise it waits to be released."""
        return bool(self.reasons)

    @property
    def url(self) -> str:
        """Where it is read among the others."""
        number, thread = self.comment.pk, self.comment.thread
        base = thread.page.url if thread.page else base_of(thread)
        return f"{base}?c={number}#c-{number}"


@dataclass(frozen=True)
class AppealItem:
    """An appeal that waits, and whether this person may answer it."""

    appeal: Appeal
    task: Task
    may_answer: bool
    author: Author | None
    html: SafeString


@dataclass(frozen=True)
class Request:
    """Somebody who asks to join."""

    membership: Membership
    task: Task


@dataclass(frozen=True)
class Queue:
    """All that waits in one community, or on the pages somebody moderates."""

    reports: Sequence[Item] = ()
    waiting: Sequence[Item] = ()
    appeals: Sequence[AppealItem] = ()
    joining: Sequence[Request] = ()
    pauses: Sequence[Thread] = ()
    muted: Sequence[Silence] = ()
    suspended: Sequence[Membership] = ()

    @property
    def tasks(self) -> list[Task]:
        """All that somebody can look at."""
        parts = (self.reports, self.waiting, self.appeals, self.joining)
        return [each.task for part in parts for each in part]

    @property
    def total(self) -> int:
        """How many things there are to decide on."""
        return len(self.tasks)

    def of(self, person: User) -> Queue:
        """What this person looks at, and nothing else."""
        return Queue(
            reports=[each for each in self.reports if each.task.to == person],
            waiting=[each for each in self.waiting if each.task.to == person],
            appeals=[each for each in self.appeals if each.task.to == person],
            joining=[each for each in self.joining if each.task.to == person],
        )

    @property
    def is_full(self) -> bool:
        """Whether there may be more than is shown."""
        parts = (self.reports, self.waiting, self.joining)
        return any(len(part) == MOST for part in parts)

    def numbers(self) -> dict[str, int]:
        """How many of each kind, for the chips."""
        return {
            "all": self.total,
            "reports": len(self.reports),
            "waiting": len(self.waiting),
            "appeals": len(self.appeals),
            "joining": len(self.joining),
            "pauses": len(self.pauses),
        }


def base_of(thread: Thread) -> str:
    """What the addresses of all that one does in a thread begin with."""
    if thread.page_id is not None:
        return f"/talk/{thread.page_id}/"
    slug = thread.community.slug if thread.community else ""
    return f"/communities/{slug}/discussions/{thread.pk}/"


def of_community(who: Standing) -> Queue:
    """What waits in a community, for one of its moderators."""
    community = who.community
    if community is None:
        return Queue()
    here = Q(thread__community=community)
    here |= Q(thread__page__path__startswith=community.path)
    members = Membership.objects.filter(community=community).select_related("user")
    now = timezone.now()
    silences = Silence.objects.filter(community=community, until__gt=now)
    paused = Thread.objects.filter(community=community, paused_until__gt=now)
    people = list(moderators(community))
    about = appeals(Q(decision__community=community))
    return Queue(
        reports=reported(here, who, people),
        waiting=waiting(here, who, people),
        appeals=[_appeal(who, row, people) for row in about],
        joining=joining(who, people, MOST),
        pauses=list(paused.select_related("community")[:MOST]),
        muted=list(silences.select_related("user__agency", "by")),
        suspended=list(members.filter(state=Membership.State.SUSPENDED)),
    )


def of_pages(user: Any, reader: Reader) -> Queue:
    """What waits on the pages of the hub that this person moderates."""
    pages = moderated_pages(user, reader)
    here = Q(thread__page__in=pages)
    about = Q(decision__community=None, decision__thread__page__in=pages)
    who = Standing(user, reader, moderates=True)
    return Queue(
        reports=reported(here, who),
        waiting=waiting(here, who),
        appeals=[_appeal(who, row) for row in appeals(about)],
    )


def joining(who: Standing, people: Sequence[User], most: int) -> list[Request]:
    """Those who ask to join, who asked first stands first."""
    if who.community is None:
        return []
    rows = listing.waiting(who.community).select_related("assignment__to")[:most]
    return [Request(row, task_of(who, row, people)) for row in rows]


def moderated_pages(user: Any, reader: Reader) -> set[int]:
    """The pages with something to decide on, of those this person moderates and reads.

    What stands in the library of a community is for the moderators of that one.
    """
    waits = Q(comments__reports__isnull=False, comments__reports__closed_at=None)
    waits |= Q(comments__state=State.WAITING)
    waits |= Q(pk__in=_appealed())
    rows = Thread.objects.filter(waits, page__isnull=False).select_related("page")
    pages = {
        each.page_id: each.page
        for each in rows.distinct()
        if each.page and not rules.library_path(each.page, reader)
    }
    mine = [
        number
        for number, page in pages.items()
        if user.is_superuser or rules.is_moderator(page, reader)
    ]
    keys = [f"page:{number}" for number in mine]
    found = Entry.objects.readable_by(reader).filter(key__in=keys)
    return {int(key.partition(":")[2]) for key in found.values_list("key", flat=True)}


def count_on_pages() -> int:
    """How many comments on pages were reported or wait: one query."""
    libraries = CommunityLibraryPage.objects.filter(
        path=Left(OuterRef("thread__page__path"), Length("path"))
    )
    waits = Q(reports__isnull=False, reports__closed_at=None) | Q(state=State.WAITING)
    rows = Comment.objects.filter(waits, thread__page__isnull=False)
    return int(rows.filter(~Exists(libraries)).values("pk").distinct().count())


def _appealed() -> QuerySet[Any]:
    rows = Appeal.objects.filter(outcome="", decision__thread__isnull=False)
    return rows.values("decision__thread")


def reported(scope: Q, who: Standing, people: Sequence[User] = ()) -> list[Item]:
    """The comments with open reports, the oldest report first; each once."""
    still_open = Report.objects.filter(closed_at=None)
    rows = (
        _comments(scope)
        .filter(reports__closed_at=None, reports__isnull=False)
        .distinct()
        .order_by("pk")
    )
    parts = Prefetch("reports", still_open.order_by("at"), to_attr="still_open")
    found = [
        _reported(each, who, people) for each in rows.prefetch_related(parts)[:MOST]
    ]
    return sorted(found, key=lambda item: item.since)


def waiting(scope: Q, who: Standing, people: Sequence[User] = ()) -> list[Item]:
    """The contributions that wait to be released, the oldest first."""
    rows = _comments(scope).filter(state=State.WAITING).order_by("created_at")
    return [
        Item(
            comment=each,
            task=task_of(who, each, people),
            author=author_of(who, each),
            html=text_of(each),
            choices=choices_for(each, is_reported=False),
            since=each.created_at,
            is_own=permissions.is_author(who, each),
        )
        for each in rows[:MOST]
    ]


def appeals(scope: Q) -> QuerySet[Appeal]:
    """The appeals without an answer, the oldest first."""
    parts = (
        *("decision__comment__thread__community", "decision__by", "decision__person"),
        *("decision__thread__community", "decision__community"),
        *("decision__comment__author__agency", "decision__comment__agency"),
        *("decision__thread__page", "decision__comment__thread__page"),
        "assignment__to",
    )
    rows = Appeal.objects.filter(scope, outcome="").select_related(*parts)
    return rows.order_by("at")[:MOST]


def moderators(community: CommunityPage | None) -> QuerySet[User]:
    """Those who keep order in a community today, by name."""
    rows = Membership.objects.filter(
        community=community, state=Membership.State.ACTIVE, role__in=MODERATING
    ).exclude(until__lt=timezone.localdate())
    people = User.objects.filter(pk__in=rows.values("user"), is_active=True)
    return people.order_by("last_name", "first_name", "pk")


def _appeal(who: Standing, row: Appeal, people: Sequence[User] = ()) -> AppealItem:
    """Who asked without a name appeals without one."""
    comment = row.decision.comment
    return AppealItem(
        appeal=row,
        task=task_of(who, row, people),
        may_answer=permissions.may_answer(who, row),
        author=author_of(who, comment) if comment else None,
        html=text_of(comment) if comment else SafeString(),
    )


def text_of(comment: Comment) -> SafeString:
    """The text of a comment as its readers see it."""
    return mark_safe(comment.html)  # noqa: S308, cleaned when it was written


def _comments(scope: Q) -> QuerySet[Comment]:
    parts = ("author__agency", "agency", "thread__community", "thread__page")
    rows = Comment.objects.filter(scope)
    return rows.select_related(*parts, "assignment__to")


def _reported(comment: Any, who: Standing, people: Sequence[User]) -> Item:
    rows = comment.still_open
    reasons = Counter(row.get_reason_display() for row in rows)
    return Item(
        comment=comment,
        task=task_of(who, comment, people),
        author=author_of(who, comment),
        html=text_of(comment),
        choices=choices_for(comment, is_reported=True),
        since=min(row.at for row in rows),
        reasons=reasons.most_common(),
        notes=[row.note for row in rows if row.note],
        is_own=permissions.is_author(who, comment),
    )
