"""Asking Elasticsearch: in a second, behind a circuit breaker, or not at all."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from elastic_transport import ObjectApiResponse
from elasticsearch import (
    ApiError,
    BadRequestError,
    Elasticsearch,
    NotFoundError,
    TransportError,
)

from catalogue.access import Reader
from search.engines import FEW, Answer, EngineUnavailable, Suggestion
from search.engines.elastic import limits, query, response
from search.engines.elastic.client import breaker, client, index_name
from search.engines.elastic.words import asked
from search.indexing.state import LIVE
from search.near import Near, Verdict
from search.request import SearchRequest

logger = logging.getLogger(__name__)

LEAST_SECONDS = 0.2


class ElasticsearchEngine:
    """Searches through Elasticsearch; raises EngineUnavailable when it is away."""

    name = "elasticsearch"

    def search(
        self, request: SearchRequest, reader: Reader, near: Near | None = None
    ) -> Answer:
        """Answer a page of results; when next to nothing, a second request.

        That one forgives typos, asks for what was probably meant, and counts ways out.
        """
        begin = time.monotonic()
        today = timezone.localdate()
        near = near or Near(request, reader)
        body = query.search_body(request, reader, today)
        found = response.answer(_search(body, reader), request, self.name)
        written = found.total
        text = request.parsed.text
        forgiving = written < FEW and bool(text) and not request.exact
        meant = near.meant if forgiving else None
        others = near.others(written) if meant or not written else ()
        bodies = [query.count_body(other, reader, today) for other in others]
        if forgiving:
            bodies.append(query.search_body(request, reader, today, fuzzy=True))
        if meant:
            bodies.append(query.search_body(meant, reader, today))
        left = limits.search_seconds - (time.monotonic() - begin)
        try:
            raw = _search_all(bodies, reader, max(left, LEAST_SECONDS))
        except EngineUnavailable:
            return found
        better = response.answer(raw.pop(), meant, self.name) if meant else None
        if forgiving:
            found = response.answer(raw.pop(), request, self.name)
        totals = [response.total(other) for other in raw]
        found = replace(found, others=totals)
        if better is None:
            return found
        verdict = near.verdict(written, better.total, totals)
        if verdict is Verdict.SHOW:
            return replace(better, others=totals, corrected=meant)
        return replace(found, offered=meant if verdict is Verdict.OFFER else None)

    def suggest(self, text: str, reader: Reader, limit: int = 8) -> list[Suggestion]:
        """Complete a title that is being typed."""
        language = (get_language() or "en")[:2]
        if not asked(text, language).typed:
            return []
        body = query.suggest_body(text, reader, language, limit)
        return response.suggestions(_search(body, reader))

    def count(self, requests: Sequence[SearchRequest], reader: Reader) -> list[int]:
        """Only the totals of several searches, in one round trip."""
        today = timezone.localdate()
        bodies = [query.count_body(request, reader, today) for request in requests]
        found = _search_all(bodies, reader, limits.search_seconds)
        return [response.total(one) for one in found]


def _search(
    body: dict[str, Any], reader: Reader, seconds: float | None = None
) -> dict[str, Any]:
    index = _index(reader)
    patience = seconds or limits.search_seconds
    return _ask(
        lambda es: es.options(request_timeout=patience).search(index=index, body=body)
    )


def _search_all(
    bodies: Sequence[dict[str, Any]], reader: Reader, seconds: float
) -> list[dict[str, Any]]:
    """Several searches in one round trip; none is no round trip."""
    if not bodies:
        return []
    index = _index(reader)
    searches = [part for body in bodies for part in ({}, body)]
    raw = _ask(
        lambda es: es.options(request_timeout=seconds).msearch(
            index=index, searches=searches
        )
    )
    if any("error" in found for found in raw["responses"]):
        raise EngineUnavailable("Elasticsearch could not answer all searches.")
    return list(raw["responses"])


def _index(reader: Reader) -> str:
    generation = reader.stamps.get(LIVE, 0)
    if not generation:
        raise EngineUnavailable("No index has been made for this database yet.")
    return index_name(generation)


def _ask(ask: Callable[[Elasticsearch], ObjectApiResponse[Any]]) -> dict[str, Any]:
    """Ask the server unless the breaker is open; every failure is EngineUnavailable."""
    es = client()
    if not breaker().may_pass():
        raise EngineUnavailable("Elasticsearch failed a moment ago.")
    try:
        raw = ask(es).body
    except NotFoundError as error:
        breaker().succeeded()
        raise EngineUnavailable("The index is not there.") from error
    except BadRequestError as error:
        # A fault of ours, not of the server: it must be seen, but not by readers.
        breaker().succeeded()
        logger.exception("Elasticsearch refused a request of the hub")
        raise EngineUnavailable("Elasticsearch refused the request.") from error
    except (ApiError, TransportError) as error:
        breaker().failed()
        logger.warning("Elasticsearch is away: %s", error)
        raise EngineUnavailable("Elasticsearch does not answer.") from error
    breaker().succeeded()
    return dict(raw)
