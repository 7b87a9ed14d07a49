"""Who belongs to a community: the only place that writes memberships and groups.

A person is in the group of members as long as the membership is active, has not run out
and the account is in use. Locks: the account first, then the community where owners are
counted, then the membership.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import lock_account
from communities import signals
from communities.belonging import charters, telling
from communities.belonging.domains import fits_domain
from communities.models import (
    Charter,
    CommunityPage,
    Joining,
    Membership,
    Role,
)
from communities.moderating.services import Refused, Verb, record
from communities.permissions import invites_nobody_first
from communities.querysets import current
from communities.services import make_community
from communities.standing import MODERATING

State = Membership.State
REGROUPING = "_regrouping"
# Who may do more stands first.
RANK = (Role.OWNER, Role.MODERATOR, Role.MEMBER, Role.GUEST)


@transaction.atomic
def found(
    title: str, purpose: str, visibility: str, owner: User, **fields: Any
) -> CommunityPage:
    """Make a community that somebody owns; fields: those of `make_community`."""
    community = make_community(title, purpose, visibility=visibility, **fields)
    add_member(community, owner, Role.OWNER)
    return community


@transaction.atomic
def add_member(
    community: CommunityPage,
    user: User,
    role: str = Role.MEMBER,
    by: Any = None,
    until: Any = None,
    *,
    by_domain: bool = False,
    has_accepted: bool = True,
) -> Membership:
    """Let somebody belong; once more does no harm and takes no role away.

    until: the last day. has_accepted: the newest charter was shown and accepted. Raises
    Refused for accounts that are switched off and for suspended members.
    """
    if not lock_account(user):
        raise Refused(_("This account is switched off."))
    row = _row(community, user)
    if row.state == State.SUSPENDED:
        raise Refused(_("The moderators have closed the community to this person."))
    is_new = not is_current(row)
    if not is_new:
        role = min(role, row.role, key=RANK.index)
        until = row.until if row.until is None else until
    else:
        row.since, row.message, row.reason = timezone.now(), "", ""
        row.charter = row.accepted_at = None
        row.by_domain = by_domain
        row.decided_by, row.decided_at = by, timezone.now()
    row.state, row.role, row.until = State.ACTIVE, role, until
    if has_accepted:
        _accept(row, charters.newest(community))
    row.save()
    keep_in_step(row)
    if is_new:
        signals.membership_began.send(Membership, membership=row)
    return row


@transaction.atomic
def join(community: CommunityPage, user: User, message: str = "") -> Membership:
    """Become a member at once, or ask; the newest charter was accepted.

    Raises Refused where one comes in by invitation only.
    """
    known = Membership.objects.filter(community=community, user=user).first()
    if known is not None and is_current(known):
        return known
    fits = fits_domain(community, user)
    by_oneself = invites_nobody_first(community)
    if (by_oneself and community.joining == Joining.OPEN) or fits:
        is_bound = fits and community.joining != Joining.OPEN
        return add_member(community, user, by_domain=is_bound)
    if not by_oneself:
        raise Refused(_("One joins this community by invitation."))
    return _ask(community, user, message)


def _ask(community: CommunityPage, user: User, message: str) -> Membership:
    """Wait for a moderator; whoever was declined may ask again."""
    lock_account(user)
    row = _row(community, user)
    if row.state == State.SUSPENDED:
        raise Refused(_("The moderators have closed the community to you."))
    if row.state == State.WAITING or is_current(row):
        return row
    row.state, row.role, row.until = State.WAITING, Role.MEMBER, None
    row.message, row.reason = message, ""
    row.asked_at, row.decided_by, row.decided_at = timezone.now(), None, None
    _accept(row, charters.newest(community))
    row.save()
    keep_in_step(row)
    signals.membership_asked.send(Membership, membership=row)
    return row


@transaction.atomic
def take_back(row: Membership) -> None:
    """Withdraw one's own request, as if it had never been made."""
    row = locked(row)
    if row.state == State.WAITING:
        row.delete()


