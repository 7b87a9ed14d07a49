"""Counting a search: one row, written after the answer has left, never in its way.

A search is new words. The same words of the same visitor are the same search for half
an hour, whatever filters, order or page. Who searches is not kept: a fingerprint under
the salt of the day, which goes with the day.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import logging
import re
import secrets
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.utils import timezone

from catalogue.access import reader_for
from catalogue.models import Stamp
from search import rates
from search.asked.masking import masked, question_key, says_something
from search.asked.middleware import after_response
from search.asked.names import names_of_people
from search.models import Asking, Salt
from search.query_language import parse
from search.request import SearchRequest
from search.services import Found
from search.text import analyse, exact_words

logger = logging.getLogger(__name__)

SAME_SEARCH = datetime.timedelta(minutes=30)
FINGERPRINT = 32
IPV6_NETWORK = 64
# More new words than these no building types: a flood is answered and not kept.
COUNTED = (rates.Rate(100, 60), rates.Rate(1000, 3600))
# Programs that walk the web, and those that look before somebody does.
PROGRAMS = re.compile(
    r"(?<!cu)bot\b|bot[/;]|crawl|spider|slurp|archiver|facebookexternalhit|preview"
    r"|lighthouse|inspectiontool|monitor|pingdom|uptime|scrap",
    re.IGNORECASE,
)
AHEAD = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ")


@dataclass(frozen=True)
class Searched:
    """What is known of a search until the answer has left; only parts are kept."""

    token: str
    identity: str
    agency: int | None
    asked: SearchRequest
    total: int
    stamp: int


class _Memory:
    salt: tuple[datetime.date, bytes] | None = None
    # Tells visitors apart in the memory of this process alone.
    secret = secrets.token_bytes(32)


def record(request: Any, asked: SearchRequest, found: Found) -> str:
    """Have a search counted; what the page says when a result of it is opened.

    Empty for what is not counted. No query before the answer has left.
    """
    if not _counts(request, asked):
        return ""
    identity = _identity(request)
    words = " ".join(exact_words(asked.q))
    key = f"asked-{_digest(_Memory.secret, f'{identity} {words}')}"
    known = cache.get(key)
    if known or asked.page > 1:
        return known or ""
    try:
        rates.count(request, "asked", COUNTED)
    except rates.TooManyRequests:
        return ""
    searched = Searched(
        token=secrets.token_hex(16),
        identity=identity,
        agency=getattr(request.user, "agency_id", None),
        asked=asked,
        total=found.total,
        stamp=reader_for(request).stamps.get(Stamp.PEOPLE, 0),
    )
    cache.set(key, searched.token, SAME_SEARCH.total_seconds())
    after_response(request, lambda: keep(searched))
    return searched.token


def keep(searched: Searched) -> None:
    """Write the row; a fault is told without what was searched."""
    try:
        _write(searched)
    except DatabaseError as error:
        logger.warning("A search was not counted: %s", type(error).__name__)


def opened(token: str, place: int) -> None:
    """A result of this search was opened; the first one counts."""
    try:
        Asking.objects.filter(token=token, opened=0).update(opened=place)
    except DatabaseError as error:
        logger.warning("An opened result was not counted: %s", type(error).__name__)


def salt_of(day: datetime.date) -> bytes:
    """What the fingerprints of a day are made with, the same in every process."""
    kept = _Memory.salt
    if kept is None or kept[0] != day:
        kept = (day, _stored_salt(day))
        _Memory.salt = kept
    return kept[1]


def forget() -> None:
    """Drop what this process remembers (for tests)."""
    _Memory.salt = None


def _write(searched: Searched) -> None:
    asked = searched.asked
    text = masked(asked.q, names_of_people(searched.stamp))
    if not says_something(text):
        return
    day = timezone.localdate()
    filtered = bool(asked.kinds or asked.facets or parse(asked.q).conditions)
    Asking.objects.create(
        day=day,
        text=text,
        key=question_key(text),
        language=analyse(text, asked.language).language or asked.language,
        visitor=_digest(salt_of(day), searched.identity),
        agency_id=searched.agency,
        total=searched.total,
        filtered=filtered,
        token=searched.token,
    )


def _counts(request: Any, asked: SearchRequest) -> bool:
    """Whether a person searches by words, and not to look at the search itself."""
    if not asked.q or asked.explain or request.method != "GET":
        return False
    meta = request.META
    if any(meta.get(name) for name in AHEAD):
        return False
    return not PROGRAMS.search(meta.get("HTTP_USER_AGENT", ""))


def _identity(request: Any) -> str:
    """Who searches, for the fingerprint alone.

    Strangers of one network are one visitor: browsers call themselves what they like,
    and nobody is to look like three.
    """
    if request.user.is_authenticated:
        return f"user {request.user.pk}"
    try:
        address = get_adapter().get_client_ip(request)
    except PermissionDenied:
        address = ""
    return f"network {_network(address)}"


def _network(address: str) -> str:
    """An address, or the network of an IPv6 address: a household has billions."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return str(known)
    return str(ip_network((known, IPV6_NETWORK), strict=False))


def _digest(key: bytes, text: str) -> str:
    made = hmac.new(key, text.encode(), hashlib.sha256)
    return made.hexdigest()[:FINGERPRINT]


def _stored_salt(day: datetime.date) -> bytes:
    stored = Salt.objects.filter(day=day).values_list("secret", flat=True)
    salt = stored.first()
    if salt is None:
        made = Salt(day=day, secret=secrets.token_bytes(32))
        Salt.objects.bulk_create([made], ignore_conflicts=True)
        # Another process may have been first.
        salt = stored.get()
    return bytes(salt)
