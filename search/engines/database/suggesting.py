"""Completing what is typed, and finding known words near unknown ones.

Both look at titles and summaries of entries that the reader may see, and at nothing
else, so no word of a closed page ever shows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import Case, F, IntegerField, Value, When
from django.db.models.expressions import RawSQL

from catalogue.access import Reader, unwalled
from catalogue.models import Entry
from search.engines import Suggestion
from search.engines.database import schema
from search.engines.database.rows import sqlite_match
from search.engines.database.typos import (
    SHORTEST,
    begins_nearly,
    one_apart,
    variants,
)
from search.text import exact_words, fold, spans

MAX_WORDS = 8
# With fewer titles than this, mistakes in typing are looked for.
ENOUGH = 3
# How many titles and texts are looked at in Python.
LOOKED_AT = 60
TEXTS_LOOKED_AT = 300
RELATIVES_LOOKED_AT = 1000

Near = Callable[[str, str], bool]
# Folded words with how often each was written in which form.
Known = dict[str, Counter[str]]


def suggest(text: str, reader: Reader, limit: int) -> list[Suggestion]:
    """Titles whose words begin with what is typed; with one mistake if few do."""
    typed = exact_words(text)[:MAX_WORDS]
    if len("".join(typed)) < 2:
        return []
    found = _titles([[word] for word in typed], typed, reader, str.startswith)
    if len(found) < ENOUGH and any(len(word) >= SHORTEST for word in typed):
        ways = [variants(word) for word in typed]
        nearly = _titles(ways, typed, reader, _nearly)
        found |= {pk: title for pk, title in nearly.items() if pk not in found}
    return [
        Suggestion(entry_id=pk, title=_marked(title, typed))
        for pk, title in list(found.items())[:limit]
    ]


@dataclass(frozen=True)
class Corrections:
    """For words that no text has the nearest words that some have.

    typos: words one mistake away, in what the reader may read. said: the same in what
    everyone may read, the only ones that may be said to anybody. related: said, and
    of the same family if no nearer one is known.
    """

    typos: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    related: Mapping[str, str] = field(default_factory=dict)


def corrections(words: Sequence[str], reader: Reader) -> Corrections:
    """Words that were probably meant: one query."""
    folded = {word: fold(word) for word in words if len(fold(word)) >= SHORTEST}
    if not folded:
        return Corrections()
    public = unwalled(reader).open_places
    ways = [way for word in folded.values() for way in (*variants(word), _stub(word))]
    rows = (
        Entry.objects.readable_by(reader)
        .filter(pk__in=_having([ways], ("heading", "lead")))
        .order_by("-importance", "-id")
        .values_list("title", "summary", "place_id")[:TEXTS_LOOKED_AT]
    )
    written: Known = defaultdict(Counter)
    said: Known = defaultdict(Counter)
    for *texts, place in rows:
        for word in chain.from_iterable(map(spans, texts)):
            plain, form = fold(word.text), word.text.lower()
            written[plain][form] += 1
            if place in public:
                said[plain][form] += 1
    unknown = {word: plain for word, plain in folded.items() if plain not in written}
    return Corrections(
        typos=_all_nearest(unknown, written, related=False),
        said=_all_nearest(unknown, said, related=False),
        related=_all_nearest(unknown, said, related=True),
    )


def _all_nearest(
    unknown: Mapping[str, str], known: Known, *, related: bool
) -> dict[str, str]:
    nearest = {word: _nearest(plain, known, related) for word, plain in unknown.items()}
    # As most texts write it, accents included.
    return {
        word: min(known[found], key=lambda form: (-known[found][form], form))
        for word, found in nearest.items()
        if found
    }


def _titles(
    ways: Sequence[Sequence[str]], typed: Sequence[str], reader: Reader, near: Near
) -> dict[int, str]:
    """Titles by number, the best first: those that start as typed, important, new."""
    starts = When(text__heading__startswith=" ".join(typed), then=Value(0))
    rows = (
        Entry.objects.readable_by(reader)
        .filter(pk__in=_having(ways, ("heading",)))
        .annotate(later=Case(starts, default=Value(1), output_field=IntegerField()))
        .order_by(
            "later", "-importance", F("published_at").desc(nulls_last=True), "-id"
        )
        .values_list("pk", "title", "text__heading")[:LOOKED_AT]
    )
    return {
        pk: title
        for pk, title, heading in rows
        if all(any(near(word, w) for word in heading.split()) for w in typed)
    }


def _nearly(word: str, typed: str) -> bool:
    return begins_nearly(typed, word)


def _having(ways: Sequence[Sequence[str]], columns: Sequence[str]) -> Any:
    """Numbers of texts that have, for each list, a word that begins with one of it."""
    if connection.vendor == "postgresql":
        labels = "".join(sorted({schema.LABELS[name] for name in columns}))
        groups = [
            " | ".join(f"{schema.lexeme(schema.EXACT + w)}:*{labels}" for w in group)
            for group in ways
        ]
        query = " & ".join(f"({group})" for group in groups)
        sql = f"SELECT entry_id FROM {schema.TABLE} WHERE vector @@ %s::tsquery"  # noqa: S608
    else:
        query = " AND ".join(sqlite_match(group, columns, "*") for group in ways)
        sql = f"SELECT rowid FROM {schema.INDEX} WHERE {schema.INDEX} MATCH %s"  # noqa: S608
    return RawSQL(sql, [query])  # noqa: S611


def _stub(word: str) -> str:
    """The beginning that a word shares with others of its family."""
    return word[: max(SHORTEST + 1, len(word) * 2 // 3)]


def _nearest(word: str, known: Known, related: bool) -> str:
    def order(found: str) -> tuple[bool, int, int, str]:
        often = known[found].total()
        return not one_apart(word, found), -_shared(word, found), -often, found

    stub = _stub(word)
    near = [
        found
        for found in known
        if one_apart(word, found) or (related and found.startswith(stub))
    ]
    return min(near, key=order, default="")


def _shared(one: str, other: str) -> int:
    """How many letters two words have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _marked(title: str, typed: Sequence[str]) -> str:
    parts: list[str] = []
    done = 0
    for word in spans(title):
        folded = fold(word.text)
        if any(begins_nearly(one, folded) for one in typed):
            parts.append(escape(title[done : word.start]))
            parts.append(f"<mark>{escape(word.text)}</mark>")
            done = word.end
    return "".join([*parts, escape(title[done:])])


def relatives(words: Sequence[str], reader: Reader) -> dict[str, str]:
    """For words that nothing has, words of the same family in what everyone may read.

    One query for many words, from the titles and texts of so many entries.
    """
    folded = {word: fold(word) for word in words if len(fold(word)) > SHORTEST}
    if not folded:
        return {}
    stubs = list(dict.fromkeys(map(_stub, folded.values())))
    rows = (
        Entry.objects.readable_by(reader)
        .filter(place_id__in=unwalled(reader).open_places)
        .filter(pk__in=_having([stubs], ("heading", "lead")))
        .order_by("-importance", "-id")
        .values_list("title", "summary")[:RELATIVES_LOOKED_AT]
    )
    said: Known = defaultdict(Counter)
    for word in chain.from_iterable(map(spans, chain.from_iterable(rows))):
        said[fold(word.text)][word.text.lower()] += 1
    return _all_nearest(folded, said, related=True)
