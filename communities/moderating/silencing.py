"""People who may not write for a while, or not come in at all."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.belonging import services as belonging
from communities.models import CommunityPage, Decision, Membership, Role, Silence
from communities.moderating.services import Refused, Verb, record

LONGEST = datetime.timedelta(days=366)
KEEPERS = (Role.OWNER, Role.MODERATOR)


@transaction.atomic
def mute(
    person: Any,
    community: CommunityPage | None,
    by: Any,
    until: datetime.datetime,
    reason: str,
) -> Silence:
    """Somebody reads and does not write until then; None: comments on all pages."""
    if refusal := why_not(person, community, by):
        raise Refused(refusal)
    if not reason.strip():
        raise Refused(_("Say why: the person reads the reason."))
    if not timezone.now() < until <= timezone.now() + LONGEST:
        raise Refused(_("Choose a day within the next twelve months."))
    row, _new = Silence.objects.update_or_create(
        community=community,
        user=person,
        defaults={
            "until": until,
            "reason": reason.strip()[:200],
            "by": by,
        },
    )
    record(
        Verb.MUTE,
        by=by,
        community=community,
        person=person,
        reason=reason.strip(),
        # The trail has the words.
        note=timezone.localdate(until).isoformat(),
    )
    return row


@transaction.atomic
def unmute(person: Any, community: CommunityPage | None, by: Any) -> Decision:
    """Somebody writes again before the time is over."""
    rows = Silence.objects.filter(community=community, user=person)
    if not rows.delete()[0]:
        raise Refused(_("This person writes already."))
    return record(Verb.UNMUTE, by=by, community=community, person=person)


@transaction.atomic
def suspend(row: Membership, by: Any, reason: str) -> Decision:
    """Close the community to somebody, until they are let in again."""
    if refusal := why_not(row.user, row.community, by):
        raise Refused(refusal)
    if not reason.strip():
        raise Refused(_("Say why: the person reads the reason."))
    if row.state == Membership.State.SUSPENDED:
        raise Refused(_("This person is suspended already."))
    belonging.suspend(row, by, reason.strip())
    return record(
        Verb.SUSPEND,
        by=by,
        community=row.community,
        person=row.user,
        reason=reason.strip(),
    )


@transaction.atomic
def reinstate(row: Membership, by: Any) -> Decision:
    """Open the community to somebody again."""
    if row.state != Membership.State.SUSPENDED:
        raise Refused(_("This person is not suspended."))
    belonging.reinstate(row, by)
    return record(Verb.REINSTATE, by=by, community=row.community, person=row.user)


def why_not(person: Any, community: CommunityPage | None, by: Any) -> str:
    """Why this person cannot be muted or suspended; "" when they can."""
    if person is None or not person.is_active:
        return _("This account is closed.")
    if person.pk == by.pk:
        return _("This is about yourself.")
    if community is None:
        return ""
    active = Membership.objects.filter(
        community=community, user=person, state=Membership.State.ACTIVE
    )
    if active.filter(role__in=KEEPERS).exists():
        return _("Owners and moderators: an owner changes the role first.")
    return ""


def silence_of(person: Any, community: CommunityPage | None) -> Silence | None:
    """Until when and why somebody does not write here."""
    if person is None or not person.is_authenticated:
        return None
    rows = Silence.objects.filter(
        community=community, user=person, until__gt=timezone.now()
    )
    return rows.first()


def is_silenced_on_pages(person: Any) -> bool:
    """Whether somebody may not comment on any page of the hub."""
    return silence_of(person, None) is not None
