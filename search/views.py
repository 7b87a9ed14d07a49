"""The search page and what completes a search while it is typed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from catalogue.access import reader_for
from catalogue.models import Entry, Stamp
from practices.listing import KIND_LABELS
from search import services
from search.completing import completions
from search.engines import Suggestion
from search.forms import Read, clean, read
from search.page import page_of, problem_page
from search.permissions import may_explain
from search.presentation import SuggestionRow
from search.request import MAX_QUERY, SearchRequest
from vocabulary.names import labels
from vocabulary.redirects import renamed


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The page of results, or only what changes on it when htmx asks."""
    asked = read(request.GET)
    if asked.problems:
        page = problem_page(asked)
    else:
        reader = reader_for(request)
        if elsewhere := renamed(request, labels(reader.stamps.get(Stamp.LABELS, 0))):
            return elsewhere
        page = page_of(services.find(_explained(request, asked), reader), reader)
    status = 400 if asked.problems else 200
    templates = ("search/results.html", "search/includes/results.html")
    return _whole_or_part(request, templates, {"page": page}, status)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """At most 8 titles or values of a condition that complete what is typed.

    A page without JavaScript.
    """
    q = clean(request.GET.get("q", ""))[:MAX_QUERY]
    reader = reader_for(request)
    completed = completions(q, reader)
    found = services.suggest(q, reader) if q and not completed else []
    templates = ("search/suggest.html", "search/includes/suggest.html")
    context = {
        "suggestions": [_row(*one) for one in found],
        "completions": completed,
        "q": q,
    }
    return _whole_or_part(request, templates, context)


def _row(one: Suggestion, entry: Entry) -> SuggestionRow:
    return SuggestionRow(
        title_html=mark_safe(one.title),  # noqa: S308, engines escape titles
        url=entry.url,
        language=entry.language,
        kind=entry.kind,
        kind_label=str(KIND_LABELS.get(entry.kind, entry.kind)),
    )


def _explained(request: HttpRequest, asked: Read) -> SearchRequest:
    """The search, with reasons for those who may see them."""
    explain = request.GET.get("explain") == "1" and may_explain(request.user)
    return replace(asked.request, explain=explain)


def _whole_or_part(
    request: HttpRequest,
    templates: tuple[str, str],
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """A page, or only what changes on it when htmx asks."""
    htmx = getattr(request, "htmx", None)
    part = htmx and not htmx.boosted and not htmx.history_restore_request
    response = render(request, templates[1 if part else 0], context, status=status)
    patch_vary_headers(response, ("HX-Request",))
    return response
