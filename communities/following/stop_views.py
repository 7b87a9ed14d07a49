"""Ending mails in one click: from the mail, without signing in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from communities.following import stopping
from communities.models import MailChoice

LONGEST_TOKEN = 200


# Programs of mail send the form by themselves, without a session (RFC 8058); whoever
# holds the link may end the mails, and nothing else.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once; then there are no more mails, and a button brings them back."""
    thing = stopping.thing_of(token) if len(token) <= LONGEST_TOKEN else None
    if thing is None:
        raise Http404
    context = {"token": token, "is_all": isinstance(thing, MailChoice), "state": "ask"}
    if request.method == "POST" and "undo" in request.POST:
        stopping.start_again(thing, request.POST.get("before", ""))
        context["state"] = "back"
    elif request.method == "POST":
        context |= {"before": stopping.stop(thing), "state": "stopped"}
    response = render(request, "communities/following/stop.html", context)
    add_never_cache_headers(response)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
