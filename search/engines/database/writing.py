"""Keeping the words of entries in step with the catalogue, in its transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.db import connection, transaction

from catalogue.models import Entry
from search.engines.database import schema
from search.models import EntryText
from search.request import TALK
from search.text import exact_words, stems


def write(entry: Entry) -> None:
    """Store the words of an entry; a removed one keeps none."""
    if entry.removed:
        EntryText.objects.filter(entry_id=entry.pk).delete()
        return
    fields = text_of(entry)
    EntryText.objects.update_or_create(entry_id=entry.pk, defaults=fields)
    if connection.vendor == "postgresql":
        _write_vector(entry.pk, fields)


def write_all(show: Callable[[int, int], object] = lambda *_: None) -> int:
    """Store the words of all entries anew, after a change of how text is read."""
    numbers = list(Entry.objects.live().values_list("pk", flat=True).order_by("pk"))
    EntryText.objects.filter(entry__removed=True).delete()
    for done, number in enumerate(numbers, start=1):
        with transaction.atomic():
            entry = Entry.objects.select_for_update().filter(pk=number).first()
            if entry is not None:
                write(entry)
        show(done, len(numbers))
    return len(numbers)


def text_of(entry: Entry) -> dict[str, str | int]:
    """The words of an entry by the name of their field."""
    language = entry.language
    # Comments are found by what is said in them, not by the title of their page.
    heading = "" if entry.kind == Entry.Kind.THREAD else entry.title
    title, summary = stems(heading, language), stems(entry.summary, language)
    body, names = stems(entry.body, language), stems(entry.names, language)
    return {
        "title": " ".join(title),
        "summary": " ".join(summary),
        "body": " ".join(body),
        "names": " ".join(names),
        "heading": " ".join(exact_words(heading)),
        "lead": " ".join(exact_words(entry.summary)),
        "length": len(title) + len(summary) + len(body) + len(names),
        "twin": _twin(entry),
    }


def _twin(entry: Entry) -> str:
    """What exact duplicates share; people and talk of one text are two all the same."""
    if entry.kind in (Entry.Kind.PERSON, *TALK):
        return ""
    text = "\x00".join((entry.title, entry.summary, entry.body))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _write_vector(entry_id: int, fields: dict[str, str | int]) -> None:
    columns = [(name, str(fields[name])) for name in schema.COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {schema.TABLE} SET vector = %s::tsvector"  # noqa: S608
            " WHERE entry_id = %s",
            [schema.vector(columns), entry_id],
        )
