"""The language of the interface: profile, then cookie, then browser; never the URL."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers


class InterfaceLanguageMiddleware:
    """Activate the reader's language for the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = choose(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        response.headers.setdefault("Content-Language", language)
        return response


def choose(request: HttpRequest) -> str:
    """The language for a request, one of settings.LANGUAGES."""
    known = dict(settings.LANGUAGES)
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    # Without a session cookie nobody is signed in: spare the query.
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        profile = getattr(request.user, "interface_language", "")
        if profile in known:
            return profile
    if cookie in known:
        return cookie
    return translation.get_language_from_request(request)
