"""Comments on a page: the way from its number to the place, and files of comments."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.views.decorators.http import require_safe

from accounts.rates import Rate, TooManyRequests, count
from catalogue.access import reader_for
from communities import permissions
from communities.frame import insiders_only, standing_for
from communities.models import Attachment, Thread
from communities.standing import Standing
from communities.talk import drafts, mentions, page_talk
from communities.talk.place import Place, PlaceView, place_or_404
from practices.duty_views import readable_page

# A person types a few names a minute; more would copy the list of people.
NAMES = (Rate(60, 60), Rate(600, 3600))
# Whoever gets a file from the hub gets nothing that runs.
FILE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def on_page(
    view: PlaceView, *, for_strangers: bool = False
) -> Callable[..., HttpResponseBase]:
    """Call the view with the place of the comments on a page the person may read.

    Strangers are sent to sign in, unless the view only shows what everyone may read;
    for who reads no comments there are none.
    """

    @drafts.kept
    @wraps(view)
    def placed(request: HttpRequest, page_id: int, **rest: Any) -> HttpResponseBase:
        page = readable_page(request, page_id)
        place = page_talk.place_on(page, request.user, reader_for(request))
        is_stranger = not request.user.is_authenticated
        if is_stranger and not (for_strangers and place):
            return redirect_to_login(_comments(page), reverse("account_login"))
        if place is None:
            raise Http404
        response = view(request, place, **rest)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return placed


@require_safe
def comments(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Lead to the page that the comments stand on."""
    page = readable_page(request, page_id)
    return redirect(_comments(page))


@require_safe
def file(request: HttpRequest, number: int) -> HttpResponseBase:
    """A picture or file of a comment, for who reads the comment."""
    rows = Attachment.objects.select_related("comment__thread__community")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    place = _place_of(request, found.comment.thread)
    if not permissions.may_read_comment(place.who, found.comment):
        raise Http404
    return _sent(found)


@require_safe
def people(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Who may be meant while somebody types a name: of those who read the page."""
    return _people(request, mentions.readers_of(place.thread))


@require_safe
@insiders_only
def people_of_community(request: HttpRequest, who: Standing) -> HttpResponseBase:
    """The same among those who read a community."""
    if who.community is None:
        raise Http404
    return _people(request, mentions.readers_of_community(who.community))


def _people(request: HttpRequest, readers: Any) -> HttpResponseBase:
    try:
        count(request, "mentions", NAMES)
    except TooManyRequests as error:
        response = render(request, "429.html", status=429)
        response["Retry-After"] = str(error.seconds)
        return response
    typed = request.GET.get("who", "")[:80].replace("\0", "")
    context = {"people": mentions.suggested(typed, readers), "typed": typed}
    template = "communities/talk/people_page.html"
    if getattr(request, "htmx", False):
        template = "communities/talk/page_people.html"
    return render(request, template, context)


def _place(request: HttpRequest, page: Any) -> Place:
    place = page_talk.place_on(page, request.user, reader_for(request))
    if place is None:
        raise Http404
    return place


def _place_of(request: HttpRequest, thread: Thread) -> Place:
    """The place of a thread for this person, who must be able to read it."""
    if thread.community is None:
        return _place(request, readable_page(request, thread.page_id or 0))
    who = standing_for(request, thread.community.slug)
    if not permissions.may_read(who):
        raise Http404
    place = place_or_404(who, thread.pk)
    if not permissions.may_read_thread(who, place.opening):
        raise Http404
    return place


def _comments(page: Any) -> str:
    return f"{page.url}#{page_talk.ANCHOR}"


def _sent(found: Attachment) -> HttpResponseBase:
    """The file itself; only pictures, which the hub made, are shown in the browser."""
    try:
        response = FileResponse(
            found.file.open("rb"),
            as_attachment=not found.is_picture,
            filename=found.name if not found.is_picture else "",
            content_type="image/webp"
            if found.is_picture
            else "application/octet-stream",
        )
    except FileNotFoundError as error:
        raise Http404 from error
    for name, value in FILE_HEADERS.items():
        response[name] = value
    patch_cache_control(response, private=True, no_store=True)
    return response
