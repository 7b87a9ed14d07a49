"""On which day a member last read in a community; no more is kept of reading."""

from __future__ import annotations

from django.utils import timezone

from communities.models import Membership
from communities.standing import Standing


def seen(who: Standing) -> None:
    """Note that a member is here today: at most one write a day, else no query."""
    row = who.membership
    if row is None or not who.is_active:
        return
    today = timezone.localdate()
    if row.seen_on == today:
        return
    Membership.objects.filter(pk=row.pk).update(seen_on=today)
    row.seen_on = today
