"""How people get in by themselves: a mailed link, then an account or a request."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from dataclasses import dataclass
from enum import Enum

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import audit, mails
from accounts.addresses import domain_of
from accounts.models import (
    KNOWLEDGE_MANAGERS,
    Agency,
    EmailDomain,
    Invitation,
    JoinRequest,
    User,
)
from accounts.services import create_user
from vocabulary.labels import pick
from vocabulary.models import Profession

Kind = Invitation.Kind

TYPED_BY_ANYONE = (Kind.DOMAIN, Kind.REQUEST, Kind.KNOWN)
MAILS_PER_HOUR = 3
HOUR = datetime.timedelta(hours=1)
LINK_LASTS = datetime.timedelta(days=3)
INVITATION_LASTS = datetime.timedelta(days=14)
# What strangers typed is forgotten when nobody can use it any more.
KEPT_AFTER = datetime.timedelta(days=30)
# Who let whom in, and who was declined, is known for a year.
DECISIONS_KEPT = datetime.timedelta(days=365)


class TooOften(Exception):
    """The address got as many mails as it may in an hour."""


class Refused(Exception):
    """Joining stops here; the message is a sentence for whoever holds the link."""


class Standing(Enum):
    """What a link is worth at this moment."""

    OPEN = "open"
    UNKNOWN = "unknown"
    USED = "used"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class LinkOver(Exception):
    """The link cannot be used, or no longer."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(standing.value)
        self.standing = standing


@dataclass(frozen=True)
class Person:
    """What somebody says of themselves when joining."""

    first_name: str
    last_name: str
    function: Profession | None = None


@transaction.atomic
def ask(address: str, language: str) -> None:
    """Mail one link to an address, whoever has it; raises TooOften.

    The same work for every address: nobody learns here who has an account.
    """
    now = timezone.now()
    recent = Invitation.objects.filter(
        email=address, kind__in=TYPED_BY_ANYONE, created_at__gt=now - HOUR
    )
    if recent.count() >= MAILS_PER_HOUR:
        raise TooOften
    _forget_old(now)
    user = User.objects.filter(email__iexact=address).first()
    agency = agency_of(address)
    kind = Kind.KNOWN if user else Kind.DOMAIN if agency else Kind.REQUEST
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        email=address,
        kind=kind,
        agency=agency if kind == Kind.DOMAIN else None,
        language=language,
        token_hash="" if kind == Kind.KNOWN else fingerprint(token),
        expires_at=now + LINK_LASTS,
    )
    wanted = mails.language_of(user, language)
    _mail_typed(kind, address, wanted, token, agency, user)


def agency_of(address: str) -> Agency | None:
    """The agency whose confirmed domain is exactly that of this address."""
    found = EmailDomain.objects.select_related("agency").filter(name=domain_of(address))
    domain = found.first()
    return domain.agency if domain else None


def find(token: str) -> Invitation | None:
    """The invitation behind a link, in whatever state."""
    rows = Invitation.objects.select_related("agency", "function")
    return rows.filter(token_hash=fingerprint(token)).first()


def standing_of(invitation: Invitation | None) -> Standing:
    """Whether a link may be used, and why not."""
    if invitation is None:
        return Standing.UNKNOWN
    if invitation.used_at:
        return Standing.USED
    if invitation.withdrawn_at:
        return Standing.WITHDRAWN
    if invitation.expires_at <= timezone.now():
        return Standing.EXPIRED
    return Standing.OPEN


@transaction.atomic
def register(token: str, person: Person, password: str) -> User:
    """Make the account that a link promises, once; raises LinkOver or Refused."""
    invitation = _take(token)
    if invitation.kind == Kind.REQUEST:
        raise LinkOver(Standing.UNKNOWN)
    agency = _agency_at_use(invitation)
    user = _create(invitation, agency, person, password)
    _close(invitation)
    name = pick(agency.names, invitation.language)[0] if agency else ""
    context = {"name": user.first_name, "agency": name, "email": user.email}
    mails.send("joined", user.email, invitation.language, context)
    audit.tell(f"joined by a link ({invitation.kind})", user)
    return user


@transaction.atomic
def ask_to_join(
    token: str,
    person: Person,
    agency: Agency | None,
    agency_name: str,
    message: str,
) -> JoinRequest:
    """Leave a request with those who decide, once; raises LinkOver or Refused."""
    invitation = _take(token)
    if invitation.kind != Kind.REQUEST:
        raise LinkOver(Standing.UNKNOWN)
    if has_account(invitation.email):
        raise Refused(_has_account_sentence())
    try:
        with transaction.atomic():
            request = JoinRequest.objects.create(
                email=invitation.email,
                first_name=person.first_name,
                last_name=person.last_name,
                function=person.function,
                agency=agency,
                agency_name=agency_name,
                message=message,
                language=invitation.language,
            )
    except IntegrityError:
        sentence = _("A request for this address waits already. We answer it by mail.")
        raise Refused(sentence) from None
    _close(invitation)
    _tell_deciders(request)
    return request


