"""What follows when somebody leaves an agency, changes it or is switched off.

Whichever way it is done (a service, the form, a deletion), the receivers here compare
what the row said with what it says now. docs/people.md has the whole as a table.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.signals import post_save, pre_delete, pre_save
from django.utils import timezone

from accounts import audit
from accounts.inviting import withdraw_all_of
from accounts.models import KNOWLEDGE_MANAGERS, Agency, User
from accounts.signals import agency_left

LEFT, MOVED, SUSPENDED, DELETED = "left", "moved", "suspended", "deleted"
WATCHED = frozenset({"agency", "agency_id", "is_active", "is_guest"})
WORDS = {
    LEFT: "left the agency",
    MOVED: "moved to another agency",
    SUSPENDED: "was switched off",
    DELETED: "is deleted",
}


def connect() -> None:
    """Connect the receivers; each once, before those that put groups right."""
    uid = "departures"
    pre_save.connect(remember, sender=User, dispatch_uid=uid)
    post_save.connect(follow, sender=User, dispatch_uid=uid)
    pre_delete.connect(about_to_go, sender=User, dispatch_uid=uid)


def remember(
    instance: Any,
    raw: bool = False,
    update_fields: Iterable[str] | None = None,
    **_kwargs: object,
) -> None:
    """Keep what the row says before it is written."""
    concerned = update_fields is None or WATCHED.intersection(update_fields)
    instance.stood = None
    if raw or not concerned:
        return
    if instance.pk:
        rows = User.objects.filter(pk=instance.pk).select_related("agency")
        instance.stood = rows.first()
    if instance.stood is None and instance.agency_id:
        instance.joined_agency_on = timezone.localdate()


def follow(instance: Any, **_kwargs: object) -> None:
    """Draw the consequences, if there are any."""
    before: User | None = instance.stood
    if before is None:
        return
    if before.agency_id != instance.agency_id:
        _date(instance)
    if kind := kind_of_change(before, instance):
        depart(instance, before.agency, kind)
    if kind == LEFT:
        _become_guest(instance)
        instance.groups.clear()


def about_to_go(instance: User, **_kwargs: object) -> None:
    """A deleted person hands over like one who is switched off."""
    depart(instance, instance.agency, DELETED)


def kind_of_change(before: User, now: User) -> str:
    """Which of the changes this is; "" when nobody left anything."""
    if before.is_active and not now.is_active:
        return SUSPENDED
    if before.agency_id is not None and before.agency_id != now.agency_id:
        return MOVED if now.agency_id is not None else LEFT
    return LEFT if now.is_guest and not before.is_guest else ""


@transaction.atomic
def depart(user: User, agency: Agency | None, kind: str) -> None:
    """Take the person out of what came with the agency; once more does no harm."""
    agency_left.send(sender=User, user=user, agency=agency, kind=kind)
    if kind != MOVED:
        user.groups.remove(*Group.objects.filter(name=KNOWLEDGE_MANAGERS))
    if kind == SUSPENDED:
        end_sessions(user)
    withdraw_all_of(user)
    audit.tell(WORDS[kind], user)


def end_sessions(user: User) -> None:
    """Sign somebody out everywhere, also where nobody asks before they come back.

    A session says whose it is in its data alone, so all of them are looked at.
    """
    valid = Session.objects.filter(expire_date__gt=timezone.now())
    ended = [
        session.pk
        for session in valid.iterator(1000)
        if session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    Session.objects.filter(pk__in=ended).delete()


def _date(user: User) -> None:
    """The profile says since when."""
    today = timezone.localdate() if user.agency_id is not None else None
    User.objects.filter(pk=user.pk).update(joined_agency_on=today)
    user.joined_agency_on = today


def _become_guest(user: User) -> None:
    """Whoever works for no agency any more sees what everyone sees."""
    if user.agency_id is None and not user.is_superuser:
        User.objects.filter(pk=user.pk).update(is_guest=True)
        user.is_guest = True
