"""How people are let in by others: invitations, and decisions on requests."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts import audit, mails
from accounts.addresses import domain_of, parse_address
from accounts.domains import is_for_everyone
from accounts.joining import (
    INVITATION_LASTS,
    LINK_LASTS,
    Refused,
    fingerprint,
    has_account,
    link_of,
    lock_links,
    open_invitations,
)
from accounts.models import Agency, EmailDomain, Invitation, JoinRequest, User
from vocabulary.labels import pick
from vocabulary.models import Profession

Kind = Invitation.Kind
State = JoinRequest.State

MOST_AT_ONCE = 200


class Answer(Enum):
    """What became of one pasted line."""

    SENT = "sent"
    KNOWN = "known"
    WRONG = "wrong"


@dataclass(frozen=True)
class Terms:
    """What somebody is invited to be."""

    agency: Agency | None = None
    function: Profession | None = None
    job_title: str = ""
    is_guest: bool = False
    language: str = "en"


@dataclass(frozen=True)
class Line:
    """A pasted line and its answer; `reason` says what is wrong with it."""

    text: str
    answer: Answer
    reason: str = ""


def invite_all(lines: Iterable[str], terms: Terms, by: User) -> list[Line]:
    """Invite each address of a list, each once; a wrong line stops no other."""
    found: dict[str, Line] = {}
    for text in lines:
        try:
            address = parse_address(text)
        except ValidationError as error:
            reason = " ".join(error.messages)
            found.setdefault(text, Line(text, Answer.WRONG, reason))
            continue
        if address not in found:
            known = has_account(address)
            found[address] = Line(address, Answer.KNOWN if known else Answer.SENT)
            if not known:
                invite(address, terms, by)
    return list(found.values())


@transaction.atomic
def invite(address: str, terms: Terms, by: User) -> Invitation:
    """Mail an invitation; it takes the place of those that are open."""
    lock_links(address)
    open_invitations(email=address).update(withdrawn_at=timezone.now())
    invitation = Invitation(
        email=address,
        kind=Kind.INVITED,
        agency=terms.agency,
        function=terms.function,
        job_title=terms.job_title,
        is_guest=terms.is_guest,
        language=terms.language,
        invited_by=by,
    )
    _send(invitation, by)
    log(invitation, "accounts.invite", user=by)
    return invitation


@transaction.atomic
def link_for(address: str, terms: Terms, by: User | None) -> str:
    """Where somebody makes an account who proved an address another way: no mail.

    It takes the place of the links that are open.
    """
    lock_links(address)
    open_invitations(email=address).update(withdrawn_at=timezone.now())
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=address,
        kind=Kind.INVITED,
        agency=terms.agency,
        is_guest=terms.is_guest,
        language=terms.language,
        invited_by=by,
        token_hash=fingerprint(token),
        expires_at=timezone.now() + LINK_LASTS,
    )
    log(invitation, "accounts.invite", user=by)
    return reverse("accounts:join-link", args=[token])


@transaction.atomic
def resend(invitation: Invitation, by: User) -> None:
    """Mail a new link in place of the old one; raises Refused."""
    lock_links(invitation.email)
    invitation.refresh_from_db()
    if invitation.used_at or has_account(invitation.email):
        raise Refused(_("This address has an account by now."))
    others = open_invitations(email=invitation.email).exclude(pk=invitation.pk)
    others.update(withdrawn_at=timezone.now())
    invitation.withdrawn_at = None
    _send(invitation, by)
    log(invitation, "accounts.resend", user=by)


@transaction.atomic
def withdraw(invitation: Invitation, by: User) -> None:
    """Make the link worth nothing; raises Refused when it was used."""
    lock_links(invitation.email)
    invitation.refresh_from_db()
    if invitation.used_at:
        raise Refused(_("This invitation was used already."))
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        log(invitation, "accounts.withdraw", user=by)


@transaction.atomic
def accept(
    request: JoinRequest,
    agency: Agency,
    function: Profession | None,
    by: User,
    confirm_domain: bool = False,
) -> None:
    """Let somebody in who asked, and perhaps everyone of the same domain.

    Raises Refused.
    """
    request = _undecided(request)
    if has_account(request.email):
        raise Refused(_("This address has an account by now: decline the request."))
    if confirm_domain:
        _confirm(domain_of(request.email), agency, by)
    _decide(request, State.ACCEPTED, by, agency=agency, function=function)
    lock_links(request.email)
    open_invitations(email=request.email).update(withdrawn_at=timezone.now())
    invitation = Invitation(
        email=request.email,
        kind=Kind.ACCEPTED,
        agency=agency,
        function=function,
        language=request.language,
        invited_by=by,
    )
    _send(invitation, by)
    log(request, "accounts.accept", user=by, data={"agency": agency.slug})


@transaction.atomic
def decline(request: JoinRequest, reason: str, by: User) -> None:
    """Answer that somebody cannot join, and why; raises Refused."""
    request = _undecided(request)
    _decide(request, State.DECLINED, by, reason=reason)
    mails.send("request_declined", request.email, request.language, {"reason": reason})
    log(request, "accounts.decline", user=by, data={"reason": reason})


def withdraw_all_of(user: User) -> None:
    """Nobody joins any more on the word of somebody who left."""
    mine = open_invitations(invited_by=user)
    mine.filter(kind=Kind.INVITED).update(withdrawn_at=timezone.now())


def _send(invitation: Invitation, by: User) -> None:
    """Give the invitation a new secret and a new date, and mail it."""
    token = secrets.token_urlsafe(32)
    invitation.token_hash = fingerprint(token)
    invitation.expires_at = timezone.now() + INVITATION_LASTS
    invitation.save()
    agency, language = invitation.agency, invitation.language
    context = {
        "url": link_of(token),
        "agency": pick(agency.names, language)[0] if agency else "",
        "inviter": str(by),
        "days": INVITATION_LASTS.days,
    }
    accepted = invitation.kind == Kind.ACCEPTED
    template = "request_accepted" if accepted else "invitation"
    mails.send(template, invitation.email, language, context)


def _undecided(request: JoinRequest) -> JoinRequest:
    """The request under a lock; two people do not decide it twice."""
    rows = JoinRequest.objects.select_for_update(of=("self",))
    found = rows.get(pk=request.pk)
    if found.state != State.WAITING:
        sentence = _("%(person)s decided about this request already.")
        raise Refused(sentence % {"person": found.decided_by or _("Somebody")})
    return found


def _decide(request: JoinRequest, state: str, by: User, **values: Any) -> None:
    request.state = state
    request.decided_by = by
    request.decided_at = timezone.now()
    for name, value in values.items():
        setattr(request, name, value)
    request.save()
    audit.tell(f"{state} request {request.pk}", by)


def _confirm(domain: str, agency: Agency, by: User) -> None:
    if is_for_everyone(domain):
        sentence = _("Anyone can have an address at %(domain)s: it is no agency's.")
        raise Refused(sentence % {"domain": domain})
    found = EmailDomain.objects.filter(name=domain).select_related("agency").first()
    if found is None:
        try:
            with transaction.atomic():
                found = EmailDomain.objects.create(
                    name=domain, agency=agency, confirmed_by=by
                )
        except IntegrityError:
            found = EmailDomain.objects.select_related("agency").get(name=domain)
        else:
            log(agency, "accounts.confirm_domain", user=by, data={"domain": domain})
    if found.agency_id != agency.pk:
        sentence = _("The domain %(domain)s belongs to %(agency)s already.")
        raise Refused(sentence % {"domain": domain, "agency": found.agency})