@transaction.atomic
def let_in(row: Membership, by: User) -> Membership:
    """Make a member of somebody who asked; raises Refused."""
    lock_account(row.user)
    row = _undecided(row)
    accepted = row.charter
    row = add_member(row.community, row.user, by=by, has_accepted=False)
    if accepted is not None:
        _accept(row, accepted)
        row.save()
    record(Verb.LET_IN, by=by, community=row.community, person=row.user)
    telling.let_in(row)
    return row


@transaction.atomic
def decline(row: Membership, by: User, reason: str) -> Membership:
    """Answer that somebody cannot join, and why; raises Refused."""
    lock_account(row.user)
    row = _undecided(row)
    row.state, row.reason = State.DECLINED, reason
    row.decided_by, row.decided_at = by, timezone.now()
    row.save()
    record(Verb.DECLINE, by=by, community=row.community, person=row.user, reason=reason)
    telling.declined(row)
    return row


@transaction.atomic
def leave(row: Membership) -> None:
    """Go by one's own will; raises Refused for the last owner."""
    row = locked_with_owners(row)
    if is_current(row):
        refuse_last_owner(row)
        _end(row)


@transaction.atomic
def end(row: Membership, by: Any, reason: str = "") -> None:
    """End the membership of somebody else; raises Refused for the last owner.

    by: None where it follows from something else, such as a domain that fits no more.
    """
    row = locked_with_owners(row)
    if row.state not in (State.ACTIVE, State.WAITING):
        return
    if by is not None:
        refuse_last_owner(row)
    row.reason, row.decided_by, row.decided_at = reason, by, timezone.now()
    _end(row)
    record(Verb.PUT_OUT, by=by, community=row.community, person=row.user, reason=reason)
    telling.ended(row)


def end_all_of(user: User) -> None:
    """End what somebody belonged to who works for no agency any more, or is gone."""
    rows = Membership.objects.filter(user=user, state__in=(State.ACTIVE, State.WAITING))
    for row in rows.select_related("community__group", "community__moderators"):
        _end(row)


@transaction.atomic
def suspend(row: Membership, by: Any, reason: str) -> Membership:
    """Close the community to somebody; the caller writes the trail. Raises Refused."""
    row = locked_with_owners(row)
    if row.state == State.SUSPENDED:
        return row
    if row.role == Role.OWNER and is_current(row):
        raise Refused(_("An owner cannot be suspended: take the role away first."))
    row.state, row.role = State.SUSPENDED, Role.MEMBER
    row.offer, row.offered_by = "", None
    row.reason, row.decided_by, row.decided_at = reason, by, timezone.now()
    row.save()
    keep_in_step(row)
    return row


@transaction.atomic
def reinstate(row: Membership, by: Any) -> Membership:
    """Open the community to somebody again, as a member; the caller writes the trail.

    Whoever was a guest for a time stays one until the same day.
    """
    row = locked(row)
    if row.state != State.SUSPENDED:
        return row
    row.state, row.reason = State.ACTIVE, ""
    if row.user.is_guest:
        row.role = Role.GUEST
    row.decided_by, row.decided_at = by, timezone.now()
    row.since = row.since or timezone.now()
    row.save()
    keep_in_step(row)
    return row


@transaction.atomic
def accept_charter(row: Membership, number: int) -> bool:
    """Accept a version; False when there is a newer one by now."""
    row = locked(row)
    newest = charters.newest(row.community)
    if newest is None or newest.number != number:
        return newest is None
    _accept(row, newest)
    row.save(update_fields=["charter", "accepted_at"])
    return True


def keep_in_step(row: Membership) -> None:
    """Put the person into the groups of the community, or out of them."""
    both = {row.community.group_id, row.community.moderators_id} - {None}
    wanted = groups_of(row)
    present = set(row.user.groups.filter(pk__in=both).values_list("pk", flat=True))
    _regroup(row.user, wanted - present, present - wanted)


