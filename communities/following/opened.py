"""What is read because its reader opened the thing itself, not the notice.

Whether there is something unread comes with the row of the thread; only then one UPDATE
follows.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, Q
from django.http import HttpRequest
from django.utils import timezone

from communities import signals
from communities.models import Notice

Kind = Notice.Kind
# Of these the target is another page, or more than was opened.
ELSEWHERE = (Kind.TASK, Kind.PORTAL, Kind.MODERATION)


def is_news(person: int, about: Q) -> Exists:
    """Whether something about it is unread, as a part of a query that is asked anyway.

    about: by thread or entry.
    """
    rows = Notice.objects.filter(about, to=person, read_at=None)
    return Exists(rows.exclude(kind__in=ELSEWHERE))


def opened(request: HttpRequest, about: Q) -> None:
    """The person reads it now, so what was told of it is read."""
    _read(request, about & ~Q(kind__in=ELSEWHERE))


def opened_tasks(request: HttpRequest, about: Q) -> None:
    """A moderator sees what waits: what was told of it is read."""
    _read(request, about & Q(kind=Kind.TASK))


def opened_decision(request: HttpRequest, number: int) -> None:
    """Somebody reads what was decided about them."""
    _read(request, Q(kind=Kind.MODERATION, key=f"decision:{number}"))


def _read(request: HttpRequest, about: Q) -> None:
    # A browser that fetches ahead has shown nothing.
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    if request.method != "GET" or ahead:
        return
    user: Any = request.user
    rows = Notice.objects.filter(about, to=user.pk, read_at=None)
    if rows.update(read_at=timezone.now()):
        signals.notices_read.send(Notice, user=user, at_once=False)
