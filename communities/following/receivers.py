"""Whom to tell of a comment, and as what: each person once, by the strongest reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q
from wagtail.models import GroupPagePermission, Page

from accounts.models import KNOWLEDGE_MANAGERS, User
from catalogue.access import reader_of
from catalogue.models import Entry
from communities.models import Comment, Follow, Notice, Thread
from practices.models import KEPT

Kind = Notice.Kind
# More people need not hear that a comment on a page was reported.
MOST_KEEPERS = 20


@dataclass(frozen=True)
class Reason:
    """Why somebody is told: the kind, the sentence, and because of which follow."""

    kind: str
    verb: str = ""
    follow: int | None = None


def of_comment(comment: Comment) -> dict[int, Reason]:
    """Everybody to tell of a comment that readers see for the first time.

    Whoever muted the thread is told only what names them. Five queries.
    """
    thread = comment.thread
    found: dict[int, Reason] = {}
    muted: set[int] = set()
    for follow in _follows(comment):
        if follow.is_muted:
            if follow.key == f"thread:{thread.pk}":
                muted.add(follow.by_id)
        else:
            verb = "new" if comment.is_opening else _verb_of_follow(thread)
            found.setdefault(follow.by_id, Reason(Kind.TALK, verb, follow.pk))
    found.update(_answered(comment))
    for person in muted:
        found.pop(person, None)
    for person in comment.mentions.values_list("user", flat=True):
        found[person] = Reason(Kind.MENTION)
    found.pop(comment.author_id or 0, None)
    return found


def followers_of(thread: Thread) -> list[Follow]:
    """Those who follow a thread and did not mute it."""
    rows = Follow.objects.filter(key=f"thread:{thread.pk}", is_muted=False)
    return list(rows)


def moderators_of(community: int, without: Iterable[Any] = ()) -> list[int]:
    """Numbers of the people who keep order in a community."""
    rows = User.objects.filter(
        is_active=True,
        memberships__community=community,
        memberships__state="active",
        memberships__role__in=("owner", "moderator"),
    )
    return list(
        rows.exclude(pk__in=[each for each in without if each]).values_list(
            "pk", flat=True
        )
    )


def moderators_of_page(page: Page, without: Iterable[Any] = ()) -> list[int]:
    """Who keeps order in the comments on a page, of those who may read the page.

    Who publishes in its section; where nobody else does, the knowledge managers.
    """
    rights = GroupPagePermission.objects.filter(permission__codename="publish_page")
    way = [page.path[:end] for end in range(4, len(page.path) + 1, 4)]
    managers = Q(name=KNOWLEDGE_MANAGERS)
    publishers = Q(pk__in=rights.filter(page__path__in=way).values("group")) & ~managers
    for groups in (publishers, managers):
        people = User.objects.filter(
            groups__in=Group.objects.filter(groups), is_active=True
        ).exclude(pk__in=[each for each in without if each])
        rows = people.select_related("agency").distinct().order_by("pk")[:MOST_KEEPERS]
        if found := [each.pk for each in rows if _reads(each, page)]:
            return found
    return []


def _reads(person: User, page: Page) -> bool:
    rows = Entry.objects.readable_by(reader_of(person))
    return bool(rows.filter(key=f"page:{page.pk}").exists())


def _verb_of_follow(thread: Thread) -> str:
    return "page" if thread.page_id is not None else "follow"


def _follows(comment: Comment) -> list[Follow]:
    """Follows that a comment concerns; those of the thread itself come first."""
    thread = comment.thread
    keys = [f"thread:{thread.pk}"]
    if thread.page is not None:
        keys.append(f"page:{thread.page.translation_key}")
    elif comment.is_opening:
        keys.append(f"community:{thread.community_id}")
        slugs = thread.tags.values_list("slug", flat=True)
        keys += [f"tag:{slug}" for slug in slugs]
    rows = Follow.objects.filter(key__in=keys, by__is_active=True)
    return sorted(rows, key=lambda row: keys.index(row.key))


def _answered(comment: Comment) -> Mapping[int, Reason]:
    """The author of what it replies to; at the first level who began, or the keeper."""
    thread = comment.thread
    if comment.is_opening:
        return {}
    if comment.parent is not None:
        person = comment.parent.author_id
        return {person: Reason(Kind.REPLY)} if person else {}
    if thread.page is not None:
        keeper = _keeper(thread.page_id)
        return {keeper: Reason(Kind.REPLY, "own-page")} if keeper else {}
    openings = Comment.objects.filter(thread=thread, is_opening=True)
    asker = openings.values_list("author", flat=True).first()
    verb = "question" if thread.kind == Thread.Kind.QUESTION else ""
    return {asker: Reason(Kind.REPLY, verb)} if asker else {}


def _keeper(page: int | None) -> int | None:
    """Who keeps a case, a guide or a collection."""
    for model in KEPT:
        rows = model.objects.filter(pk=page)
        found = rows.values_list("page_owner", "fallback_owner").first()
        if found is not None:
            keeper: int | None = found[0] or found[1]
            return keeper
    return None
