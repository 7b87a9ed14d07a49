"""From a validated question to a request body: pure, no HTTP, no database."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from catalogue.access import Reader
from search.engines.elastic.clauses import (
    excluded_query,
    marking_query,
    phrase_query,
    text_query,
)
from search.engines.elastic.mapping import COMPOUNDING
from search.engines.elastic.words import Asked, asked
from search.request import FACETS, SearchRequest, Sort
from search.text import LANGUAGES

Query = dict[str, Any]

# More than any facet of the hub has values: readers see the counts of all of them.
MOST_VALUES = 1000
MOST_FOLDED = 8
# What is overdue for review stands a little lower, what is in the reader's language
# a little higher.
OVERDUE_DAYS = 30
OVERDUE_FACTOR = 0.95
OWN_LANGUAGE_FACTOR = 1.05

# More than words ever score; small enough for single floats to tell places apart.
ABOVE_ALL = 1_000_000.0

# Marks arrive between these; the hub escapes the text first, then writes <mark>.
MARK_START, MARK_END = "\ue000", "\ue001"
SNIPPET = 200
# A very long text is searched whole but marked in its first part only.
MARKED_CHARACTERS = 100_000

NEWEST: list[Query] = [
    {"published_at": {"order": "desc", "missing": "_last"}},
    # Of what came at once, the original before its copies.
    {"id": "asc"},
]
# An index from before these fields were kept has no order by them.
REUSED: list[Query] = [
    {"reuses": {"order": "desc", "missing": 0, "unmapped_type": "integer"}},
    *NEWEST,
]
CHECKED: list[Query] = [
    {"checked_on": {"order": "desc", "missing": "_last", "unmapped_type": "date"}},
    *NEWEST,
]
ORDERS = {Sort.NEWEST: NEWEST, Sort.REUSED: REUSED, Sort.CHECKED: CHECKED}
BEST: list[Query] = [{"_score": "desc"}, *NEWEST]
MOST_IMPORTANT: list[Query] = [{"importance": "desc"}, *NEWEST]


def search_body(
    request: SearchRequest, reader: Reader, today: datetime.date, fuzzy: bool = False
) -> Query:
    """The one request of a page of results: hits, marks, counts of all facets."""
    order = _order(request)
    if request.lean:
        return _lean_body(request, reader, today, fuzzy, order)
    folded: Query = {
        "name": "folded",
        "size": MOST_FOLDED,
        "_source": ["kind", "lang", "title", "*.summary", "text_hash"],
        "sort": order,
    }
    if request.explain:
        folded["explain"] = True
    if text := request.parsed.text:
        folded["highlight"] = _highlight(asked(text, request.language), request.also)
    return {
        **count_body(request, reader, today, fuzzy),
        "from": request.offset,
        "size": request.size,
        "_source": False,
        "sort": order,
        "collapse": {
            "field": "fold",
            "inner_hits": folded,
            # A reader's page must not take all threads of a small server.
            "max_concurrent_group_searches": 1,
        },
        "aggs": {**_counts(request), "groups": _groups(request)},
    }


def _lean_body(
    request: SearchRequest,
    reader: Reader,
    today: datetime.date,
    fuzzy: bool,
    order: list[Query],
) -> Query:
    """The same search for many entries: the best of each fold, nothing else."""
    return {
        **count_body(request, reader, today, fuzzy),
        "from": request.offset,
        "size": request.size,
        "_source": ["kind", "lang", "text_hash"],
        "sort": order,
        "collapse": {"field": "fold"},
        "aggs": {"groups": _groups(request)},
    }


def count_body(
    request: SearchRequest, reader: Reader, today: datetime.date, fuzzy: bool = False
) -> Query:
    """The same search, asked for its total alone."""
    return {
        "size": 0,
        "track_total_hits": True,
        "query": _arranged(
            _weighed(_matching(request, reader, fuzzy), request, today), request, reader
        ),
        "post_filter": _all(_chosen(request).values()),
    }


def suggest_body(text: str, reader: Reader, language: str, limit: int) -> Query:
    """Titles in which each typed word begins a word, one typo allowed."""
    typed = {"query": asked(text, language).typed, "operator": "and"}
    return {
        "size": limit,
        "track_total_hits": False,
        "_source": ["title"],
        "query": {
            "bool": {
                "filter": _open(reader),
                "must_not": _closed(reader),
                "must": {
                    "match": {"title.beginnings": {**typed, "fuzziness": "AUTO:4,99"}}
                },
                "should": [
                    {"match": {"title.beginnings": {**typed, "boost": 3}}},
                    {"match": {"title": {**typed, "boost": 2}}},
                    {"term": {"lang": {"value": language, "boost": 0.5}}},
                ],
            }
        },
        "sort": BEST,
        "collapse": {"field": "fold"},
        "highlight": {
            **_marks(),
            "fields": {"title.beginnings": {"number_of_fragments": 0}},
        },
    }


def _matching(request: SearchRequest, reader: Reader, fuzzy: bool) -> Query:
    parsed = request.parsed
    matching: Query = {"filter": _open(reader), "must_not": _closed(reader)}
    if request.left_out:
        matching["must_not"].append({"terms": {"key": list(request.left_out)}})
    if parsed.phrases:
        phrases = map(phrase_query, parsed.phrases)
        matching["filter"] = [matching["filter"], *phrases]
    matching["must_not"] += map(excluded_query, parsed.excluded)
    if parsed.text:
        question = asked(parsed.text, request.language)
        wide = fuzzy and not request.exact
        # A phrase of small words is in no language's field, and enough all the same.
        same = (*request.also, *parsed.phrases)
        matching["must"] = text_query(question, wide, same, request.units)
    return {"bool": matching}


def _open(reader: Reader) -> Query:
    """Only places that are open to the reader; an unknown place is closed."""
    return {"terms": {"place": sorted(str(number) for number in reader.open_places)}}


def _closed(reader: Reader) -> list[Query]:
    keys = sorted(reader.closed_keys)
    return [{"terms": {"key": keys}}] if keys else []


def _weighed(matching: Query, request: SearchRequest, today: datetime.date) -> Query:
    """The score of the words, times what the entry is worth by itself."""
    overdue = (today - datetime.timedelta(days=OVERDUE_DAYS)).isoformat()
    own = {"term": {"lang": request.language}}
    return {
        "function_score": {
            "query": matching,
            "score_mode": "multiply",
            "boost_mode": "multiply",
            "functions": [
                {"field_value_factor": {"field": "prior", "missing": 1}},
                {
                    "filter": {"range": {"review_on": {"lt": overdue}}},
                    "weight": OVERDUE_FACTOR,
                },
                {"filter": own, "weight": OWN_LANGUAGE_FACTOR},
            ],
        }
    }


def _arranged(scored: Query, request: SearchRequest, reader: Reader) -> Query:
    """What stands first by hand is a result as well, above all scores, in its order."""
    if not request.first:
        return scored
    pinned = [
        {
            "constant_score": {
                "filter": {
                    "bool": {
                        "filter": [_open(reader), {"term": {"key": key}}],
                        "must_not": _closed(reader),
                    }
                },
                "boost": ABOVE_ALL * place,
            }
        }
        for place, key in enumerate(reversed(request.first), start=1)
    ]
    return {"bool": {"should": [scored, *pinned], "minimum_should_match": 1}}


def _order(request: SearchRequest) -> list[Query]:
    if request.sort in ORDERS:
        return ORDERS[request.sort]
    return BEST if request.parsed.text else MOST_IMPORTANT


def _chosen(request: SearchRequest) -> dict[str, Query]:
    """The filter of each facet in use: OR inside a facet."""
    chosen = {name: request.facets.get(name, ()) for name in FACETS}
    filters = {
        name: {"terms": {f"facet.{name}": list(values)}}
        for name, values in chosen.items()
        if values
    }
    if request.kinds:
        filters["kind"] = {"terms": {"kind": list(request.entry_kinds)}}
    if request.written_by is not None:
        filters["author"] = _written_by(request.written_by)
    return filters


def _written_by(pairs: Iterable[tuple[str, str]]) -> Query:
    terms = [{"term": {f"facet.{name}": value}} for name, value in pairs]
    return {"bool": {"should": terms}} if terms else {"match_none": {}}


def _counts(request: SearchRequest) -> Query:
    """For each facet its values' counts under the filters of all other facets."""
    chosen = _chosen(request)
    fields = {"kind": "kind", **{name: f"facet.{name}" for name in FACETS}}
    return {
        name: {
            "filter": _all(query for other, query in chosen.items() if other != name),
            "aggs": {"values": {"terms": {"field": field, "size": MOST_VALUES}}},
        }
        for name, field in fields.items()
    }


