"""Feeds: of any search for everybody, of a saved one for who has its secret."""

from __future__ import annotations

from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from catalogue.access import Reader, is_closed_to_strangers, reader_of
from search import rates
from search.addresses import query_string
from search.forms import read
from search.kept import services
from search.kept.feeds import EntryFeed, Head, atom
from search.kept.naming import name_of
from search.kept.news import request_of
from search.kept.page import feed_address, query_of
from search.models import SavedSearch

PLAIN = "text/plain; charset=utf-8"


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """The newest of a search as strangers read it, whoever asks."""
    if is_closed_to_strangers():
        return _sentence(_("There is no feed here."), 404)
    if refused := _too_often(request):
        return refused
    asked = read(request.GET)
    if asked.problems:
        return _sentence("\n".join(asked.problems), 400)
    reader = reader_of(None)
    head = Head(
        title=_title(name_of(asked.request, reader)),
        page_url=reverse("search:results") + _question(query_of(asked.request)),
        feed_url=feed_address(asked.request),
        name=f"search{query_string(asked.request)}",
    )
    response = _conditional(request, atom(head, asked.request, reader))
    response.headers.setdefault("Cache-Control", "no-cache")
    return response


@require_safe
def private_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The newest of a saved search, as its owner may read at this moment."""
    response = _too_often(request) or _private(request, token)
    # The address is a secret: of refused requests Django would write it into the log.
    vars(response)["_has_been_logged"] = True
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _private(request: HttpRequest, token: str) -> HttpResponseBase:
    search = services.search_of_feed(token)
    reader = reader_of(search.user) if search else None
    if search is None or reader is None or not reader.is_agent:
        return _sentence(_("There is no feed here."), 404)
    with translation.override(_language(search.user)):
        response = _conditional(request, _atom_of(search, reader, request.path))
        response.headers["Content-Language"] = _language(search.user)
    return response


def _atom_of(search: SavedSearch, reader: Reader, address: str) -> bytes:
    head = Head(
        title=_title(search.name),
        page_url=reverse("search:results") + _question(search.query),
        feed_url=address,
        name=f"saved:{search.pk}",
    )
    return atom(head, request_of(search), reader)


def _language(user: User) -> str:
    known = dict(settings.LANGUAGES)
    code = user.interface_language
    return code if code in known else settings.LANGUAGE_CODE


def _title(name: str) -> str:
    site = settings.WAGTAIL_SITE_NAME
    return _("%(search)s on %(site)s") % {"search": name, "site": site}


def _question(query: str) -> str:
    return f"?{query}" if query else ""


def _conditional(request: HttpRequest, content: bytes) -> HttpResponseBase:
    """The feed, or that nothing has changed since it was read last."""
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=EntryFeed.content_type)
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def _sentence(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type=PLAIN, status=status)


def _too_often(request: HttpRequest) -> HttpResponse | None:
    """By the address of who asks: programs have no session."""
    try:
        rates.count(request, "feed", rates.API)
    except rates.TooManyRequests as error:
        response = _sentence(_("Too many requests. Try again in a minute."), 429)
        response.headers["Retry-After"] = str(error.seconds)
        return response
    return None
