"""Naming where a marked passage stands: a page of a document, a comment, the answer."""

from __future__ import annotations

import re
from bisect import bisect_right
from html import unescape

from django.db.models import Case, F, TextField, Value, When

from catalogue.models import Entry
from catalogue.querysets import EntryQuerySet

MARK = re.compile(r"</?mark>")
AROUND = " …"
# Entries of which the place of a passage says something.
PLACED = (Entry.Kind.DOCUMENT, Entry.Kind.DISCUSSION, Entry.Kind.THREAD)


def with_texts(entries: EntryQuerySet) -> EntryQuerySet:
    """The same entries, documents and talk among them with their text: same query."""
    placed = When(kind__in=PLACED, then=F("body"))
    text = Case(placed, default=Value(""), output_field=TextField())
    return entries.annotate(passage_text=text)


def on_its_page(entry: Entry, snippet: str) -> Entry:
    """A short document, entered whole, leads to the page of the marked passage."""
    if entry.kind != Entry.Kind.DOCUMENT or len(entry.data.get("numbers", ())) < 2:
        return entry
    number = _number(entry, snippet)
    if number is None:
        return entry
    entry.data = {**entry.data, "number": number}
    if entry.data.get("unit") == "page":
        entry.url = f"{entry.url}#page={number}"
    return entry


def comment_url(entry: Entry, snippet: str) -> str:
    """Where on its page the comment with the marked passage stands."""
    number = _number(entry, snippet)
    if number is None:
        return entry.url
    return f"{entry.data.get('page_url', '')}?c={number}#c-{number}"


def is_in_answer(entry: Entry, snippet: str) -> bool:
    """Whether the marked passage of a discussion is of its accepted answer."""
    answer = entry.data.get("answer")
    if entry.kind != Entry.Kind.DISCUSSION or not answer:
        return False
    start, end = answer
    at: bool = start <= _position(entry, snippet) < end
    return at


def _number(entry: Entry, snippet: str) -> int | None:
    """The number of the part of the text in which the marked passage stands."""
    starts = entry.data.get("numbers", ())
    at = _position(entry, snippet)
    if at < 0 or not starts:
        return None
    place = bisect_right(starts, at, key=lambda pair: pair[0]) - 1
    return int(starts[place][1])


def _position(entry: Entry, snippet: str) -> int:
    """Where in the text the mark of a passage stands; -1 when it does not."""
    if "<mark>" not in snippet:
        return -1
    passage = unescape(MARK.sub("", snippet)).strip(AROUND)
    # The mark itself tells, not where the passage was cut.
    before = unescape(MARK.sub("", snippet.partition("<mark>")[0])).lstrip(AROUND)
    at: int = getattr(entry, "passage_text", "").find(passage)
    return at + len(before) if at >= 0 else -1
