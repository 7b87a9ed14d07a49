"""How questions are compared: by their words, whatever the signs and accents."""

from __future__ import annotations

from search.text import exact_words

# As long as the columns that keep it.
LONGEST_KEY = 400


def key_of(text: str) -> str:
    """The words of a query, folded and in order; "" when it has none."""
    return " ".join(exact_words(text))[:LONGEST_KEY]
