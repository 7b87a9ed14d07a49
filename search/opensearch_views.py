"""The search in the address bar of a browser: OpenSearch and its suggestions."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.access import reader_for
from catalogue.models import Entry
from practices.listing import KIND_LABELS
from search import rates, services
from search.forms import clean
from search.request import MAX_QUERY

# Limits of OpenSearch 1.1.
SHORT_NAME, LONG_NAME = 16, 48
TYPE = "application/opensearchdescription+xml"
SUGGESTIONS_TYPE = "application/x-suggestions+json"


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """What a browser needs to search here, in the reader's language."""
    site = settings.WAGTAIL_SITE_NAME
    context = {
        "short_name": _short(site),
        "long_name": _("Search in %(site)s") % {"site": site},
        "long_enough": LONG_NAME,
        "language": get_language(),
        "home": settings.BASE_URL,
        "pages": settings.BASE_URL + reverse("search:results"),
        "suggestions": settings.BASE_URL + reverse("search:opensearch-suggest"),
        "suggestions_type": SUGGESTIONS_TYPE,
        "self": settings.BASE_URL + request.path,
        "type": TYPE,
    }
    return render(request, "search/opensearch.xml", context, content_type=TYPE)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Titles that complete what is typed, in the form that browsers read."""
    q = clean(request.GET.get("q", ""))[:MAX_QUERY]
    try:
        rates.count(request, "suggestions", rates.SUGGESTIONS)
    except rates.TooManyRequests as error:
        response = _answer(q, [], status=429)
        response["Retry-After"] = str(error.seconds)
        return response
    found = services.suggest(q, reader_for(request)) if q else []
    return _answer(q, [entry for _suggestion, entry in found])


def _answer(q: str, entries: Sequence[Entry], status: int = 200) -> JsonResponse:
    kinds = [str(KIND_LABELS.get(entry.kind, entry.kind)) for entry in entries]
    urls = [settings.BASE_URL + entry.url for entry in entries]
    return JsonResponse(
        [q, [entry.title for entry in entries], kinds, urls],
        safe=False,
        status=status,
        content_type=SUGGESTIONS_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


def _short(name: str) -> str:
    """The name as whole words in few letters."""
    if len(name) <= SHORT_NAME:
        return name
    words = name[: SHORT_NAME + 1].rpartition(" ")[0]
    return words or name[:SHORT_NAME]
