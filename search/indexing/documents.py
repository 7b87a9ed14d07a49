"""From entries to what the index keeps of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from catalogue.models import Entry, FacetValue
from search.engines.elastic.query import MARK_END, MARK_START
from search.request import FACETS, HIDDEN, TALK
from search.text import LANGUAGES

# Private signs that stand for marks in answers; no text may bring its own.
NO_MARKS = str.maketrans(dict.fromkeys(MARK_START + MARK_END, " "))


def documents(entries: Iterable[Entry]) -> Iterator[tuple[Entry, dict[str, Any]]]:
    """Each entry with its document; one query for all their facet values."""
    listed = list(entries)
    numbers = {number for entry in listed for number in entry.facet_ids}
    values = {
        value.pk: (value.facet, value.value)
        for value in FacetValue.objects.filter(pk__in=numbers)
    }
    for entry in listed:
        pairs = [values[number] for number in entry.facet_ids if number in values]
        yield entry, document(entry, pairs)


def document(entry: Entry, facet_values: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """What the index keeps of an entry. A place that is unknown stays closed."""
    language = entry.language if entry.language in LANGUAGES else LANGUAGES[0]
    facet: dict[str, list[str]] = {}
    for name, value in sorted(facet_values):
        if name in FACETS or name in HIDDEN:
            facet.setdefault(name, []).append(value)
    # Two people of one name and function are two all the same, two discussions too.
    is_single = entry.kind in (Entry.Kind.PERSON, *TALK)
    title, summary, body = (
        text.translate(NO_MARKS) for text in (entry.title, entry.summary, entry.body)
    )
    if entry.kind == Entry.Kind.THREAD:
        # Comments are found by what is said in them, not by the title of their page.
        title = ""
    return {
        "id": entry.pk,
        "key": entry.key,
        "kind": entry.kind,
        "lang": language,
        "place": None if entry.place_id is None else str(entry.place_id),
        "fold": str(entry.translation_key),
        "text_hash": entry.key if is_single else _hash(title, summary, body),
        "importance": entry.importance,
        "prior": entry.prior,
        "published_at": _iso(entry.published_at),
        "review_on": _iso(entry.review_on),
        "checked_on": _iso(entry.checked_on),
        "reuses": entry.reuses,
        "facet": facet,
        "names": entry.names,
        "title": title,
        language: {"title": title, "summary": summary, "body": body},
    }


def _hash(*texts: str) -> str:
    return hashlib.sha256("\x00".join(texts).encode()).hexdigest()[:32]


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
