"""How often somebody may join, invite or open links."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import rates
from accounts.rates import Rate, TooManyRequests

JOINS = ("community-joins", (Rate(30, 3600),))
INVITES = ("community-invites", (Rate(60, 3600),))
LINKS = ("community-links", (Rate(60, 3600),))
PROPOSALS = ("community-proposals", (Rate(10, 3600),))

Limit = tuple[str, tuple[Rate, ...]]


def too_many(request: HttpRequest, limit: Limit) -> HttpResponse | None:
    """Count this; a page that says how long to wait when it is one too many."""
    try:
        rates.count(request, *limit)
    except TooManyRequests as error:
        response = render(request, "429.html", status=429)
        response.headers["Retry-After"] = str(error.seconds)
        return response
    return None
