"""Stored notices as lines: what they say now, by what their reader may still read."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from catalogue.access import Reader
from communities.models import Notice


def address_of(row: Notice, user: User, reader: Reader) -> str:
    """Where a notice leads; "" where this person may not go any more."""
    return ""


def mark_read(row: Notice) -> None:
    """This notice is read."""
    Notice.objects.filter(pk=row.pk).update(read_at=row.created_at)


def told_to(user: User, reader: Reader, **_only: Any) -> list[Any]:
    """The lines for one person."""
    return []
