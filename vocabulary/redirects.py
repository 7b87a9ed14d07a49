"""Addresses that name a tag which was merged lead to the tag that took its place."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from vocabulary.names import Labels

TAG = "tag"


def renamed(request: HttpRequest, known: Labels) -> HttpResponse | None:
    """The way to the same address with the tags of today; None when it names them.

    Not for good: a merge can be undone, and then the old address is right again.
    """
    typed = request.GET.getlist(TAG)
    if not any(slug in known.current for slug in typed):
        return None
    parameters = request.GET.copy()
    parameters.setlist(TAG, list(known.current_tags(typed)))
    return redirect(f"{request.path}?{parameters.urlencode()}")
