"""Reads on threads and comments, for a person who reads their place."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import (
    Aggregate,
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from communities.models import (
    Attachment,
    Comment,
    CommunityPage,
    Membership,
    Reaction,
    Thread,
)
from communities.standing import MODERATING, Standing

State = Comment.State
# A question without a reply is told of as such after two days.
WAITED = datetime.timedelta(days=2)
STATES = ("open", "noreply", "answered")
# What a line shows of a file.
FILE_FIELDS = ("id", "name", "size", "is_picture", "alt", "width", "height")


def lines(who: Standing, thread: Thread) -> QuerySet[Comment]:
    """The comments of a thread as this person reads them, in the order of the page.

    The opening, the accepted answer with its replies, then each comment of the first
    level followed by its replies. What was withdrawn stays as a line if it has replies.
    """
    below = Comment.objects.filter(
        parent=OuterRef("pk"), state__in=(State.VISIBLE, State.HIDDEN, State.REMOVED)
    )
    read = Q(state__in=(State.VISIBLE, State.HIDDEN, State.REMOVED))
    read |= Q(state=State.WITHDRAWN) & (Exists(below) | Q(is_opening=True))
    if who.is_moderator:
        read |= Q(state=State.WAITING)
    elif who.user is not None:
        read |= Q(state=State.WAITING, author=who.user)
    rows = Comment.objects.filter(read, thread=thread.pk)
    rows = _ordered(rows, thread).select_related("author", "agency")
    return _seen_by(who, rows)


def _ordered(rows: QuerySet[Comment], thread: Thread) -> QuerySet[Comment]:
    answer = thread.accepted_id or 0
    first = Case(
        When(is_opening=True, then=Value(0)),
        When(Q(pk=answer) | Q(parent=answer), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    root = Coalesce(F("parent_id"), F("pk"))
    return rows.annotate(rank=first, root=root).order_by("rank", "root", "pk")


def _seen_by(who: Standing, rows: QuerySet[Comment]) -> QuerySet[Comment]:
    """Annotate what this person did, and what stands beside the name."""
    user = who.user.pk if who.user is not None else None
    mine = Reaction.objects.filter(comment=OuterRef("pk"), by=user)
    roles = Membership.objects.filter(
        community=who.community,
        user=OuterRef("author"),
        role__in=MODERATING,
        state=Membership.State.ACTIVE,
    )
    has_role = Exists(roles) if who.community else Value(False)
    return rows.annotate(
        mine_useful=Exists(mine.filter(kind=Reaction.Kind.USEFUL)),
        mine_same=Exists(mine.filter(kind=Reaction.Kind.SAME)),
        by_moderator=has_role,
        files=_files(),
    )


class _ListOf(Aggregate):
    """All values of a group as one list, in no order."""

    name = "ListOf"
    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite's name of it."""
        self.function = "JSON_GROUP_ARRAY"
        return self.as_sql(compiler, connection, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """PostgreSQL's name of it."""
        self.function = "JSONB_AGG"
        return self.as_sql(compiler, connection, **context)


def _files() -> Subquery:
    """The pictures and files of a comment beside it, so that they cost no query."""
    told = JSONObject(**{name: name for name in FILE_FIELDS})
    files = Attachment.objects.filter(comment=OuterRef("pk"))
    return Subquery(files.values("comment").annotate(all=_ListOf(told)).values("all"))


def files_of(row: Any) -> list[Attachment]:
    """The files of a comment that `lines` has read."""
    found = [Attachment(comment_id=row.pk, **told) for told in row.files or ()]
    return sorted(found, key=lambda each: each.pk)


def openings(who: Standing, community: CommunityPage) -> QuerySet[Comment]:
    """The first comments of the discussions that this person finds in a community."""
    rows = Comment.objects.filter(is_opening=True, thread__community=community)
    if not who.is_moderator:
        own = Q(state=State.WAITING, author=who.user) if who.user else Q(pk=None)
        rows = rows.filter(Q(state=State.VISIBLE) | own)
    else:
        rows = rows.filter(state__in=(State.VISIBLE, State.WAITING))
    return rows


def counted(rows: QuerySet[Comment]) -> dict[str, int]:
    """How many discussions there are in all, and in each state: one query."""
    numbers: dict[str, int] = rows.aggregate(
        all=Count("pk"),
        **{name: Count("pk", filter=in_state(name)) for name in STATES},
    )
    return numbers


def in_state(name: str) -> Q:
    """Which questions are open, without a reply, or answered."""
    asked = Q(thread__kind=Thread.Kind.QUESTION)
    if name == "answered":
        return asked & Q(thread__accepted__isnull=False)
    still_open = asked & Q(thread__accepted=None)
    if name == "noreply":
        waited = Q(created_at__lt=timezone.now() - WAITED)
        return still_open & Q(thread__replies=0) & waited
    return still_open


def newest_first(rows: QuerySet[Comment]) -> QuerySet[Comment]:
    """Pinned ones first, then by the newest activity."""
    pinned = F("thread__pinned_at").desc(nulls_last=True)
    ordered = rows.order_by(pinned, "-thread__last_at", "-thread_id")
    return ordered.select_related("thread", "author", "agency")


def taking_part(thread: Thread, most: int) -> list[Any]:
    """Who wrote under their name, with how many comments; those with most first."""
    named = Comment.objects.filter(
        thread=thread.pk, state=State.VISIBLE, unnamed=False, author__isnull=False
    )
    counts = named.values("author").annotate(
        number=Count("pk", filter=Q(is_opening=False)),
        asked=Count("pk", filter=Q(is_opening=True)),
    )
    names = ("author__first_name", "author__last_name", "author__is_guest")
    rows = counts.values("author", "number", "asked", *names, "author__agency__slug")
    return list(rows.order_by("-number", *names[:2], "author")[:most])


def news(who: Standing, thread: Thread, after: int) -> QuerySet[Comment]:
    """What others wrote since a comment."""
    rows = Comment.objects.filter(thread=thread.pk, state=State.VISIBLE, pk__gt=after)
    return rows.exclude(author=who.user).order_by("pk")
