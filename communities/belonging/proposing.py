"""Communities that agents would like to have, and what becomes of them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import mails
from accounts.models import User
from accounts.services import lock_account
from communities import signals
from communities.belonging.services import found
from communities.models import CommunityPage, Proposal
from communities.moderating.services import Refused

State = Proposal.State
MOST_WAITING = 3


@transaction.atomic
def propose(by: User, values: dict[str, Any]) -> Proposal:
    """Leave a proposal with the knowledge managers.

    values: title, purpose, why, visibility, language. Raises Refused when several of
    the same person wait.
    """
    lock_account(by)
    if waiting().filter(by=by).count() >= MOST_WAITING:
        sentence = _("%(number)d of your proposals wait: wait for an answer first.")
        raise Refused(sentence % {"number": MOST_WAITING})
    proposal = Proposal.objects.create(by=by, **values)
    signals.proposed.send(Proposal, proposal=proposal)
    return proposal


@transaction.atomic
def withdraw(proposal: Proposal) -> None:
    """Take one's own proposal back, if nobody has decided."""
    rows = waiting().filter(pk=proposal.pk)
    rows.update(state=State.WITHDRAWN, decided_at=timezone.now())


def withdraw_all_of(user: User) -> None:
    """What somebody proposed who closed the account."""
    rows = waiting().filter(by=user)
    rows.update(state=State.WITHDRAWN, decided_at=timezone.now())


@transaction.atomic
def accept(proposal: Proposal, by: User) -> CommunityPage:
    """Make the community; who proposed it owns it. Raises Refused."""
    proposal = _undecided(proposal)
    if not proposal.by.is_active or proposal.by.is_guest:
        raise Refused(_("Whoever proposed it is no agent any more: decline it."))
    community = found(
        proposal.title,
        proposal.purpose,
        proposal.visibility,
        proposal.by,
        language=proposal.language or "en",
    )
    proposal.community = community
    _decide(proposal, State.ACCEPTED, by)
    context = {
        "title": proposal.title,
        "url": f"{settings.BASE_URL}{community.url}",
        "is_confidential": community.is_confidential,
    }
    _tell(proposal, "community_accepted", context)
    return community


@transaction.atomic
def decline(proposal: Proposal, by: User, reason: str) -> None:
    """Answer that there will be no such community, and why. Raises Refused."""
    proposal = _undecided(proposal)
    proposal.reason = reason
    _decide(proposal, State.DECLINED, by)
    _tell(proposal, "community_refused", {"title": proposal.title, "reason": reason})


def waiting() -> QuerySet[Proposal]:
    """The proposals without an answer."""
    return Proposal.objects.filter(state=State.WAITING)


def of(user: User) -> QuerySet[Proposal]:
    """What somebody proposed, newest first."""
    return Proposal.objects.filter(by=user).select_related("community")


def _undecided(proposal: Proposal) -> Proposal:
    """The proposal under a lock; two people do not decide it twice."""
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("by")
    row = rows.get(pk=proposal.pk)
    if row.state != State.WAITING:
        raise Refused(_("This proposal was decided on or withdrawn already."))
    return row


def _decide(proposal: Proposal, state: str, by: User) -> None:
    proposal.state = state
    proposal.decided_by, proposal.decided_at = by, timezone.now()
    proposal.save()
    signals.proposal_decided.send(Proposal, proposal=proposal)


def _tell(proposal: Proposal, template: str, context: dict[str, Any]) -> None:
    language = mails.language_of(proposal.by, settings.LANGUAGE_CODE)
    mails.send(template, proposal.by.email, language, context)
