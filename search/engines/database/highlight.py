"""Titles and passages with what matched in them marked, for the hits of a page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

from search.text import LANGUAGES, Word, matches, stem

LENGTH = 200
# Of a very long text only the beginning is looked through.
LOOKED_THROUGH = 30_000
LEAD_IN = 60
ELLIPSIS = "…"
SENTENCE_ENDS = (". ", "! ", "? ", ": ")

# Matching words of a text in order, each with its stem.
Found = Sequence[tuple[Word, str]]


def marked(text: str, stems: Collection[str], language: str) -> str:
    """The whole text, escaped, with each matching word in <mark>."""
    return _marked(text, _matches(text, stems, language))


def snippet(summary: str, body: str, stems: Collection[str], language: str) -> str:
    """About 200 characters around the best match in summary or text.

    The summary wins when the text tells no more; without any match it is shown from
    its beginning.
    """
    in_summary = _matches(summary, stems, language)
    looked = body[:LOOKED_THROUGH]
    best = _densest(_matches(looked, stems, language))
    if not best or _variety(best) <= _variety(_densest(in_summary)):
        text, best, words = (summary or looked), _densest(in_summary), in_summary
    else:
        text, words = looked, best
    start, end = _window(text, best)
    inside = [
        (word, one) for word, one in words if word.start >= start and word.end <= end
    ]
    shown = _marked(text[start:end], inside, offset=start).strip()
    before = f"{ELLIPSIS} " if start else ""
    after = f" {ELLIPSIS}" if end < len(text) else ""
    return f"{before}{shown}{after}"


def _matches(text: str, stems: Collection[str], language: str) -> Found:
    if not stems:
        return []
    code = language if language in LANGUAGES else "en"
    # Texts are long and matches are few, so nothing is made for the other words.
    return [
        (Word(match[1], *match.span(1)), one)
        for match in matches(text)
        if (one := stem(match[1], code)) in stems
    ]


def _variety(found: Found) -> int:
    return len({one for _word, one in found})


def _densest(found: Found) -> Found:
    """The neighbours within a snippet's length that match most of the question."""
    best: Found = ()
    first = 0
    for last in range(len(found)):
        while found[last][0].end - found[first][0].start > LENGTH:
            first += 1
        window = found[first : last + 1]
        if (_variety(window), len(window)) > (_variety(best), len(best)):
            best = window
    return best


def _window(text: str, best: Found) -> tuple[int, int]:
    """Where to cut: from a sentence or a word shortly before the first match."""
    if len(text) <= LENGTH * 1.2:
        return 0, len(text)
    first = best[0][0].start if best else 0
    last = best[-1][0].end if best else 0
    start = _start(text, first)
    end = max(start + LENGTH, last)
    if end >= len(text):
        return start, len(text)
    blank = text.rfind(" ", last, end)
    return start, blank if blank > start else end


def _start(text: str, first: int) -> int:
    earliest = max(0, first - LEAD_IN)
    if not earliest:
        return 0
    ends = [text.rfind(sign, earliest, first) for sign in SENTENCE_ENDS]
    if max(ends) >= 0:
        return max(ends) + 2
    return text.find(" ", earliest, first) + 1 or first


def _marked(text: str, found: Found, offset: int = 0) -> str:
    parts: list[str] = []
    done = 0
    for word, _stem in found:
        start, end = word.start - offset, word.end - offset
        parts += [escape(text[done:start]), f"<mark>{escape(text[start:end])}</mark>"]
        done = end
    return "".join([*parts, escape(text[done:])])
