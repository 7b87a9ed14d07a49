"""Readers call a moderator: once for each comment, and not in floods."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.services import lock_account
from communities import signals
from communities.models import Comment, Report

# So many reports of one person in so long a time.
LIMITS = (
    (10, datetime.timedelta(hours=1)),
    (30, datetime.timedelta(days=1)),
)


class TooManyReports(Exception):
    """Somebody reports more than anybody can look at; seconds: how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@transaction.atomic
def report(comment: Comment, by: Any, reason: str, note: str = "") -> Report:
    """Tell the moderators; a second report of the same person is the first one.

    Also when a moderator has looked at it and the comment has not changed since.
    """
    # Two presses of one button come one after the other.
    lock_account(by)
    known = _known(comment, by)
    if known is not None:
        return known
    _refuse_floods(by)
    row = Report.objects.create(
        comment=comment, by=by, reason=reason, note=note.strip()[:500]
    )
    signals.reported.send(Report, report=row)
    return row


def _known(comment: Comment, by: Any) -> Report | None:
    row = Report.objects.filter(comment=comment, by=by).order_by("-pk").first()
    if row is None or row.closed_at is None:
        return row
    changed = max(filter(None, (comment.edited_at, comment.state_at)), default=None)
    return None if changed and changed > row.closed_at else row


def _refuse_floods(by: Any) -> None:
    now = timezone.now()
    for most, span in LIMITS:
        times = Report.objects.filter(by=by, at__gt=now - span).order_by("-at")
        oldest = times.values_list("at", flat=True)[most - 1 : most].first()
        if oldest is not None:
            wait = (oldest + span - now).total_seconds()
            raise TooManyReports(max(1, int(wait)))
