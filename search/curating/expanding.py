"""A search as knowledge managers want it understood: pure, looked up, never scanned."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace

from search.curating.curation import Curation, Words, levelled
from search.curating.keys import key_of
from search.query_language import PHRASE, WORDS, parse, without_filters, write
from search.request import SearchRequest
from search.text import LONGEST_WORD, fold, likely_languages, spans

# Of very large sets so many phrases are asked along; of very long searches so many
# words are looked up.
MOST_ALSO = 50
MOST_LOOKED_UP = 40
MOST_PINNED = 20


def curated(
    request: SearchRequest, curation: Curation, today: datetime.date
) -> SearchRequest:
    """The same search without silent phrases, with synonyms, pins and what is left out.

    What is quoted, excluded or asked exactly is taken as it stands.
    """
    first, left_out = arranged(request, curation, today)
    request = replace(request, first=first, left_out=left_out, heard="")
    if request.exact:
        return request
    parsed = parse(request.q)
    spoken = languages_of(parsed.plain, request.language)
    if curation.silent:
        request = replace(request, heard=_without_silent(request, curation, spoken))
    if not curation.synonyms:
        return request
    found, units = synonyms_of(
        parse(request.heard or request.q).plain, curation, spoken
    )
    also = tuple(dict.fromkeys([*request.also, *found]))
    return replace(request, also=also, units=units)


def arranged(
    request: SearchRequest, curation: Curation, today: datetime.date
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys of entries that stand first for these words, and of those left out.

    Only for plain words, whatever the filters: quotes and minus ask for something else.
    """
    words = without_filters(request.q)
    parsed = parse(words)
    if not curation.pins or parsed.phrases or parsed.excluded:
        return (), ()
    spoken = languages_of(parsed.plain, request.language)
    first: list[str] = []
    left_out: list[str] = []
    for each in curation.pins.get(key_of(parsed.plain), ()):
        if each.language and each.language not in spoken:
            continue
        if each.until is None or each.until >= today:
            first += each.first
            left_out += each.left_out
    chosen = [key for key in dict.fromkeys(first) if key not in left_out]
    return tuple(chosen[:MOST_PINNED]), tuple(dict.fromkeys(left_out))


def languages_of(text: str, interface_language: str) -> tuple[str, ...]:
    """The languages that the small words tell; else the reader's own."""
    words = [word.text for word in spans(text)]
    return likely_languages(words, interface_language) or (interface_language,)


def synonyms_of(
    text: str, curation: Curation, spoken: Sequence[str]
) -> tuple[list[str], tuple[str, ...]]:
    """What means the same as some of these words; the words and phrases it stands for.

    One step only: what a synonym means in turn is not looked up, so sets may overlap
    and lead in circles.
    """
    typed = [_compared(word.text) for word in spans(text)][:MOST_LOOKED_UP]
    words = tuple(map(levelled, typed))
    asked = f" {' '.join(typed)} "
    found: dict[str, None] = {}
    units: dict[str, None] = {}
    for start, end in _stretches(words, curation.longest):
        for meaning in curation.synonyms.get(words[start:end], ()):
            if meaning.language and meaning.language not in spoken:
                continue
            units[" ".join(typed[start:end])] = None
            new = (one for one in meaning.phrases if f" {key_of(one)} " not in asked)
            found.update(dict.fromkeys(new))
    return list(found)[:MOST_ALSO], tuple(units)


def _stretches(words: Words, longest: int) -> Iterator[tuple[int, int]]:
    """All rows of words that a phrase may be, the longest first from each word on."""
    for start in range(len(words)):
        for end in range(min(len(words), start + longest), start, -1):
            yield start, end


def _without_silent(
    request: SearchRequest, curation: Curation, spoken: Sequence[str]
) -> str:
    """The search without phrases that say nothing; "" when it stays as it is."""
    parts = parse(request.q).parts
    shorter = [
        replace(part, value=_told(part.value, curation, spoken))
        if part.name == WORDS
        else part
        for part in parts
    ]
    kept = [part for part in shorter if part.value]
    says_something = any(part.name in (WORDS, PHRASE) for part in kept)
    return write(kept) if says_something and kept != list(parts) else ""


def _told(text: str, curation: Curation, spoken: Sequence[str]) -> str:
    """A text without its silent phrases, the longest first; else as it is."""
    written = [word.text for word in spans(text)]
    words = tuple(map(levelled, map(_compared, written)))
    kept: list[str] = []
    at = 0
    while at < len(words):
        end = _silent_until(words, at, curation, spoken)
        if not end:
            # The word alone: signs that stood between words could begin to mean
            # something once their neighbours are gone.
            kept.append(written[at])
        at = end or at + 1
    return text if len(kept) == len(written) else " ".join(kept)


def _silent_until(
    words: Words, at: int, curation: Curation, spoken: Sequence[str]
) -> int:
    for end in range(min(len(words), at + curation.longest_silent), at, -1):
        languages = curation.silent.get(words[at:end], ())
        if any(not language or language in spoken for language in languages):
            return end
    return 0


def _compared(word: str) -> str:
    return fold(word)[:LONGEST_WORD]
