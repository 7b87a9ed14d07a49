"""Who may see people: signed-in agents; what is one's own: whoever is signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from catalogue.access import reader_for

View = Callable[..., HttpResponseBase]


def agents_only(view: View) -> View:
    """Send strangers to sign in and back; for guests the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not reader_for(request).is_agent:
            raise Http404
        return view(request, *args, **kwargs)

    return people_only(guarded)


def people_only(view: View) -> View:
    """The same for everybody who is signed in, invited guests of communities too."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            target = request.get_full_path()
            return redirect_to_login(target, reverse("account_login"))
        response = view(request, *args, **kwargs)
        # Neither a proxy nor the next one at this browser keeps what is about people.
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return guarded
