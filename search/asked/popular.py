"""What is often searched, as far as it finds something for this reader."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from catalogue.access import Reader
from catalogue.models import Stamp
from search import services
from search.asked.masking import MARK
from search.asked.querysets import often_asked
from search.query_language import parse
from search.request import SearchRequest
from search.text import analyse, exact_words

MOST = 8
MOST_WORDS = 6
SHOWN = 5
SECONDS = 120
ASKED = "often-asked"


@dataclass(frozen=True)
class Popular:
    """A search that many made; language: of its words, where they tell."""

    text: str
    language: str
    url: str


def often_searched(reader: Reader) -> Sequence[Popular]:
    """The searches to show this reader; two queries once in two minutes.

    Who may read the same gets the same, so nobody learns of what is closed to them.
    """
    key = f"{ASKED}-{_readings(reader)}"
    found = cache.get(key)
    if found is None:
        found = _finding(reader)
        cache.set(key, found, SECONDS)
    return [
        Popular(text, language, f"{reverse('search:results')}?{urlencode({'q': text})}")
        for text, language in found
    ]


def _finding(reader: Reader) -> list[tuple[str, str]]:
    """Text and language of what many asked and what finds something."""
    asked = _asked()
    language = (get_language() or "en")[:2]
    # Each word has to find something: others asked of what this reader may not see,
    # and a word of it must not show beside one that finds anything.
    tried = {text: (text, *analyse(text, language).words) for text, _ in asked}
    texts = list(dict.fromkeys(one for each in tried.values() for one in each))
    requests = [SearchRequest(q=one, language=language, exact=True) for one in texts]
    totals = services.count(requests, reader) if requests else []
    finds = {one for one, total in zip(texts, totals, strict=True) if total}
    return [one for one in asked if finds.issuperset(tried[one[0]])][:SHOWN]


def _asked() -> list[tuple[str, str]]:
    """What many asked, whoever reads it: plain words that say nothing of anybody."""
    asked: list[tuple[str, str]] | None = cache.get(ASKED)
    if asked is None:
        texts = [row.text for row in often_asked(2 * MOST) if _is_plain(row.text)]
        asked = [(text, analyse(text).language) for text in texts[:MOST]]
        cache.set(ASKED, asked, SECONDS)
    return asked


def _is_plain(text: str) -> bool:
    short = len(exact_words(text)) <= MOST_WORDS
    return short and not MARK.search(text) and not parse(text).conditions


def _readings(reader: Reader) -> str:
    """The same for readers who may read the same."""
    # A new wall around a page takes none of the places that were open.
    walls = reader.stamps.get(Stamp.WALLS, 0)
    told = (sorted(reader.open_places), sorted(reader.closed_keys), reader.is_agent)
    return hashlib.sha256(repr((walls, told)).encode()).hexdigest()[:32]
