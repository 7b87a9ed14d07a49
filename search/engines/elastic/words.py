"""What is asked in a query: its words, and the languages it may be in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from search.stopwords import QUESTION_WORDS, STOP_WORDS
from search.text import LANGUAGES, fold

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
MOST_WORDS = 40
LONGEST_WORD = 100

# How much less a text counts in a language that the query is probably not in.
OTHER_LANGUAGE = 0.5
INTERFACE_LANGUAGE = 1.1


@dataclass(frozen=True)
class Asked:
    """The words of a query.

    text: what is sent, without question words. typed: all words, the last perhaps cut.
    weights: how much each language counts.
    only_small: nothing but stop words, which the texts' fields do not know.
    """

    text: str
    typed: str
    weights: Mapping[str, float]
    only_small: bool = False


def asked(q: str, interface_language: str) -> Asked:
    """Read a query as plain words; no sign in it means anything."""
    clean = q.encode("utf-8", "ignore").decode()
    words = [word[:LONGEST_WORD] for word in WORD.findall(clean)[:MOST_WORDS]]
    folded = [fold(word) for word in words]
    small = [_small_in(word) for word in folded]
    likely = _likely(small)
    return Asked(
        text=" ".join(_without_question_words(words, folded, likely)),
        typed=" ".join(words),
        weights=_weights(likely, interface_language),
        only_small=bool(words) and all(small),
    )


def _small_in(folded: str) -> frozenset[str]:
    """The languages in which this is a stop word or a question word."""
    return frozenset(
        language
        for language in LANGUAGES
        if folded in STOP_WORDS[language] or folded in QUESTION_WORDS[language]
    )


def _likely(small: list[frozenset[str]]) -> frozenset[str]:
    """The languages that own most of the small words; all when there are none."""
    counts = {
        language: sum(language in languages for languages in small)
        for language in LANGUAGES
    }
    most = max(counts.values())
    return frozenset(language for language in LANGUAGES if counts[language] == most)


def _weights(likely: frozenset[str], interface_language: str) -> dict[str, float]:
    weights = {
        language: 1.0 if language in likely else OTHER_LANGUAGE
        for language in LANGUAGES
    }
    if interface_language in weights:
        weights[interface_language] *= INTERFACE_LANGUAGE
    return weights


def _without_question_words(
    words: list[str], folded: list[str], likely: frozenset[str]
) -> list[str]:
    """Leave out what only says that something is asked, unless nothing is left.

    Small words of the likely language are rare, hence weighty, in the others.
    """
    languages = likely if len(likely) < len(LANGUAGES) else frozenset[str]()
    left = [
        word
        for word, plain in zip(words, folded, strict=True)
        if not any(
            plain in QUESTION_WORDS[language] or plain in STOP_WORDS[language]
            for language in languages
        )
    ]
    return left or words
