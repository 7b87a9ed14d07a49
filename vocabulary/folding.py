"""Telling when two words are one: without case, accents, hyphens or blanks."""

from __future__ import annotations

import re
import unicodedata

# What no decomposition of Unicode takes apart.
LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
# "C++" and "C#" are other words than "C".
MARKS = "+#"
# How the four languages write a plural at the end of a word, longest first.
PLURALS = ("en", "es", "s", "x", "n", "e")
SHORTEST_STEM = 4


def fold(text: str) -> str:
    """One form for spellings that differ by case, accent, hyphen or blank only.

    >>> fold("E-Démarches") == fold("edemarches")
    True
    """
    return "".join(words(text))


def loosen(text: str) -> str:
    """A coarser form, for suggestions only: plurals and ae/oe/ue are levelled, too."""
    return _stem("".join(_stem(word) for word in words(text)))


def words(text: str) -> list[str]:
    """The words of a text in plain small letters."""
    lowered = text.casefold().translate(LETTERS)
    parts = unicodedata.normalize("NFKD", lowered)
    plain = "".join(sign for sign in parts if not unicodedata.combining(sign))
    kept = "".join(sign if sign.isalnum() or sign in MARKS else " " for sign in plain)
    return kept.split()


def _stem(word: str) -> str:
    level = re.sub(r"([aou])e", r"\1", word)
    for ending in PLURALS:
        if level.endswith(ending) and len(level) - len(ending) >= SHORTEST_STEM:
            return level.removesuffix(ending)
    return level
