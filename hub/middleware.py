"""The language of the interface, and whether strangers read at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import (
    add_never_cache_headers,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from catalogue.access import is_closed_to_strangers
from communities.talk import drafts
from hub.access import is_open_to_strangers
from hub.views import page_not_found

# Programs without a session fetch these: where strangers read nothing, they hold
# nothing and are not there.
FOR_STRANGERS = ("/sitemap.xml", "/feeds/", "/search/feed/")
# Nobody follows a link to pictures: no way to sign in.
FILES = (*FOR_STRANGERS, "/media/")


class InterfaceLanguageMiddleware:
    """Activate the reader's language: profile, cookie, browser; never the URL."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = choose(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        _keep_from_proxies(request, response)
        response.headers.setdefault("Content-Language", language)
        return response


class AccessMiddleware:
    """With HUB_ACCESS=signed-in strangers get to the door and no further."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _end_session_of_nobody(request)
        if not is_closed_to_strangers():
            return self.get_response(request)
        if request.path_info.startswith(FOR_STRANGERS):
            return page_not_found(request, Http404())
        if request.user.is_authenticated:
            return self.get_response(request)
        if is_open_to_strangers(request):
            return self.get_response(request)
        response = _refuse(request)
        add_never_cache_headers(response)
        return response


def _keep_from_proxies(request: HttpRequest, response: HttpResponse) -> None:
    """What somebody gets who may be signed in is for nobody else."""
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    if has_session and not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True)


def _end_session_of_nobody(request: HttpRequest) -> None:
    """The session of an account that was switched off does not wake up again."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return
    if SESSION_KEY in request.session and not request.user.is_authenticated:
        request.session.flush()


def _refuse(request: Any) -> HttpResponse:
    """The same answer whether there is something at this address or not."""
    path = request.path_info
    if path.startswith("/api/") and path != reverse("search:api-docs"):
        sentence = _("Sign in first: this hub is for agents who are signed in.")
        response = JsonResponse({"detail": [sentence]}, status=401)
        response.headers["WWW-Authenticate"] = "Session"
        return response
    if path.startswith(FILES):
        return page_not_found(request, Http404())
    door = reverse("account_login")
    # What somebody wrote whose session has ended waits in the form.
    if request.method == "POST" and (back := drafts.rescue(request)):
        return drafts.to_sign_in(request, back)
    if request.htmx:
        here = request.htmx.current_url_abs_path or "/"
        return HttpResponseClientRedirect(f"{door}?{urlencode({'next': here})}")
    if request.method not in ("GET", "HEAD"):
        return redirect(door)
    return redirect(f"{door}?{urlencode({'next': request.get_full_path()})}")


def choose(request: HttpRequest) -> str:
    """The language for a request, one of settings.LANGUAGES."""
    known = dict(settings.LANGUAGES)
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "").lower()
    # Without a session cookie nobody is signed in: spare the query.
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        profile = getattr(request.user, "interface_language", "")
        if profile in known:
            return profile
    if cookie in known:
        return cookie
    return translation.get_language_from_request(request)
