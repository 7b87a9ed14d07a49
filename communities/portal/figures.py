"""How a community fares: figures in a few queries, however large it is.

Nothing here speaks of a single person, and what few people did is not told: see
`suppression`.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.utils import timezone

from communities.models import Comment, CommunityPage, Membership, Thread
from communities.portal.suppression import FEWEST, Parts, Share, parts, share, told

DAYS = 28
WEEKS = 12
WAITS_AFTER = datetime.timedelta(days=3)
MOST_WAITING = 20


@dataclass(frozen=True)
class Week:
    """A week from Monday: who wrote, and how much; None stands for few."""

    monday: datetime.date
    writers: int | None
    comments: int | None


@dataclass(frozen=True)
class Health:
    """The figures of one community.

    active: members who read or wrote. reached: agencies of those, None when few are
    active. waiting: questions without an accepted answer, the oldest of the newest
    first; unreplied: how many of all those have no reply at all. first_answer: the
    median time to the first reply, None below five questions.
    """

    members: int
    active: Share
    newcomers: int | None
    agencies: int
    reached: int | None
    by_agency: Parts
    waiting: Sequence[Thread]
    waiting_count: int
    unreplied: int
    first_answer: datetime.timedelta | None
    weeks: Sequence[Week]

    @property
    def longest_week(self) -> int:
        """The most comments of a week, for the lengths of the bars."""
        return max((week.comments or 0 for week in self.weeks), default=0)


def health(community: CommunityPage) -> Health:
    """All figures: five queries."""
    members = _members(community)
    active = sum(is_active for _agency, is_active, _new in members)
    by_agency = Counter(agency for agency, _active, _new in members if agency)
    reached = {agency for agency, is_active, _new in members if is_active and agency}
    of_all = share(active, len(members))
    waiting = _waiting(community)
    return Health(
        members=len(members),
        active=of_all,
        newcomers=told(sum(is_new for _agency, _active, is_new in members)),
        agencies=len(by_agency),
        reached=len(reached) if of_all.number is not None else None,
        by_agency=parts(by_agency),
        waiting=list(waiting[:MOST_WAITING]),
        **waiting.aggregate(
            waiting_count=Count("pk"), unreplied=Count("pk", filter=Q(replies=0))
        ),
        first_answer=_first_answer(community),
        weeks=_weeks(community),
    )


def _members(community: CommunityPage) -> list[tuple[str, bool, bool]]:
    """Of each member the agency, whether they read or wrote, and whether they are new.

    Guests belong to no agency. One small row for each member, and one query.
    """
    today, now = timezone.localdate(), timezone.now()
    since = now - datetime.timedelta(days=DAYS)
    # Asked once for all: PostgreSQL would look through the comments for each member.
    writers = Comment.objects.filter(
        thread__community=community, author__isnull=False, created_at__gte=since
    ).values("author")
    read = Q(seen_on__gt=today - datetime.timedelta(days=DAYS))
    rows = Membership.objects.filter(
        Q(until=None) | Q(until__gte=today),
        community=community,
        state=Membership.State.ACTIVE,
        user__is_active=True,
    )
    return [
        (agency or "", bool(is_read or has_written), bool(joined and joined >= since))
        for agency, is_read, has_written, joined in rows.values_list(
            "user__agency__slug",
            Exists(Membership.objects.filter(read, pk=OuterRef("pk"))),
            ExpressionWrapper(Q(user__in=writers), BooleanField()),
            "since",
        )
    ]


def _waiting(community: CommunityPage) -> QuerySet[Thread]:
    """Questions that wait for longer than three days, those without a reply first."""
    opening = Comment.objects.filter(
        thread=OuterRef("pk"), is_opening=True, state=Comment.State.VISIBLE
    )
    return Thread.objects.filter(
        Exists(opening),
        community=community,
        kind=Thread.Kind.QUESTION,
        accepted=None,
        twin_of=None,
        locked_at=None,
        created_at__lt=timezone.now() - WAITS_AFTER,
    ).order_by(F("replies").asc(), "-created_at", "pk")


def _first_answer(community: CommunityPage) -> datetime.timedelta | None:
    """The median time to the first reply of somebody else, over twelve weeks."""
    asker = Comment.objects.filter(thread=OuterRef("pk"), is_opening=True)
    others = Q(comments__is_opening=False, comments__state=Comment.State.VISIBLE) & ~Q(
        comments__author=F("asker")
    )
    rows = (
        Thread.objects.filter(
            community=community,
            kind=Thread.Kind.QUESTION,
            created_at__gte=timezone.now() - datetime.timedelta(weeks=WEEKS),
        )
        .annotate(asker=Subquery(asker.values("author")[:1]))
        .annotate(first=Min("comments__created_at", filter=others))
        .filter(first__isnull=False)
        .values_list("created_at", "first")
    )
    waits = [max(first - asked, datetime.timedelta(0)) for asked, first in rows]
    if len(waits) < FEWEST:
        return None
    return datetime.timedelta(seconds=median(wait.total_seconds() for wait in waits))


def _weeks(community: CommunityPage) -> list[Week]:
    """The last twelve whole weeks, the oldest first."""
    today = timezone.localdate()
    this_monday = today - datetime.timedelta(days=today.weekday())
    mondays = [
        this_monday - datetime.timedelta(weeks=number) for number in range(WEEKS, 0, -1)
    ]
    start = timezone.make_aware(datetime.datetime.combine(mondays[0], datetime.time()))
    end = timezone.make_aware(datetime.datetime.combine(this_monday, datetime.time()))
    rows = Comment.objects.filter(
        thread__community=community, created_at__gte=start, created_at__lt=end
    ).exclude(state=Comment.State.WAITING)
    return _counted(mondays, rows.values_list("created_at", "author").iterator())


def _counted(mondays: Iterable[datetime.date], rows: Iterable[Any]) -> list[Week]:
    comments: Counter[datetime.date] = Counter()
    writers: defaultdict[datetime.date, set[int]] = defaultdict(set)
    for at, author in rows:
        day = timezone.localdate(at)
        monday = day - datetime.timedelta(days=day.weekday())
        comments[monday] += 1
        writers[monday].add(author)
    return [
        Week(monday, told(len(writers[monday])), told(comments[monday]))
        for monday in mondays
    ]
