"""Who gets to the pages on which one joins or leaves."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from communities.frame import View, standing_for


def known_only(view: View) -> View:
    """Call the view with the standing of whoever may know that the community exists.

    For others there is nothing at this address; strangers sign in first.
    """

    @wraps(view)
    def guarded(
        request: HttpRequest, slug: str, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        who = standing_for(request, slug)
        if who.user is None:
            back = request.get_full_path()
            if request.method not in ("GET", "HEAD"):
                back = reverse("communities:home", args=[slug])
            return redirect_to_login(back, reverse("account_login"))
        response = view(request, who, *args, **kwargs)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return guarded
