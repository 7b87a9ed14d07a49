"""Invitations into a community: by mail to one address, or by a link for several.

Of the secret in a link only the fingerprint is kept.
"""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import inviting, joining, mails
from accounts.joining import LinkOver, Standing, fingerprint, has_account
from accounts.models import User
from communities.belonging.services import add_member, is_current
from communities.models import CommunityInvitation, CommunityPage, Membership, Role
from communities.moderating.services import Refused, Verb, record

LASTS = datetime.timedelta(days=14)
LONGEST_LINK = datetime.timedelta(days=90)
MOST_USES = 500
MOST_AT_ONCE = 50
# Who invited whom is known for a year.
KEPT = datetime.timedelta(days=365)


@dataclass(frozen=True)
class Terms:
    """As what somebody is invited, until when, and in which language."""

    role: str = Role.MEMBER
    until: datetime.date | None = None
    language: str = "en"


@transaction.atomic
def invite(
    community: CommunityPage, address: str, terms: Terms, by: User
) -> CommunityInvitation:
    """Mail an invitation; it takes the place of an open one to the same address."""
    _forget_old()
    open_ones(community).filter(email=address).update(withdrawn_at=timezone.now())
    known = User.objects.filter(email__iexact=address).first()
    language = mails.language_of(known, terms.language)
    invitation = CommunityInvitation(
        community=community,
        email=address,
        role=terms.role,
        until=terms.until,
        language=language,
        by=by,
        expires_at=timezone.now() + LASTS,
    )
    token = _keep(invitation)
    context = {
        "community": community.title,
        "is_confidential": community.is_confidential,
        "purpose": community.purpose,
        "inviter": str(by),
        "url": link_of(token),
        "days": LASTS.days,
        "until": _day(terms.until, language),
    }
    mails.send("community_invitation", address, language, context)
    record(Verb.INVITE, by=by, community=community, note=str(Role(terms.role).label))
    return invitation


@transaction.atomic
def make_link(
    community: CommunityPage, by: User, *, uses: int, until: datetime.date
) -> tuple[CommunityInvitation, str]:
    """A link for so many agents, until the end of a day; its address is told once."""
    _forget_old()
    end = datetime.datetime.combine(until, datetime.time.max)
    invitation = CommunityInvitation(
        community=community,
        uses_left=uses,
        by=by,
        expires_at=timezone.make_aware(end),
    )
    token = _keep(invitation)
    record(Verb.INVITE, by=by, community=community, note=str(uses))
    return invitation, link_of(token)


@transaction.atomic
def withdraw(invitation: CommunityInvitation) -> None:
    """Make the link worth nothing."""
    rows = CommunityInvitation.objects.filter(pk=invitation.pk, withdrawn_at=None)
    rows.update(withdrawn_at=timezone.now())


def withdraw_all_of(user: User, community: CommunityPage | None = None) -> None:
    """Nobody comes in any more on the word of somebody who left.

    community: where they invite nobody any more; None for all.
    """
    rows = CommunityInvitation.objects.filter(by=user, withdrawn_at=None)
    if community is not None:
        rows = rows.filter(community=community)
    rows.filter(uses_left__gt=0).update(withdrawn_at=timezone.now())


def open_ones(community: CommunityPage) -> QuerySet[CommunityInvitation]:
    """Links that somebody could still use."""
    rows = CommunityInvitation.objects.filter(community=community, withdrawn_at=None)
    return rows.filter(uses_left__gt=0, expires_at__gt=timezone.now())


def find(token: str) -> CommunityInvitation | None:
    """The invitation behind a link, in whatever state; none to what is gone."""
    rows = CommunityInvitation.objects.select_related("community__locale", "by")
    live = rows.filter(community__live=True)
    return live.filter(token_hash=fingerprint(token)).first()


def standing_of(invitation: CommunityInvitation | None) -> Standing:
    """Whether a link may be used, and why not."""
    if invitation is None:
        return Standing.UNKNOWN
    if invitation.withdrawn_at:
        return Standing.WITHDRAWN
    if invitation.uses_left == 0:
        return Standing.USED
    is_over = invitation.until is not None and invitation.until < timezone.localdate()
    if is_over or invitation.expires_at <= timezone.now():
        return Standing.EXPIRED
    return Standing.OPEN


def is_for(invitation: CommunityInvitation, user: User) -> bool:
    """Whether the invitation was sent to this person, or to whoever holds the link."""
    return not invitation.email or invitation.email == user.email.lower()


@transaction.atomic
def accept(token: str, user: User) -> Membership:
    """Come in by a link; once more uses it up no further.

    Raises LinkOver, or Refused with a sentence.
    """
    rows = CommunityInvitation.objects.select_for_update(of=("self",))
    found = find(token)
    if found is None:
        raise LinkOver(Standing.UNKNOWN)
    # The account is locked first, as everywhere.
    list(User.objects.select_for_update().filter(pk=user.pk))
    invitation = rows.get(pk=found.pk)
    community = found.community
    if not is_for(invitation, user):
        raise Refused(_("This invitation is for another address."))
    for known in Membership.objects.filter(community=community, user=user):
        if is_current(known):
            return known
    standing = standing_of(invitation)
    if standing != Standing.OPEN:
        raise LinkOver(standing)
    if community.is_archived:
        raise Refused(_("This community is archived: nobody joins it any more."))
    row = add_member(
        community, user, _role_for(invitation, user), found.by, invitation.until
    )
    invitation.uses_left -= 1
    invitation.save(update_fields=["uses_left"])
    return row


def belongs(invitation: CommunityInvitation, user: User) -> bool:
    """Whether this person is in the community already."""
    rows = Membership.objects.filter(community=invitation.community, user=user)
    return any(map(is_current, rows))


def has_account_link(invitation: CommunityInvitation) -> bool:
    """Whether `account_link` would lead somewhere."""
    address = invitation.email
    if not address or has_account(address):
        return False
    is_known = joining.agency_of(address) is not None
    return is_known or invitation.role == Role.GUEST


def account_link(invitation: CommunityInvitation) -> str:
    """Where somebody without an account makes one; "" when they have to ask the hub.

    Whoever holds the link has the address to which it was mailed. A guest gets an
    account as a guest, an agent one of the agency whose domain the address has.
    """
    if not has_account_link(invitation):
        return ""
    agency = joining.agency_of(invitation.email)
    terms = inviting.Terms(
        agency=agency, is_guest=agency is None, language=invitation.language
    )
    return inviting.link_for(invitation.email, terms, invitation.by)


def link_of(token: str) -> str:
    """The whole address of a link, as mails show it."""
    return settings.BASE_URL + reverse("communities:invitation", args=[token])


def _day(day: datetime.date | None, language: str) -> str:
    """A day as the reader of a mail writes it."""
    with translation.override(language):
        return date_format(day) if day else ""


def _role_for(invitation: CommunityInvitation, user: User) -> str:
    """Agents become members also by the invitation of a guest, never the other way."""
    if not user.is_guest:
        return Role.MEMBER
    if invitation.role != Role.GUEST:
        raise Refused(
            _("This invitation is for agents: your account is that of a guest.")
        )
    return Role.GUEST


def _keep(invitation: CommunityInvitation) -> str:
    token = secrets.token_urlsafe(32)
    invitation.token_hash = fingerprint(token)
    invitation.save()
    return token


def _forget_old() -> None:
    past = timezone.now() - KEPT
    CommunityInvitation.objects.filter(expires_at__lt=past).delete()
