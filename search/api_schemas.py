"""What the API answers; the words that explain it are in api_words.py."""

from __future__ import annotations

import datetime

from ninja import Schema


class OtherLanguage(Schema):
    """The same page in another language."""

    language: str
    url: str


class Result(Schema):
    """One result; texts are plain."""

    id: str
    kind: str
    title: str
    url: str
    language: str
    agency: str
    snippet: str
    published: datetime.datetime | None
    also_in: list[OtherLanguage]


class FacetCount(Schema):
    """A value of a facet, and how many results it would leave."""

    value: str
    label: str
    count: int
    selected: bool


class SearchAnswer(Schema):
    """A page of results with the counts of all facets.

    did_you_mean: the words that were probably meant. When nothing has those of the
    query, these are the results for them; exact=1 asks for the query as it stands.
    """

    query: str
    total: int
    engine: str
    did_you_mean: str | None
    results: list[Result]
    facets: dict[str, list[FacetCount]]
    next: str | None
    previous: str | None


class Completion(Schema):
    """A title that completes what is typed."""

    id: str
    kind: str
    title: str
    url: str
    language: str


class Problems(Schema):
    """What could not be read, in sentences."""

    detail: list[str]
