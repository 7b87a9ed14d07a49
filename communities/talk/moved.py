"""Where a discussion is now that stood in another community before.

The trail of the community it left says that it was there; nothing else is kept. Whoever
may not read it where it is, or may not know of the community that it left, gets the
answer of an address where nothing ever was.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers

from communities import permissions
from communities.frame import standing_for
from communities.models import Decision, Thread
from communities.moderating.threads import AWAY
from communities.talk.place import Place, comment_or_404, place_or_404

View = Callable[..., HttpResponseBase]


def follows_moves(view: View) -> View:
    """Lead from an old address of a discussion, or of a comment in it, to the new one.

    Asked only where the view has nothing to show, so nothing else costs a query more.
    """

    @wraps(view)
    def followed(
        request: HttpRequest, slug: str, number: int, **rest: Any
    ) -> HttpResponseBase:
        try:
            response = view(request, slug, number=number, **rest)
        except Http404:
            url = _address_now(request, slug, number, rest.get("comment"))
            if not url:
                raise
            return _led(url)
        if response.status_code == 403:
            url = _address_now(request, slug, number, rest.get("comment"))
            return _led(url) if url else response
        return response

    return followed


def _led(url: str) -> HttpResponseBase:
    """For now: it may be moved again, or back."""
    response = redirect(url)
    add_never_cache_headers(response)
    return response


def _address_now(
    request: HttpRequest, slug: str, number: int, comment: int | None
) -> str:
    """Where this person reads it today; "" where nothing is for them."""
    left = Decision.objects.filter(
        verb=Decision.Verb.MOVE, note=AWAY, community__slug=slug, thread=number
    )
    if not request.user.is_authenticated or not left.exists():
        return ""
    try:
        if not permissions.may_know(standing_for(request, slug)):
            return ""
        place = _place_now(request, slug, number)
        if comment is not None:
            return place.at(comment_or_404(place, comment).pk)
    except Http404:
        return ""
    chosen = request.GET.get("c", "")
    is_number = chosen.isdecimal() and len(chosen) < 16
    return f"{place.url}?c={chosen}" if is_number else place.url


def _place_now(request: HttpRequest, slug: str, number: int) -> Place:
    """The place of a discussion for whoever reads it; raises Http404 for all others."""
    thread = Thread.objects.select_related("community").filter(pk=number).first()
    if thread is None or thread.community is None or thread.community.slug == slug:
        raise Http404
    who = standing_for(request, thread.community.slug)
    if not permissions.may_read(who):
        raise Http404
    place = place_or_404(who, number)
    if not permissions.may_read_thread(who, place.opening):
        raise Http404
    return place
