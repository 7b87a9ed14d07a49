"""How often somebody may ask: by person, or by address of who is not signed in.

Counted in the cache, so each serving process counts for itself.
"""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

from allauth.core.internal.ratelimit import get_ip
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


class Rate(NamedTuple):
    """So many requests in so many seconds."""

    number: int
    seconds: int


class TooManyRequests(Exception):
    """Somebody asked too often; seconds: how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def count(request: HttpRequest, what: str, rates: tuple[Rate, ...]) -> None:
    """Count a request; raise TooManyRequests when it is one too many."""
    asking = _who(request)
    over = [
        rate.seconds for rate in rates if _counted(what, asking, rate) > rate.number
    ]
    if over:
        raise TooManyRequests(max(over))


def _who(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return f"user-{request.user.pk}"
    try:
        address = get_ip(request)
    except PermissionDenied:
        # Nobody told: all who come this way count together.
        address = ""
    # No address of a person is kept.
    return f"address-{sha256(address.encode()).hexdigest()}"


def _counted(what: str, asking: str, rate: Rate) -> int:
    key = f"rate-{what}-{rate.seconds}-{asking}"
    cache.add(key, 0, rate.seconds)
    try:
        return cache.incr(key)
    except ValueError:
        # It ran out, or was pushed out, just now.
        return 1
