"""What waits for one person, and what they were told.

Most sources are computed when asked and store nothing but `User.notices_seen_at`; what
happens in communities is stored, one row for each person (`communities.following`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from catalogue.access import reader_for
from communities.following import choosing
from communities.following import notices as stored
from communities.models import MailChoice
from hub.notice_lines import MOST, Group, Notice
from hub.notice_sources import SOURCES

SECONDS = 60
SOON = 2
# The parts of the list, and the topics that stand in them.
PARTS: dict[str, frozenset[str]] = {
    "mentions": frozenset({"mention"}),
    "reviews": frozenset({choosing.REVIEW}),
}


def notices_for(request: Any, choice: MailChoice | None = None) -> list[Notice]:
    """All that waits for the person behind the request, the newest first.

    choice: what the person wants to be told, if it is known already.
    """
    user, reader = request.user, reader_for(request)
    unwanted = set((choice or choosing.choice_of(user)).not_here)
    found = [
        _with_state(notice, user.notices_seen_at)
        for source in SOURCES
        for notice in source(user, reader)
        if notice.topic not in unwanted
    ]
    found.sort(key=lambda notice: notice.at, reverse=True)
    _remember(user, found)
    return found[:MOST]


def _with_state(notice: Notice, seen: datetime.datetime | None) -> Notice:
    """The notice, with whether it is new to the person."""
    if notice.is_read is not None:
        return replace(notice, is_unread=not notice.is_read)
    return replace(notice, is_unread=seen is None or notice.at > seen)


def unread_count(request: Any) -> int:
    """How many notices are new to this person; asked for anew once a minute."""
    count = cache.get(_key(request.user))
    if count is None:
        notices_for(request)
        count = cache.get(_key(request.user), 0)
    return int(count)


def mark_all_read(user: Any) -> None:
    """From now on only what comes later is new."""
    user.notices_seen_at = timezone.now()
    user.save(update_fields=["notices_seen_at"])
    stored.mark_all_read(user)
    forget_count(user)


def forget_count(user: Any) -> None:
    """The bell counts anew: something was read."""
    cache.delete(_key(user))


def count_again(user: Any, at_once: bool, **_kwargs: object) -> None:
    """Something was read: the bell counts anew, now or with the next page.

    A page that somebody opens does not pay for it.
    """
    if at_once:
        forget_count(user)
    else:
        cache.touch(_key(user), SOON)


def part(notices: Sequence[Notice], name: str) -> list[Notice]:
    """Those that stand in one part of the list; "" is all of it."""
    if name == "unread":
        return [notice for notice in notices if notice.is_unread]
    if name in PARTS:
        return [notice for notice in notices if notice.topic in PARTS[name]]
    return list(notices)


def grouped(notices: Iterable[Notice]) -> list[Group]:
    """Today, earlier this week, earlier; an empty one is left out."""
    today = timezone.localdate()
    monday = today - datetime.timedelta(days=today.weekday())
    headings = {
        0: _("Today, %(day)s") % {"day": date_format(today, "l j F")},
        1: _("Earlier this week"),
        2: _("Earlier"),
    }
    parts: dict[int, list[Notice]] = {}
    for notice in notices:
        day = timezone.localtime(notice.at).date()
        parts.setdefault(0 if day >= today else 1 if day >= monday else 2, []).append(
            notice
        )
    return [Group(headings[rank], parts[rank]) for rank in sorted(parts)]


def _key(user: User) -> str:
    return f"notices-{user.pk}"


def _remember(user: User, notices: Iterable[Notice]) -> None:
    cache.set(_key(user), sum(notice.is_unread for notice in notices), SECONDS)
