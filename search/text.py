"""Text as the database engine compares it: folded, without small words, stemmed.

The same functions make what is stored and what is asked, so no database extension is
needed and both databases find the same. A stem carries its language ("frform"), so
that a French stem never meets an English word that looks like it.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import snowballstemmer

from search.stopwords import QUESTION_WORDS, STOP_WORDS

ALGORITHMS = {"en": "english", "fr": "french", "nl": "dutch", "de": "german"}
LANGUAGES = tuple(ALGORITHMS)
# Letters that tell two languages apart which share a small word.
OWN_LETTERS = {"fr": frozenset("àâçèéêëîïôùûœ"), "de": frozenset("äöüß")}
LONGEST_WORD = 60
MAX_QUERY_WORDS = 40

# One character for one, so that positions stay those of the text.
SEPARATORS = str.maketrans("’‘ʼ＇_\x00", "''''  ")
# Soft hyphens and joiners stand inside words without being part of them.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
WITHOUT_INVISIBLE = str.maketrans("", "", INVISIBLE)
LETTERS = str.maketrans(
    {"ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}
)
MARKS = f"\u0300-\u036f{INVISIBLE}"
# A word, without the French l', d', qu'… before it and the 's after it.
WORD = re.compile(
    rf"(?:\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)')?(\w[\w{MARKS}]*)(?:'s\b)?",
    re.IGNORECASE,
)


class Word(NamedTuple):
    """A word and where it stands in its text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Query:
    """What is asked, ready to be compared.

    words: the words that count, in lower case. stems: for each of them its stem in each
    language. language: the language that the small words tell, or "".
    """

    words: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    language: str = ""


def fold(text: str) -> str:
    """Lower case without accents and ligatures: "Œuvre" → "oeuvre"."""
    if text.isascii():
        return text.lower()
    letters = text.casefold().translate(WITHOUT_INVISIBLE).translate(LETTERS)
    decomposed = unicodedata.normalize("NFKD", letters)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def matches(text: str) -> Iterator[re.Match[str]]:
    """The words of a text in order: group 1 of each match, as written."""
    return WORD.finditer(text.translate(SEPARATORS))


def spans(text: str) -> Iterator[Word]:
    """The words of a text in order, as written."""
    return (Word(match[1], *match.span(1)) for match in matches(text))


def exact_words(text: str) -> list[str]:
    """The words of a text, folded and in order."""
    return [fold(word)[:LONGEST_WORD] for word in WORD.findall(_prepared(text))]


def stems(text: str, language: str) -> list[str]:
    """The stems of a text in its language, small words left out."""
    code = language if language in ALGORITHMS else "en"
    found = (stem(word, code) for word in WORD.findall(_prepared(text)))
    return [one for one in found if one]


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of one word with its language before it; "" for a small word."""
    folded = fold(word)[:LONGEST_WORD]
    if not folded or folded in STOP_WORDS[language]:
        return ""
    stem_word = _stemmer(language).stemWord
    lowered = unicodedata.normalize("NFC", word.lower())[:LONGEST_WORD]
    # Accents tell French and German endings; once folded, a second pass lets words
    # typed without them meet the same stem.
    return language + str(stem_word(fold(stem_word(lowered.translate(LETTERS)))))


def analyse(text: str, interface_language: str = "") -> Query:
    """Read a query whose language is unknown; question words go unless all would."""
    written = WORD.findall(_prepared(text))[: MAX_QUERY_WORDS * 4]
    folded = [fold(word)[:LONGEST_WORD] for word in written]
    likely = likely_languages(written, interface_language)
    small = small_words(likely)
    kept = [
        word for word, plain in zip(written, folded, strict=True) if plain not in small
    ]
    kept = list(dict.fromkeys(kept or written))[:MAX_QUERY_WORDS]
    found = (stem(word, code) for code in LANGUAGES for word in kept)
    return Query(
        words=tuple(dict.fromkeys(word.lower() for word in kept)),
        stems=tuple(dict.fromkeys(one for one in found if one)),
        language=likely[0] if len(likely) == 1 else "",
    )


def guess_language(words: Sequence[str], interface_language: str = "") -> str:
    """The language that a query is probably in; "" when its words do not tell."""
    likely = likely_languages(words, interface_language)
    return likely[0] if len(likely) == 1 else ""


def likely_languages(
    words: Sequence[str], interface_language: str = ""
) -> tuple[str, ...]:
    """The languages with the most small words of a query; () when it has none.

    Some small words belong to two languages ("des"): then the reader's language
    decides, then letters that only one of them has.
    """
    folded = [fold(word) for word in words]
    counts = {
        code: sum(w in STOP_WORDS[code] or w in QUESTION_WORDS[code] for w in folded)
        for code in LANGUAGES
    }
    most = max(counts.values())
    best = [code for code, count in counts.items() if most and count == most]
    if interface_language in best:
        return (interface_language,)
    letters = {letter for word in words for letter in word.lower()}
    telling = [code for code in best if letters & OWN_LETTERS.get(code, frozenset())]
    return tuple(telling or best)


def small_words(languages: Iterable[str]) -> frozenset[str]:
    """The words that say nothing in a question in one of these languages, folded."""
    lists = [
        words[code] for code in languages for words in (STOP_WORDS, QUESTION_WORDS)
    ]
    return frozenset[str]().union(*lists)


def _prepared(text: str) -> str:
    return text.translate(SEPARATORS).translate(WITHOUT_INVISIBLE)


# The stemmers keep the word they work on, so each thread has its own.
_local = threading.local()


def _stemmer(language: str) -> Any:
    stemmers = _local.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = snowballstemmer.stemmer(ALGORITHMS[language])
    return stemmers[language]
