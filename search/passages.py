"""Naming the page of a document on which a passage stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from html import unescape

from django.db.models import Case, F, TextField, Value, When

from catalogue.models import Entry
from catalogue.querysets import EntryQuerySet

MARK = re.compile(r"</?mark>")
AROUND = " …"


def with_texts(entries: EntryQuerySet) -> EntryQuerySet:
    """The same entries, documents among them with their text, in the same query."""
    documents = When(kind=Entry.Kind.DOCUMENT, then=F("body"))
    text = Case(documents, default=Value(""), output_field=TextField())
    return entries.annotate(passage_text=text)


def on_its_page(entry: Entry, snippet: str) -> Entry:
    """A short document, entered whole, leads to the page of the marked passage."""
    starts = entry.data.get("numbers", ())
    if len(starts) < 2 or "<mark>" not in snippet:
        return entry
    passage = unescape(MARK.sub("", snippet)).strip(AROUND)
    # The mark itself tells, not where the passage was cut.
    before = unescape(MARK.sub("", snippet.partition("<mark>")[0])).lstrip(AROUND)
    at = getattr(entry, "passage_text", "").find(passage)
    if at < 0:
        return entry
    place = bisect_right(starts, at + len(before), key=lambda pair: pair[0]) - 1
    number = starts[place][1]
    entry.data = {**entry.data, "number": number}
    if entry.data.get("unit") == "page":
        entry.url = f"{entry.url}#page={number}"
    return entry