def left_a_request(invitation: Invitation | None) -> bool:
    """Whether this link led to a request that still waits."""
    if invitation is None or invitation.kind != Kind.REQUEST or not invitation.used_at:
        return False
    waiting = JoinRequest.objects.filter(state=JoinRequest.State.WAITING)
    return waiting.filter(email=invitation.email).exists()


def has_account(address: str) -> bool:
    """Whether somebody signs in with this address, or did."""
    return User.objects.filter(email__iexact=address).exists()


def open_invitations(**wanted: object) -> QuerySet[Invitation]:
    """Links that somebody could still use."""
    found = Invitation.objects.filter(used_at=None, withdrawn_at=None)
    return found.filter(expires_at__gt=timezone.now(), **wanted)


def lock_links(address: str) -> list[Invitation]:
    """Every link of an address under a lock, always in the same order."""
    rows = Invitation.objects.select_for_update().filter(email=address)
    return list(rows.order_by("pk"))


def deciders() -> QuerySet[User]:
    """Those who decide on requests: knowledge managers, else administrators."""
    active = User.objects.filter(is_active=True).exclude(email="")
    managers = active.filter(groups__name=KNOWLEDGE_MANAGERS)
    return managers if managers.exists() else active.filter(is_superuser=True)


def fingerprint(token: str) -> str:
    """What is kept of the secret in a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(token: str) -> str:
    """The whole address of a link, as mails show it."""
    return settings.BASE_URL + reverse("accounts:join-link", args=[token])


def _mail_typed(
    kind: str,
    address: str,
    language: str,
    token: str,
    agency: Agency | None,
    user: User | None,
) -> None:
    """One mail for each kind: the same work, whoever has the address."""
    template = {Kind.KNOWN: "join_known", Kind.DOMAIN: "join_link"}.get(
        Kind(kind), "join_request_link"
    )
    context = {
        "url": link_of(token),
        "agency": pick(agency.names, language)[0] if agency else "",
        "days": LINK_LASTS.days,
        "closed": bool(user and not user.is_active),
    }
    mails.send(template, address, language, context)


def _take(token: str) -> Invitation:
    """The invitation under a lock, so that nobody uses it or another one meanwhile."""
    known = find(token)
    rows = lock_links(known.email) if known else []
    wanted = fingerprint(token)
    invitation = next((row for row in rows if row.token_hash == wanted), None)
    standing = standing_of(invitation)
    if invitation is None or standing != Standing.OPEN:
        raise LinkOver(standing)
    return invitation


def _agency_at_use(invitation: Invitation) -> Agency | None:
    """The agency as of now: a domain may have moved since the mail was sent."""
    if invitation.kind != Kind.DOMAIN:
        return invitation.agency
    agency = agency_of(invitation.email)
    if agency is None or agency != invitation.agency:
        message = _(
            "The domain of your address no longer belongs to this agency. Ask for a "
            "new link."
        )
        raise Refused(message)
    return agency


def _create(
    invitation: Invitation, agency: Agency | None, person: Person, password: str
) -> User:
    if has_account(invitation.email):
        raise Refused(_has_account_sentence())
    try:
        with transaction.atomic():
            return create_user(
                invitation.email,
                password,
                first_name=person.first_name,
                last_name=person.last_name,
                agency=agency,
                function=invitation.function or person.function,
                job_title=invitation.job_title,
                is_guest=invitation.is_guest,
                interface_language=get_language() or invitation.language,
            )
    except IntegrityError:
        raise Refused(_has_account_sentence()) from None


def _has_account_sentence() -> str:
    return _(
        "This address has an account already. Sign in, or choose a new password if "
        "you forgot yours."
    )


def _close(invitation: Invitation) -> None:
    """Used up, and with it every other link that went to the same address."""
    now = timezone.now()
    invitation.used_at = now
    invitation.save(update_fields=["used_at"])
    others = open_invitations(email=invitation.email).exclude(pk=invitation.pk)
    others.update(withdrawn_at=now)


def _tell_deciders(request: JoinRequest) -> None:
    url = settings.BASE_URL + reverse("join_requests:decide", args=[request.pk])
    for person in deciders():
        language = mails.language_of(person, settings.LANGUAGE_CODE)
        context = {"person": str(request), "email": request.email, "url": url}
        mails.send("request_waiting", person.email, language, context)


def _forget_old(now: datetime.datetime) -> None:
    typed = Q(kind__in=TYPED_BY_ANYONE, expires_at__lt=now - KEPT_AFTER)
    very_old = Q(expires_at__lt=now - DECISIONS_KEPT)
    Invitation.objects.filter(typed | very_old).delete()
    JoinRequest.objects.filter(decided_at__lt=now - DECISIONS_KEPT).delete()
