"""Memberships that run out: the last day of a guest, a domain that fits no more.

No clock is needed: each process looks once a day, before its first answer of that day.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.mails import language_of
from communities.belonging import services
from communities.belonging.domains import fits_domain
from communities.models import Membership, Role

State = Membership.State


class _Memory:
    day: datetime.date | None = None


def end_overdue_today() -> None:
    """End what ran out, unless this process did so today: mostly no query."""
    today = timezone.localdate()
    if _Memory.day != today:
        end_overdue()
        _Memory.day = today


def end_overdue() -> int:
    """End the memberships whose last day is over; returns how many."""
    over = Membership.objects.filter(state=State.ACTIVE, until__lt=timezone.localdate())
    rows = list(over.select_related("user"))
    for row in rows:
        with override(language_of(row.user)):
            services.end(row, None, _("Your time as a guest is over."))
    return len(rows)


@transaction.atomic
def end_where_domain_fits_no_more(user: Any) -> None:
    """Whoever came in by their address goes with it."""
    rows = Membership.objects.filter(user=user, state=State.ACTIVE, by_domain=True)
    for row in rows.exclude(role=Role.OWNER).select_related("community"):
        if not fits_domain(row.community, user):
            with override(language_of(user)):
                services.end(row, None, _("Your address is not of this agency now."))


def remember(day: datetime.date | None) -> None:
    """Say until when nothing runs out, or forget it (for tests)."""
    _Memory.day = day
