"""The engine that answers from the hub's own database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from catalogue.access import Reader
from catalogue.models import Entry
from search.engines import Answer, Hit, Others, Suggestion, no_others
from search.engines.database import counting, highlight, rows, scoring
from search.engines.database.folding import folded
from search.engines.database.rows import Match
from search.engines.database.suggesting import corrections, suggest
from search.request import SearchRequest, Sort
from search.text import Query, analyse

# Below so many matches, words one mistake away are looked for as well.
FEW = 3


class DatabaseEngine:
    """Full text of SQLite or PostgreSQL; always there, always up to date."""

    name = "database"

    def search(
        self, request: SearchRequest, reader: Reader, others: Others = no_others
    ) -> Answer:
        """Answer a page of results with counts."""
        query = analyse(request.q, request.language)
        matches = self._matches([request], reader)[0]
        if request.q and len(matches) < FEW and not request.exact:
            wider = _forgiving(query, request.language, reader)
            if wider.stems != query.stems:
                query, matches = wider, rows.matching([wider.stems], reader)[0]
        values = counting.values_of(matches)
        chosen = counting.Filter(request, values)
        passing = chosen.passing(matches)
        groups = folded(_in_order(passing, query, request), request.language)
        page = groups[request.offset : request.offset + request.size]
        return Answer(
            hits=_hits(page, query.stems),
            total=len(passing),
            groups=len(groups),
            facets=chosen.counts(matches),
            engine=self.name,
            others=[] if passing else self.count(others(), reader),
        )

    def suggest(self, text: str, reader: Reader, limit: int = 8) -> list[Suggestion]:
        """Complete what is being typed: prefix, one typo allowed; titles first."""
        return suggest(text, reader, limit)

    def count(self, requests: Sequence[SearchRequest], reader: Reader) -> list[int]:
        """Only the totals of several requests; each different question once."""
        by_request = self._matches(requests, reader)
        filtered = [
            match
            for found, request in zip(by_request, requests, strict=True)
            if request.facets
            for match in found
        ]
        values = counting.values_of(filtered)
        return [
            counting.total(found, request, values)
            for request, found in zip(requests, by_request, strict=True)
        ]

    def _matches(
        self, requests: Sequence[SearchRequest], reader: Reader
    ) -> list[list[Match]]:
        questions = list(dict.fromkeys((r.q, r.language) for r in requests))
        stems = [analyse(*question).stems for question in questions]
        found = dict(zip(questions, rows.matching(stems, reader), strict=True))
        for question in questions:
            if not question[0].strip():
                found[question] = rows.everything(reader)
        return [found[request.q, request.language] for request in requests]


def _forgiving(query: Query, language: str, reader: Reader) -> Query:
    """The same question with the words added that were probably meant."""
    meant = corrections(query.words, reader, related=False)
    more = analyse(" ".join(meant.values()), language).stems
    return replace(query, stems=tuple(dict.fromkeys([*query.stems, *more])))


def _in_order(
    matches: list[Match], query: Query, request: SearchRequest
) -> list[Match]:
    if request.sort is Sort.NEWEST:
        return scoring.in_order_of_age(matches)
    if not request.q.strip():
        return matches
    return scoring.ranked(matches, query, request.language)


def _hits(page: Sequence[Sequence[Match]], stems: Collection[str]) -> list[Hit]:
    """The hits of a page with their marked texts: one query."""
    numbers = [group[0].id for group in page]
    texts = Entry.objects.only("title", "summary", "body", "language").in_bulk(numbers)
    wanted = frozenset(stems)
    hits = []
    for group in page:
        entry = texts.get(group[0].id)
        if entry is None:
            continue
        parts = (wanted, entry.language)
        hits.append(
            Hit(
                entry_id=entry.pk,
                title=highlight.marked(entry.title, *parts),
                snippet=highlight.snippet(entry.summary, entry.body, *parts),
                folded=tuple(match.id for match in group[1:]),
            )
        )
    return hits
