"""Stored notices as lines: what they say now, by what their reader may still read.

Nothing of a text or a title is kept in a notice. It is put together whenever it is
shown or mailed; what is closed to its reader by then is left out without a word.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from catalogue.access import Reader
from catalogue.models import Entry
from communities import permissions, signals
from communities.following.kinds import described
from communities.following.reading import (
    may_be_told,
    readable_threads,
    standings,
)
from communities.following.words import ICONS, sentence_of
from communities.models import CommunityPage, Decision, Notice
from communities.querysets import visibilities
from communities.standing import Standing

Kind = Notice.Kind
MOST = 300
# Older ones are forgotten; see `mailing.forget_old`.
KEEP = datetime.timedelta(days=180)
TALKING = (Kind.REPLY, Kind.TALK)


@dataclass(frozen=True)
class Told:
    """One line: a sentence, the title it speaks of, where to go.

    url: of the notice, which leads on and is read then. lang: of the title. where:
    name of the community, "" outside; visibility: the community's. follow_key: because
    of what it is told, or "".
    rows: the notices behind the line, the newest first.
    """

    kind: str
    icon: str
    sentence: str
    title: str
    lang: str
    url: str
    at: datetime.datetime
    where: str
    where_lang: str
    agency: str
    reason: str
    is_unread: bool
    visibility: str
    follow_key: str
    rows: Sequence[Notice]


@dataclass(frozen=True)
class _Target:
    """What a notice is about, for its reader: title, language and address."""

    title: str
    lang: str
    url: str


def stored(user: User, since: datetime.datetime | None = None) -> list[Notice]:
    """The notices of a person with all that lines need, the newest first."""
    rows = Notice.objects.filter(to=user, created_at__gt=since or timezone.now() - KEEP)
    return list(complete(rows)[:MOST])


def complete(rows: Any) -> Any:
    """The rows of a query with all that lines need, the newest first."""
    parts = ("thread__community__locale", "thread__page", "community__locale")
    more = ("comment__author", "comment__agency", "follow")
    heavy = ("comment__text", "comment__html")
    return rows.select_related(*parts, *more).defer(*heavy).order_by("-id")


def told_to(
    user: User, reader: Reader, rows: Iterable[Notice], not_here: Iterable[str] = ()
) -> list[Told]:
    """Lines for these notices, as far as the person may read what they are about.

    not_here: kinds that the person does not want to see.
    """
    unwanted = set(not_here)
    found = [row for row in rows if row.kind not in unwanted]
    known = _Known(user, reader, found)
    lines = []
    for group in _grouped(row for row in found if known.may_tell(row)):
        target = known.target(group[0])
        if target is not None:
            lines.append(_line(group, target, known))
    return lines


def address_of(row: Notice, user: User, reader: Reader) -> str:
    """Where a notice leads; "" where this person may not go any more."""
    known = _Known(user, reader, [row])
    target = known.target(row) if known.may_tell(row) else None
    return target.url if target else ""


def mark_read(row: Notice) -> None:
    """This notice, and all others on the same thread or page, are read."""
    same = Q(pk=row.pk)
    if row.kind == Kind.TASK:
        where = Q(community=row.community_id, thread=row.thread_id)
        same |= where & Q(kind=row.kind, verb=row.verb)
    elif row.thread_id is not None:
        same |= Q(thread=row.thread_id) & ~Q(kind__in=(Kind.TASK, Kind.PORTAL))
    elif row.entry:
        same |= Q(entry=row.entry)
    unread = Notice.objects.filter(same, to=row.to_id, read_at=None)
    if unread.update(read_at=timezone.now()):
        signals.notices_read.send(Notice, user=row.to, at_once=True)


def mark_all_read(user: User) -> None:
    """All that was told so far is read."""
    Notice.objects.filter(to=user, read_at=None).update(read_at=timezone.now())


class _Known:
    """What the notices are about, as their reader finds it: six queries for all."""

    def __init__(self, user: User, reader: Reader, rows: Sequence[Notice]) -> None:
        self.user, self.reader = user, reader
        threads = [row.thread for row in rows if row.thread is not None]
        for row in rows:
            # The rules ask for it; one row of the thread is enough.
            if row.comment and row.thread and row.comment.thread_id == row.thread_id:
                row.comment.thread = row.thread
        inside = [row.community for row in rows if row.community is not None]
        self.threads: dict[int, Standing] = readable_threads(threads, user, reader)
        self.communities = standings(inside, user, reader)
        self.entries = self._entries(rows)
        self.libraries = visibilities(self.entries.values())
        searches = [row.follow.key for row in rows if _is_search(row) and row.follow]
        self.searches = described(searches, user, reader)

    def _entries(self, rows: Sequence[Notice]) -> dict[str, Entry]:
        keys = {row.entry for row in rows if row.entry}
        pages = {row.thread.page_id for row in rows if row.thread is not None}
        keys |= {f"page:{number}" for number in pages if number is not None}
        if not keys:
            return {}
        readable = Entry.objects.readable_by(self.reader).filter(key__in=keys)
        rows_of = readable.light().select_related("place__page")
        return {entry.key: entry for entry in rows_of}

    def may_tell(self, row: Notice) -> bool:
        """Whether this notice may be shown, by the rules as they are now."""
        if row.kind == Kind.MODERATION:
            return row.verb != Decision.Verb.MOVE or self._may_follow(row)
        if row.thread_id is not None:
            who = self.threads.get(row.thread_id)
            if who is None or not may_be_told(who, row.comment):
                return False
            return row.kind != Kind.TASK or who.is_moderator
        if row.community_id is not None:
            own = self.communities.get(row.community_id)
            if own is None:
                return False
            if row.kind == Kind.TASK:
                return permissions.may_moderate(own)
            return row.kind == Kind.MEMBER or permissions.may_know(own)
        return True

    def _may_follow(self, row: Notice) -> bool:
        """Whether somebody may know where a discussion of theirs has gone."""
        if row.thread_id in self.threads:
            return True
        return row.community is not None and self._knows(row.community)

    def target(self, row: Notice) -> _Target | None:
        """What it is about; None where that is closed, or gone."""
        if own := _own_address(row):
            return _Target(*self._name(row), url=own)
        if _is_search(row):
            thing = self.searches.get(row.follow.key) if row.follow else None
            return _Target(thing.title, thing.lang, thing.url) if thing else None
        if row.entry:
            entry = self.entries.get(row.entry)
            return _Target(entry.title, entry.language, entry.url) if entry else None
        if row.thread is not None and row.thread_id in self.threads:
            return self._of_thread(row)
        if row.community is not None:
            return self._of_community(row, row.community)
        title = str(row.data.get("title", ""))
        return _Target(title, "", reverse("notices")) if title else None

    def _name(self, row: Notice) -> tuple[str, str]:
        if row.thread is not None and row.thread_id in self.threads:
            found = self._of_thread(row)
            if found is not None:
                return found.title, found.lang
        community = row.community
        if community is not None:
            # Who is told of a decision knew it.
            return community.title, community.locale.language_code
        return str(row.data.get("title") or _("Comments on a page")), ""

    def _of_thread(self, row: Notice) -> _Target | None:
        thread = row.thread
        if thread is None:
            return None
        at = f"?c={row.comment_id}#c-{row.comment_id}" if row.comment_id else ""
        if thread.page_id is not None:
            entry = self.entries.get(f"page:{thread.page_id}")
            if entry is None:
                return None
            if row.kind == Kind.TASK:
                queue = reverse("communities:page-queue")
                return _Target(entry.title, entry.language, queue)
            return _Target(entry.title, entry.language, entry.url + (at or "#comments"))
        slug = thread.community.slug if thread.community else ""
        url = reverse("communities:discussion", args=[slug, thread.pk])
        return _Target(thread.title or "…", thread.language, url + at)

    def _of_community(self, row: Notice, community: CommunityPage) -> _Target | None:
        """The community; for what is decided, also where it is closed by now."""
        language = community.locale.language_code
        if row.kind == Kind.TASK:
            url = reverse("communities:queue", args=[community.slug])
            return _Target(community.title, language, url)
        if self._knows(community):
            return _Target(community.title, language, community.url)
        if row.kind in (Kind.MODERATION, Kind.MEMBER):
            # Who was told of it knew it; its address says no more than that.
            return _Target(community.title, language, reverse("communities:list"))
        return None

    def visibility(self, row: Notice) -> str:
        """That of the community it is about, or in whose library its page stands."""
        thread = row.thread if row.thread_id in self.threads else None
        key = row.entry
        if thread is not None and thread.page_id is not None:
            key = f"page:{thread.page_id}"
        if key in self.libraries:
            return self.libraries[key]
        community = thread.community if thread is not None else row.community
        return community.visibility if community else ""

    def _knows(self, community: CommunityPage) -> bool:
        own = self.communities.get(community.pk)
        return own is not None and permissions.may_know(own)


def _own_address(row: Notice) -> str:
    """The page on which somebody reads what was decided on them, or answers."""
    if row.kind == Kind.MODERATION and "decision" in row.data:
        return reverse("communities:decision", args=[row.data["decision"]])
    if row.kind == Kind.PORTAL and "consent" in row.data:
        return reverse("communities:consent", args=[row.data["consent"]])
    return ""


def _is_search(row: Notice) -> bool:
    return row.kind == Kind.PAGE and row.verb == "search"


def _grouped(rows: Iterable[Notice]) -> list[list[Notice]]:
    """One line for a thread, one for the same task; all else stands alone."""
    groups: dict[Any, list[Notice]] = {}
    for row in rows:
        key: Any = row.pk
        if row.kind in TALKING and row.thread_id is not None:
            key = ("thread", row.thread_id, row.read_at is None)
        elif row.kind == Kind.TASK:
            where = (row.community_id, row.thread_id)
            key = ("task", where, row.verb, row.read_at is None)
        groups.setdefault(key, []).append(row)
    return list(groups.values())


def _line(rows: list[Notice], target: _Target, known: _Known) -> Told:
    row = rows[0]
    # Where it stands by now is for those who read it there.
    thread = row.thread if row.thread_id in known.threads else None
    community = thread.community if thread is not None else row.community
    is_named = community is not None and thread is not None
    comment = row.comment
    has_agency = len(rows) == 1 and comment is not None and not comment.unnamed
    agency = comment.agency if comment is not None and has_agency else None
    return Told(
        kind=row.kind,
        icon=ICONS.get(row.kind, "bell"),
        sentence=sentence_of(rows),
        title=target.title,
        lang=target.lang,
        url=reverse("communities:notice", args=[row.pk]),
        at=row.created_at,
        where=community.title if community is not None and is_named else "",
        where_lang=community.locale.language_code if community else "",
        agency=agency.slug if agency else "",
        reason=str(row.data.get("reason", "")),
        is_unread=any(each.read_at is None for each in rows),
        visibility=known.visibility(row),
        follow_key=row.follow.key if row.follow else "",
        rows=rows,
    )
