"""The search as JSON, with the same parameters and the same rights as the page.

Scores and timings are left out: they could tell of what a reader may not see.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema, Status

from catalogue.access import reader_for
from search import rates, services
from search.addresses import query_string
from search.api_schemas import (
    Completion,
    FacetCount,
    OtherLanguage,
    Problems,
    Result,
    SearchAnswer,
)
from search.asked.recording import record
from search.forms import clean, read
from search.labels import describers
from search.page import last_page, result_rows
from search.presentation import ResultRow
from search.request import COMMENTS, FACETS, MAX_QUERY, SearchRequest
from search.services import Found

MARK = re.compile(r"</?mark>")


# The hub explains the API on a page of its own, without scripts from elsewhere.
api = NinjaAPI(title="Practice Hub", version="1", docs_url=None, openapi_url=None)
READ = ["GET", "HEAD"]
REFUSED: dict[int, type[Schema]] = {401: Problems, 429: Problems}


@api.exception_handler(rates.TooManyRequests)
def too_many(request: HttpRequest, error: rates.TooManyRequests) -> HttpResponse:
    """Say how long to wait."""
    sentence = _("Too many requests in a short time: wait %(seconds)s seconds.")
    detail = [sentence % {"seconds": error.seconds}]
    response = api.create_response(request, {"detail": detail}, status=429)
    response["Retry-After"] = str(error.seconds)
    return response


@api.api_operation(
    READ,
    "/search",
    response={200: SearchAnswer, 400: Problems, **REFUSED},
    url_name="api-search",
)
def search(request: HttpRequest) -> Status[Schema]:
    """Search with the parameters of the search page."""
    rates.count(request, "api", rates.API)
    asked = read(request.GET)
    if asked.problems:
        return Status(400, Problems(detail=list(asked.problems)))
    reader = reader_for(request)
    found = services.find(asked.request, reader)
    record(request, asked.request, found)
    lines = result_rows(found.hits, found.request, reader)
    labels = describers(reader)
    answer = SearchAnswer(
        query=asked.request.q,
        total=found.total,
        engine=found.engine,
        did_you_mean=_meant(found),
        results=[_result(request, row) for row in lines],
        facets={
            name: [
                FacetCount(
                    value=value,
                    label=labels[name](value).text,
                    count=count,
                    selected=value in _chosen(found.request, name),
                )
                for value, count in _most_first(found, name)
            ]
            for name in ("kind", *FACETS)
        },
        next=_page(request, found, found.request.page + 1),
        previous=_page(request, found, found.request.page - 1),
    )
    return Status(200, answer)


@api.api_operation(
    READ,
    "/suggest",
    response={200: list[Completion], **REFUSED},
    url_name="api-suggest",
)
def suggest(request: HttpRequest) -> list[Completion]:
    """At most 8 titles that complete what is typed."""
    rates.count(request, "api", rates.API)
    q = clean(request.GET.get("q", ""))[:MAX_QUERY]
    found = services.suggest(q, reader_for(request)) if q else []
    return [
        Completion(
            id=entry.key,
            kind=entry.kind,
            title=entry.title,
            url=request.build_absolute_uri(entry.url),
            language=entry.language,
        )
        for _suggestion, entry in found
    ]


def _result(request: HttpRequest, row: ResultRow) -> Result:
    line = row.line
    passage = row.snippet_html or (row.comments.html if row.comments else "")
    return Result(
        id=line.key,
        # As the parameter names it: the comments on a page are found as discussions.
        kind="discussion" if line.kind == COMMENTS else line.kind,
        title=line.title,
        url=request.build_absolute_uri(line.url),
        language=line.lang,
        agency=line.agency.text if line.agency else "",
        snippet=unescape(MARK.sub("", passage)) or line.summary,
        published=line.published_at,
        also_in=[
            OtherLanguage(
                language=other.language, url=request.build_absolute_uri(other.url)
            )
            for other in line.also_in
        ],
    )


def _meant(found: Found) -> str | None:
    """What was probably meant: searched instead, or worth a search of its own."""
    if found.instead_of:
        return found.request.q
    if found.offered:
        return found.offered.q
    return next((tried.request.q for tried in found.nearest if tried.meant), None)


def _chosen(request: SearchRequest, name: str) -> Sequence[str]:
    return request.kinds if name == "kind" else request.facets.get(name, ())


def _most_first(found: Found, name: str) -> list[tuple[str, int]]:
    chosen = dict.fromkeys(_chosen(found.request, name), 0)
    counts = {**chosen, **found.facets.get(name, {})}
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _page(request: HttpRequest, found: Found, number: int) -> str | None:
    if not 1 <= number <= last_page(found):
        return None
    address = reverse("search:api-1:api-search")
    query = query_string(replace(found.request, page=number))
    return request.build_absolute_uri(address + query)
