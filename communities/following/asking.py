"""Asking what is new in things that do not tell by themselves, such as searches."""

from __future__ import annotations

import datetime
import logging

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from catalogue.access import reader_of
from communities.following import mailing
from communities.following.kinds import Kind, all_kinds
from communities.models import Follow, Notice
from communities.models.following import Rhythm

logger = logging.getLogger(__name__)

# Each costs a search: the rest comes with the next round.
AT_ONCE = 100
# So many marks of what was told are compared with.
MOST_MARKS = 500


def ask(now: datetime.datetime | None = None) -> int:
    """Ask what is due, at most daily for each follow; return how many had news."""
    moment = now or timezone.now()
    return sum(
        _tell(follow, kind, moment)
        for kind in all_kinds()
        if kind.fresh is not None
        for follow in _due(kind, moment)
    )


def _due(kind: Kind, now: datetime.datetime) -> list[Follow]:
    weekly = mailing.last_digest(Rhythm.WEEKLY, now)
    daily = mailing.last_digest(Rhythm.DAILY, now)
    is_due = Q(rhythm=Rhythm.WEEKLY, told_at__lt=weekly)
    is_due |= ~Q(rhythm=Rhythm.WEEKLY) & Q(told_at__lt=daily)
    rows = Follow.objects.filter(is_due, key__startswith=f"{kind.name}:")
    rows = rows.filter(is_muted=False, by__is_active=True)
    return list(rows.order_by("told_at")[:AT_ONCE])


@transaction.atomic
def _tell(follow: Follow, kind: Kind, now: datetime.datetime) -> bool:
    """Write a notice of what is new and was not told; whoever claims it first does."""
    claimed = Follow.objects.filter(pk=follow.pk, told_at=follow.told_at)
    if kind.fresh is None or not claimed.update(told_at=now):
        return False
    user = User.objects.select_related("agency").get(pk=follow.by_id)
    marks = kind.fresh(follow.key.partition(":")[2], user, reader_of(user))
    if marks is None:
        # Nobody can tell now: it is asked again with the next round.
        Follow.objects.filter(pk=follow.pk).update(told_at=follow.told_at)
        return False
    new = [mark for mark in marks if mark not in _told(follow)]
    if not new:
        return False
    Notice.objects.create(
        to=user,
        kind=Notice.Kind.PAGE,
        verb="search",
        key=f"{follow.key}:{now:%y%m%d%H%M}"[:120],
        data={"many": len(new), "marks": new[:MOST_MARKS]},
        follow=follow,
    )
    return True


def _told(follow: Follow) -> set[str]:
    """Marks of what earlier notices told."""
    rows = Notice.objects.filter(follow=follow).order_by("-pk")
    found: set[str] = set()
    for told in rows.values_list("data", flat=True)[:20]:
        found.update(told.get("marks", ()))
    return found