def _groups(request: SearchRequest) -> Query:
    """How many hits there are to page through once translations are folded."""
    distinct = {"cardinality": {"field": "fold", "precision_threshold": 40_000}}
    return {"filter": _all(_chosen(request).values()), "aggs": {"hits": distinct}}


def _all(filters: Iterable[Query]) -> Query:
    return {"bool": {"filter": list(filters)}}


def _highlight(question: Asked, also: Iterable[str]) -> Query:
    whole = {"number_of_fragments": 0}
    passage = {"number_of_fragments": 1, "fragment_size": SNIPPET, "order": "score"}
    fields: Query = {}
    for language in LANGUAGES:
        fields[f"{language}.title"] = {**whole, **_matched(language, "title")}
        fields[f"{language}.summary"] = {**passage, **_matched(language, "summary")}
        fields[f"{language}.body"] = {
            **passage,
            **_matched(language, "body"),
            "no_match_size": SNIPPET,
        }
    fields["title"] = whole
    return {
        **_marks(),
        "max_analyzed_offset": MARKED_CHARACTERS,
        # Marking by the whole query costs twice the time of the search.
        "highlight_query": marking_query(question, also),
        "fields": fields,
    }


def _matched(language: str, text: str) -> Query:
    """Mark a compound when one of its parts was asked for."""
    if language not in COMPOUNDING:
        return {}
    return {"matched_fields": [f"{language}.{text}.compound"]}


def _marks() -> Query:
    return {"pre_tags": [MARK_START], "post_tags": [MARK_END]}