def keep_all_in_step(user: User) -> None:
    """The same in all communities, whatever was done to the groups by hand."""
    rows = Membership.objects.filter(user=user).select_related("community")
    wanted: set[int] = set()
    for row in rows:
        row.user = user
        wanted |= groups_of(row)
    present = set(user.groups.values_list("pk", flat=True))
    _regroup(user, wanted - present, _of_communities(present - wanted))


def is_regrouping(user: User) -> bool:
    """Whether groups change by these services, and not by hand."""
    return getattr(user, REGROUPING, False)


def _regroup(user: User, missing: set[int], surplus: set[int]) -> None:
    setattr(user, REGROUPING, True)
    try:
        if missing:
            user.groups.add(*missing)
        if surplus:
            user.groups.remove(*surplus)
    finally:
        delattr(user, REGROUPING)


def groups_of(row: Membership) -> set[int]:
    """The numbers of the groups in which a membership puts the person today."""
    if not is_current(row) or not row.user.is_active:
        return set()
    found = {row.community.group_id}
    if row.role in MODERATING:
        found.add(row.community.moderators_id)
    return {number for number in found if number is not None}


def _of_communities(numbers: set[int]) -> set[int]:
    """Those of these groups that belong to communities."""
    if not numbers:
        return set()
    either = Q(group__in=numbers) | Q(moderators__in=numbers)
    pairs = CommunityPage.objects.filter(either).values_list("group", "moderators")
    return {number for pair in pairs for number in pair} & numbers


def is_current(row: Membership) -> bool:
    """Whether this membership holds today."""
    in_time = row.until is None or row.until >= timezone.localdate()
    return row.state == State.ACTIVE and in_time


def owners_of(community: CommunityPage) -> QuerySet[Membership]:
    """Those who answer for a community and can sign in."""
    rows = Membership.objects.filter(current(), community=community, role=Role.OWNER)
    return rows.filter(user__is_active=True)


def lock_community(community: CommunityPage) -> None:
    """One after the other, whoever changes owners, charters or settings."""
    list(CommunityPage.objects.select_for_update().filter(pk=community.pk))


def _row(community: CommunityPage, user: User) -> Membership:
    """The one row of a person here, new ones unsaved; the account is locked."""
    rows = Membership.objects.select_for_update(of=("self",)).select_related("charter")
    known: Membership | None = rows.filter(community=community, user=user).first()
    row = known or Membership(state=State.ENDED)
    # The caller's objects: nobody reads them a second time.
    row.community, row.user = community, user
    return row


def locked(row: Membership) -> Membership:
    """The row as it is now, and nobody changes it meanwhile."""
    rows = Membership.objects.select_for_update(of=("self",))
    parts = ("user", "community__group", "community__moderators")
    return rows.select_related(*parts).get(pk=row.pk)


def locked_with_owners(row: Membership) -> Membership:
    """The row, and nobody else of this community goes meanwhile."""
    lock_account(row.user)
    lock_community(row.community)
    return locked(row)


def _undecided(row: Membership) -> Membership:
    row = locked(row)
    if row.state != State.WAITING:
        raise Refused(_("This request was decided on or withdrawn already."))
    return row


def is_last_owner(row: Membership) -> bool:
    """Whether nobody else answers for the community."""
    if row.role != Role.OWNER or not is_current(row):
        return False
    return not owners_of(row.community).exclude(pk=row.pk).exists()


def refuse_last_owner(row: Membership) -> None:
    """Raise Refused when nobody would answer for the community any more."""
    if is_last_owner(row):
        message = _(
            "A community needs an owner: hand it over to somebody, and when they have "
            "accepted, this works."
        )
        raise Refused(message)


def _end(row: Membership) -> None:
    owned = row.role == Role.OWNER
    row.state, row.role = State.ENDED, Role.MEMBER
    row.until, row.offer, row.offered_by, row.by_domain = None, "", None, False
    row.save()
    keep_in_step(row)
    signals.membership_ended.send(Membership, membership=row)
    if owned:
        signals.owner_gone.send(Membership, membership=row)


def _accept(row: Membership, charter: Charter | None) -> None:
    row.charter = charter
    row.accepted_at = timezone.now() if charter else None
