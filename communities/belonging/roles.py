"""Roles in a community, and handing it over: offered by an owner, then accepted."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from communities.belonging import inviting
from communities.belonging.services import (
    is_current,
    keep_in_step,
    locked,
    locked_with_owners,
    refuse_last_owner,
)
from communities.following.services import tell
from communities.models import Membership, Notice, Role
from communities.models.belonging import Offer
from communities.moderating.services import Refused, Verb, record


@transaction.atomic
def give(row: Membership, role: str, by: User) -> Membership:
    """Make somebody a moderator or a member; raises Refused.

    Nobody becomes an owner without accepting it: see `offer`.
    """
    row = locked_with_owners(row)
    _refuse_strangers(row)
    if row.role == role:
        return row
    if role not in (Role.MODERATOR, Role.MEMBER):
        raise Refused(_("Offer it to them: whoever owns a community has accepted it."))
    if row.user.is_guest:
        raise Refused(_("A guest cannot have another role."))
    refuse_last_owner(row)
    row.role, row.until = role, None
    row.offer, row.offered_by = "", None
    _keep(row, by, Role(role).label)
    if role == Role.MEMBER:
        inviting.withdraw_all_of(row.user, row.community)
    return row


@transaction.atomic
def set_until(row: Membership, until: datetime.date | None, by: User) -> Membership:
    """Move the last day of somebody; a guest always has one. Raises Refused."""
    row = locked(row)
    _refuse_strangers(row)
    if until is None and (row.role == Role.GUEST or row.user.is_guest):
        raise Refused(_("A guest has a last day."))
    if until is not None and until < timezone.localdate():
        raise Refused(_("Choose a day that is not over, or end the membership."))
    if until == row.until:
        return row
    row.until = until
    _keep(row, by, f"{until:%Y-%m-%d}" if until else "")
    return row


@transaction.atomic
def offer(row: Membership, kind: str, by: User) -> Membership:
    """Ask a member to answer for the community, beside somebody or instead.

    Raises Refused.
    """
    row = locked(row)
    _refuse_strangers(row)
    if row.role == Role.OWNER:
        raise Refused(_("This person is an owner already."))
    if row.user.is_guest or not row.user.is_active:
        raise Refused(_("Only an agent can own a community."))
    row.offer, row.offered_by = kind, by
    row.save()
    tell(
        [row.user_id],
        Notice.Kind.MEMBER,
        f"offer:{row.pk}:{timezone.now():%y%m%d%H%M%S}",
        verb="offer",
        community=row.community,
    )
    return row


@transaction.atomic
def take_back(row: Membership, by: User) -> None:
    """Offer it no longer."""
    row = locked(row)
    if row.offer:
        row.offer, row.offered_by = "", None
        row.save()


@transaction.atomic
def answer(row: Membership, accepts: bool) -> Membership:
    """Accept or refuse what an owner offered; raises Refused when it is over.

    With "in my place" the owner who offered becomes a moderator.
    """
    row = locked_with_owners(row)
    _refuse_strangers(row)
    kind, offered_by = row.offer, row.offered_by_id
    if not kind or not _still_owns(row, offered_by):
        raise Refused(_("This is no longer offered to you."))
    row.offer, row.offered_by = "", None
    if not accepts:
        row.save()
        return row
    row.role, row.until = Role.OWNER, None
    _keep(row, row.user, Role.OWNER.label)
    if kind == Offer.INSTEAD:
        _step_back(row, offered_by)
    return row


def _still_owns(row: Membership, offered_by: Any) -> bool:
    """Whether the offer still holds: from an owner, or an administrator."""
    giver = User.objects.filter(pk=offered_by, is_active=True).first()
    if giver is None:
        return False
    mine = Membership.objects.filter(community=row.community, user=giver)
    known = mine.first()
    owns = known is not None and is_current(known) and known.role == Role.OWNER
    return owns or giver.is_superuser


def _step_back(row: Membership, offered_by: int | None) -> None:
    rows = Membership.objects.filter(
        community=row.community, user=offered_by, role=Role.OWNER
    )
    for former in rows:
        former = locked(former)
        former.role = Role.MODERATOR
        _keep(former, row.user, Role.MODERATOR.label)


def _refuse_strangers(row: Membership) -> None:
    if not is_current(row):
        raise Refused(_("This person does not belong to the community any more."))


def _keep(row: Membership, by: Any, note: Any) -> None:
    row.save()
    keep_in_step(row)
    record(Verb.ROLE, by=by, community=row.community, person=row.user, note=str(note))
