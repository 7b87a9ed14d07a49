"""The lines of the list of notices, whatever they come from."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from catalogue.access import Reader
from practices.listing import Label

MOST = 100


@dataclass(frozen=True)
class Notice:
    """One line: a sentence, the title it speaks of, and where to go.

    at: since when it waits. lang: of the title, "" if it is the interface's. topic: by
    what people choose whether they see it. is_read: of stored ones; the others are read
    once somebody marks all as read. key: of the entry it is about.
    """

    icon: str
    sentence: str
    title: str
    url: str
    at: datetime.datetime
    lang: str = ""
    note: str = ""
    note_lang: str = ""
    agency: Label | None = None
    action: str = ""
    action_url: str = ""
    topic: str = ""
    key: str = ""
    # Whether the action is one of the editing pages.
    edits: bool = False
    is_read: bool | None = None
    is_unread: bool = True
    # A line that names a day already shows no second one.
    is_dated: bool = True


@dataclass(frozen=True)
class Group:
    """Notices of one time under one heading."""

    heading: str
    notices: Sequence[Notice]


Source = Callable[[User, Reader], Iterable[Notice]]


def midnight(day: datetime.date) -> datetime.datetime:
    """The first moment of a day."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
