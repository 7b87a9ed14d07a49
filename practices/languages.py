"""What language a text seems to be written in, by its commonest small words."""

from __future__ import annotations

import re
from collections import Counter

# Words that are common in one of the languages and hardly occur in the others.
COMMON = {
    "en": "the and of to is that for with are this be by from was have which not",
    "fr": "le les et des du une ont que pour dans par sur pas cette avec sont aux",
    "nl": "het een van en dat zijn voor niet aan bij ook wordt naar deze door uit",
    "de": "der die und das den von mit ist dem ein eine nicht auch auf werden sich",
}
LANGUAGE_OF = {word: code for code, words in COMMON.items() for word in words.split()}
WORD = re.compile(r"[^\W\d_]+")
LOOKED_AT = 20_000
# Fewer words than this, or hardly more than another language has, tell nothing.
LEAST = 5
AHEAD = 1.5


def guess(text: str) -> str:
    """The code of the language, or "" when the text does not tell."""
    words = (word.lower() for word in WORD.findall(text[:LOOKED_AT]))
    counts = Counter(LANGUAGE_OF[word] for word in words if word in LANGUAGE_OF)
    first, second = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    if first[1] < LEAST or first[1] < second[1] * AHEAD:
        return ""
    return first[0]
