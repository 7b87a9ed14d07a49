"""What the database says about all entries that match: one light row for each."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, F, FloatField, IntegerField, Value, When
from django.db.models.expressions import RawSQL
from django.utils import timezone

from catalogue.access import Reader
from catalogue.models import Entry
from search.engines.database import schema
from search.engines.database.question import Phrase, Question

# Weights of the columns in the score, as bm25() wants them: one for each. FTS5 counts
# repeated words by k1 = 1.2; these weights make it the 2.0 that suits long pages.
WEIGHTS = {
    "heading": 0.0,
    "title": 1.2,
    "lead": 0.0,
    "summary": 0.6,
    "names": 0.3,
    "body": 0.6,
}
SCORED = tuple(name for name, weight in WEIGHTS.items() if weight)
# What the words of a title add on their own: 2 / (8 + words), so that they count more
# in a short title. Fixed numbers keep the order free of what else the hub holds.
TITLE_ALONE, TITLE_LENGTH = 2.0, 8
# Whether a title has a word, not how often.
HAS = {**dict.fromkeys(WEIGHTS, 0.0), "title": 1000.0}
# Overdue for this long, an entry stands a little lower.
GRACE = datetime.timedelta(days=30)
OVERDUE = 0.95
# What means the same as a word counts less than the word itself.
WEAK = 0.5


ANYTHING = Question()
ENTRIES = Entry._meta.db_table


class Match(NamedTuple):
    """An entry that matches and that the reader may see.

    weight: what the entry is worth whatever is asked. pin: its place among those that
    stand first by hand, from 1; 0 is none. score: how well it matches; on PostgreSQL a
    list, still to be weighed: the number of texts, their average length, a rank for
    each stem, and one for each phrase that means the same.
    """

    id: int
    kind: str
    facets: str
    language: str
    published: Any
    checked: Any
    reuses: int
    translation_key: Any
    twin: str
    weight: float
    pin: int
    score: Any


FIELDS = (
    *("id", "kind", "facets", "language", "published_at", "checked_on", "reuses"),
    *("translation_key", "text__twin", "weight", "pin"),
)


def readable(reader: Reader, question: Question = ANYTHING) -> Any:
    """The rows of all entries of this reader, but for those that are left out."""
    late = timezone.localdate() - GRACE
    overdue = When(review_on__lt=late, then=F("prior") * Value(OVERDUE))
    places = [When(key=key, then=n) for n, key in enumerate(question.first, start=1)]
    found = Entry.objects.readable_by(reader)
    if question.left_out:
        found = found.exclude(key__in=question.left_out)
    return (
        found.annotate(
            weight=Case(overdue, default=F("prior"), output_field=FloatField()),
            pin=Case(*places, default=Value(0), output_field=IntegerField()),
        )
        .values_list(*FIELDS)
        .order_by()
    )


def everything(reader: Reader, question: Question = ANYTHING) -> list[Match]:
    """All entries of this reader, the most important first, then the newest.

    Those that meet the conditions of a question without words.
    """
    found = readable(reader).order_by(
        "-importance", F("published_at").desc(nulls_last=True), "-id"
    )
    if question.phrases:
        found = found.filter(pk__in=_numbers(map(_expression, question.phrases)))
    for phrase in filter(_is_known, question.excluded):
        found = found.exclude(pk__in=_numbers([_expression(phrase)]))
    return [Match._make((*row, 0.0)) for row in found]


def matching(questions: Sequence[Question], reader: Reader) -> list[list[Match]]:
    """For each question all readable entries with any of its terms, in one query."""
    found: list[list[Match]] = [[] for _question in questions]
    asked = [(n, question) for n, question in enumerate(questions) if question.is_asked]
    if not asked:
        return found
    selects: list[str] = []
    params: list[Any] = []
    for number, question in asked:
        try:
            inner, inner_params = readable(reader, question).query.sql_with_params()
        except EmptyResultSet:
            return found
        hits, hits_params = _hits(question)
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


def _hits(question: Question) -> tuple[str, list[Any]]:
    if connection.vendor == "postgresql":
        return _postgresql_hits(question)
    return _sqlite_hits(question)


def _sqlite_hits(question: Question) -> tuple[str, list[Any]]:
    blanks = "LENGTH(title) - LENGTH(REPLACE(title, ' ', ''))"
    share = f"{TITLE_ALONE} / ({TITLE_LENGTH} + 1 + {blanks})"
    score = f"({_sqlite_bm25(WEIGHTS)} + {_sqlite_bm25(HAS)} * {share})"
    weak = list(dict.fromkeys(chain.from_iterable(question.weak)))
    parts: list[tuple[str, list[Any]]] = [
        (
            f"SELECT rowid AS id, {factor} * {score} AS score"  # noqa: S608
            f" FROM {schema.INDEX} WHERE {schema.INDEX} MATCH %s",
            [_whole(sqlite_match(terms, SCORED), question)],
        )
        for factor, terms in ((1.0, question.terms), (WEAK, weak))
        if terms
    ]
    if question.first:
        keys = ", ".join(["%s"] * len(question.first))
        first = f"SELECT id, 0.0 AS score FROM {ENTRIES} WHERE key IN ({keys})"  # noqa: S608
        parts.append((first, [*question.first]))
    sql = " UNION ALL ".join(part for part, _params in parts)
    if len(parts) > 1:
        sql = f"SELECT id, SUM(score) AS score FROM ({sql}) GROUP BY id"  # noqa: S608
    return sql, [value for _part, params in parts for value in params]


def _sqlite_bm25(weights: Mapping[str, float]) -> str:
    shares = ", ".join(str(weights[name]) for name in schema.COLUMNS)
    return f"-bm25({schema.INDEX}, {shares})"


def _postgresql_hits(question: Question) -> tuple[str, list[Any]]:
    statistics = (
        f"(SELECT count(*)::float8 FROM {schema.TABLE}),"  # noqa: S608
        f" (SELECT avg(length)::float8 FROM {schema.TABLE})"
    )
    lexemes = [schema.lexemes(term) for term in question.terms]
    lexemes += [_any(map(schema.lexemes, terms)) for terms in question.weak]
    ranks = "".join(map(_postgresql_rank, lexemes))
    conditions: list[str] = []
    params: list[Any] = []
    for each in lexemes:
        params += [each] * (1 + _is_row(each))
    if lexemes:
        conditions.append("vector @@ %s::tsquery")
        params.append(_whole(_any(lexemes), question))
    if question.first:
        pinned = f"SELECT id FROM {ENTRIES} WHERE key = ANY(%s)"  # noqa: S608
        conditions.append(f"entry_id IN ({pinned})")
        params.append([*question.first])
    return (
        f"SELECT entry_id AS id, ARRAY[{statistics}{ranks}] AS score"  # noqa: S608
        f" FROM {schema.TABLE} WHERE {' OR '.join(conditions)}",
        params,
    )


def _postgresql_rank(lexemes: str) -> str:
    """What one term is worth; the words of a row alone are worth nothing."""
    rank = "ts_rank(vector, %s::tsquery)"
    if _is_row(lexemes):
        rank = f"CASE WHEN vector @@ %s::tsquery THEN {rank} ELSE 0 END"
    return f", {rank}"


def _is_row(lexemes: str) -> bool:
    return " <-> " in lexemes


def _any(lexemes: Iterable[str]) -> str:
    return " | ".join(f"({one})" for one in lexemes)


def _numbers(expressions: Iterable[str]) -> Any:
    """The numbers of the texts that match all of these expressions."""
    if connection.vendor == "postgresql":
        sql = f"SELECT entry_id FROM {schema.TABLE} WHERE vector @@ %s::tsquery"  # noqa: S608
        sign = "&"
    else:
        sql = f"SELECT rowid FROM {schema.INDEX} WHERE {schema.INDEX} MATCH %s"  # noqa: S608
        sign = "AND"
    return RawSQL(sql, [f" {sign} ".join(expressions)])  # noqa: S611


def _whole(terms: str, question: Question) -> str:
    """The expression of the terms with the conditions of the question."""
    is_postgresql = connection.vendor == "postgresql"
    either, both = (" | ", " & ") if is_postgresql else (" OR ", " AND ")
    phrases = list(map(_expression, question.phrases))
    # A phrase of small words is no term, and enough all the same.
    found = both.join([f"({either.join([f'({terms})', *phrases])})", *phrases])
    if excluded := [_expression(one) for one in question.excluded if _is_known(one)]:
        sign = "& !" if is_postgresql else "NOT "
        found = f"({found}) {sign}({either.join(excluded)})"
    return found


def _is_known(phrase: Phrase) -> bool:
    return bool(phrase.terms or phrase.heading)


def _expression(phrase: Phrase) -> str:
    """A phrase in any of the texts, or as written in a title."""
    if connection.vendor == "postgresql":
        # A row of words must not begin in one text and end in another.
        found = [
            f"({schema.lexemes(term, label)})"
            for term in phrase.terms
            for label in sorted(set(schema.LABELS.values()))
        ]
        if phrase.heading:
            words = " ".join(schema.EXACT + word for word in phrase.heading.split())
            found.append(f"({schema.lexemes(words, schema.LABELS['heading'])})")
        return f"({' | '.join(found)})"
    found = [sqlite_match(phrase.terms, SCORED)] if phrase.terms else []
    if phrase.heading:
        found.append(sqlite_match([phrase.heading], ["heading"]))
    return f"({' OR '.join(found)})"


def sqlite_match(words: Sequence[str], columns: Sequence[str], sign: str = "") -> str:
    """A query of FTS5 made of quoted words only; sign "*" asks for beginnings.

    Words between blanks are asked for in a row.
    """
    quoted = " OR ".join('"{}"{}'.format(w.replace('"', ""), sign) for w in words)
    return f"{{{' '.join(columns)}}} : ({quoted})"
