"""What is asked in a query: its words, and how much each language counts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search.text import LANGUAGES, fold, likely_languages, small_words

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
MOST_WORDS = 40
LONGEST_WORD = 100

# How much a text counts in a language that the query is probably not in.
OTHER_LANGUAGE = 0.5
INTERFACE_LANGUAGE = 1.1


@dataclass(frozen=True)
class Asked:
    """The words of a query.

    text: what is searched, without question words. typed: all words. weights: how much
    each language counts. only_small: nothing but words that no language's field keeps.
    """

    text: str
    typed: str
    weights: Mapping[str, float]
    only_small: bool = False


def asked(q: str, interface_language: str) -> Asked:
    """Read a query as plain words; no sign in it has a meaning of its own."""
    words = _words(q)
    folded = [fold(word) for word in words]
    likely = likely_languages(words, interface_language)
    small = small_words(likely)
    # Small words of one language are rare, hence weighty, in the others.
    kept = [
        word for word, plain in zip(words, folded, strict=True) if plain not in small
    ]
    return Asked(
        text=" ".join(kept or words),
        typed=" ".join(words),
        weights=_weights(likely, interface_language),
        only_small=bool(words) and not kept,
    )


def plain_words(text: str) -> str:
    """The words of a text, as many as a query may have."""
    return " ".join(_words(text))


def _words(text: str) -> list[str]:
    clean = text.encode("utf-8", "ignore").decode()
    return [word[:LONGEST_WORD] for word in WORD.findall(clean)[:MOST_WORDS]]


def _weights(likely: Sequence[str], interface_language: str) -> dict[str, float]:
    weights = {
        language: 1.0 if not likely or language in likely else OTHER_LANGUAGE
        for language in LANGUAGES
    }
    if interface_language in weights:
        weights[interface_language] *= INTERFACE_LANGUAGE
    return weights
