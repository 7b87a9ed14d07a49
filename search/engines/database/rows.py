"""What the database says about all entries that match: one light row for each."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, F, FloatField, Value, When
from django.utils import timezone

from catalogue.access import Reader
from catalogue.models import Entry
from search.engines.database import schema

# Weights of the columns in the score, as bm25() wants them: one for each.
WEIGHTS = {
    "heading": 0.0,
    "title": 2.0,
    "lead": 0.0,
    "summary": 1.0,
    "names": 0.5,
    "body": 1.0,
}
SCORED = tuple(name for name, weight in WEIGHTS.items() if weight)
# Overdue for this long, an entry stands a little lower.
GRACE = datetime.timedelta(days=30)
OVERDUE = 0.92


class Match(NamedTuple):
    """An entry that matches and that the reader may see.

    weight: what the entry is worth whatever is asked. score: how well it matches;
    on PostgreSQL a list, still to be weighed: the number of texts, their average
    length, and a rank for each stem.
    """

    id: int
    kind: str
    facets: str
    language: str
    published: Any
    translation_key: Any
    twin: str
    weight: float
    score: Any


FIELDS = (
    *("id", "kind", "facets", "language", "published_at", "translation_key"),
    *("text__twin", "weight"),
)


def readable(reader: Reader) -> Any:
    """The rows of all entries of this reader."""
    late = timezone.localdate() - GRACE
    overdue = When(review_on__lt=late, then=F("prior") * Value(OVERDUE))
    return (
        Entry.objects.readable_by(reader)
        .annotate(weight=Case(overdue, default=F("prior"), output_field=FloatField()))
        .values_list(*FIELDS)
        .order_by()
    )


def everything(reader: Reader) -> list[Match]:
    """All entries of this reader, the most important first, then the newest."""
    found = readable(reader).order_by(
        "-importance", F("published_at").desc(nulls_last=True), "-id"
    )
    return [Match._make((*row, 0.0)) for row in found]


def matching(questions: Sequence[Sequence[str]], reader: Reader) -> list[list[Match]]:
    """For each list of stems all readable entries with any of them, in one query."""
    found: list[list[Match]] = [[] for _question in questions]
    asked = [(n, stems) for n, stems in enumerate(questions) if stems]
    try:
        inner, inner_params = readable(reader).query.sql_with_params()
    except EmptyResultSet:
        return found
    if not asked:
        return found
    selects: list[str] = []
    params: list[Any] = []
    for number, stems in asked:
        hits, hits_params = _hits(stems)
        # CROSS JOIN keeps SQLite from asking the full text once for each entry.
        selects.append(
            f"SELECT {number} AS question, found.*, hits.score"  # noqa: S608
            f" FROM ({hits}) hits CROSS JOIN ({inner}) found WHERE found.id = hits.id"
        )
        params += [*hits_params, *inner_params]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), params)
        for number, *row in cursor.fetchall():
            found[number].append(Match._make(row))
    return found


def _hits(stems: Sequence[str]) -> tuple[str, list[Any]]:
    if connection.vendor == "postgresql":
        return _postgresql_hits(stems)
    return _sqlite_hits(stems)


def _sqlite_hits(stems: Sequence[str]) -> tuple[str, list[Any]]:
    weights = ", ".join(str(WEIGHTS[name]) for name in schema.COLUMNS)
    return (
        f"SELECT rowid AS id, -bm25({schema.INDEX}, {weights}) AS score"  # noqa: S608
        f" FROM {schema.INDEX} WHERE {schema.INDEX} MATCH %s",
        [sqlite_match(stems, SCORED)],
    )


def _postgresql_hits(stems: Sequence[str]) -> tuple[str, list[Any]]:
    statistics = (
        f"(SELECT count(*)::float8 FROM {schema.TABLE}),"  # noqa: S608
        f" (SELECT avg(length)::float8 FROM {schema.TABLE})"
    )
    ranks = ", ".join(["ts_rank(vector, %s::tsquery)"] * len(stems))
    lexemes = [schema.lexeme(stem) for stem in stems]
    return (
        f"SELECT entry_id AS id, ARRAY[{statistics}, {ranks}] AS score"  # noqa: S608
        f" FROM {schema.TABLE} WHERE vector @@ %s::tsquery",
        [*lexemes, " | ".join(lexemes)],
    )


def sqlite_match(words: Sequence[str], columns: Sequence[str], sign: str = "") -> str:
    """A query of FTS5 made of quoted words only; sign "*" asks for beginnings."""
    quoted = " OR ".join('"{}"{}'.format(w.replace('"', ""), sign) for w in words)
    return f"{{{' '.join(columns)}}} : ({quoted})"
