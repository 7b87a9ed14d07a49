"""Naming where a marked passage stands: a page of a document, a comment, the answer."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from django.db.models import Case, F, TextField, Value, When

from catalogue.models import Entry
from catalogue.querysets import EntryQuerySet

MARK = re.compile(r"</?mark>")
PIECES = re.compile(r"(</?mark>)")
AROUND = " …"
# Entries of which the place of a passage says something.
PLACED = (Entry.Kind.DOCUMENT, Entry.Kind.DISCUSSION, Entry.Kind.THREAD)


@dataclass(frozen=True)
class Words:
    """What one person said of a passage: marked text, its language, which comment.

    at: the place among all that is said, from 0; in a discussion 0 is its opening, and
    1 the accepted answer where there is one.
    """

    html: str
    language: str
    number: int
    at: int


def with_texts(entries: EntryQuerySet) -> EntryQuerySet:
    """The same entries, documents and talk among them with their text: same query."""
    placed = When(kind__in=PLACED, then=F("body"))
    text = Case(placed, default=Value(""), output_field=TextField())
    return entries.annotate(passage_text=text)


def on_its_page(entry: Entry, snippet: str) -> Entry:
    """A short document, entered whole, leads to the page of the marked passage."""
    starts = entry.data.get("numbers", ())
    if entry.kind != Entry.Kind.DOCUMENT or len(starts) < 2:
        return entry
    start, before = _place(entry, snippet)
    if start < 0:
        return entry
    number = starts[_part(starts, start + before)][1]
    entry.data = {**entry.data, "number": number}
    if entry.data.get("unit") == "page":
        entry.url = f"{entry.url}#page={number}"
    return entry


def words_of_one(entry: Entry, snippet: str) -> Words | None:
    """Of a passage of talk the words of the comment in which the first mark stands."""
    parts = entry.data.get("parts", ())
    start, before = _place(entry, snippet)
    if start < 0 or not parts:
        return None
    at = _part(parts, start + before)
    begins, number, language = parts[at]
    ends = parts[at + 1][0] - 1 if at + 1 < len(parts) else None
    last = None if ends is None else ends - start
    html = _cut(snippet, max(begins - start, 0), last)
    return Words(html, language or entry.language, number, at)


def _part(parts: Sequence[Sequence[Any]], position: int) -> int:
    """Which part of a text a position is in."""
    return bisect_right(parts, position, key=lambda part: part[0]) - 1


def _place(entry: Entry, snippet: str) -> tuple[int, int]:
    """Where in the text a passage begins, and the mark in it; -1 when it does not."""
    if "<mark>" not in snippet:
        return -1, 0
    passage = unescape(MARK.sub("", snippet)).strip(AROUND)
    # The mark itself tells, not where the passage was cut.
    before = unescape(MARK.sub("", snippet.partition("<mark>")[0])).lstrip(AROUND)
    return getattr(entry, "passage_text", "").find(passage), len(before)


def _cut(snippet: str, first: int, last: int | None) -> str:
    """The part of a marked passage between two positions of its text."""
    whole = snippet.strip(AROUND)
    length = len(unescape(MARK.sub("", whole)))
    last = length if last is None else last
    if first <= 0 and last >= length:
        return snippet
    kept: list[str] = []
    at = 0
    for piece in PIECES.split(whole):
        if MARK.fullmatch(piece):
            kept.append(piece)
            continue
        text = unescape(piece)
        kept.append(escape(text[max(first - at, 0) : max(last - at, 0)]))
        at += len(text)
    before = "… " if first <= 0 and snippet.startswith("…") else ""
    after = " …" if last >= length and snippet.endswith("…") else ""
    inner = "".join(kept).replace("<mark></mark>", "").strip()
    return f"{before}{inner}{after}"
