"""The hub's own words, of which Dutch and German compounds may consist."""

from __future__ import annotations

import re
from collections import Counter

from catalogue.access import unwalled_reader
from catalogue.models import Entry
from search.engines.elastic.mapping import COMPOUNDING
from search.text import fold

WORD = re.compile(r"[^\W\d_]{4,20}")
MOST_WORDS = 30_000
LEAST_ENTRIES = 2


def vocabulary() -> dict[str, list[str]]:
    """For each compounding language the words that several entries use.

    Of entries that everyone may read only: which compounds match must not tell what
    stands in a closed place.
    """
    readable = Entry.objects.readable_by(unwalled_reader())
    # The pages of one file would make any of its words a common one.
    readable = readable.exclude(kind=Entry.Kind.DOCUMENT)
    found: dict[str, list[str]] = {}
    for language in COMPOUNDING:
        counts: Counter[str] = Counter()
        texts = readable.filter(language=language).values_list(
            "title", "summary", "body"
        )
        for parts in texts.iterator(200):
            counts.update(set(WORD.findall(fold(" ".join(parts)))))
        common = counts.most_common(MOST_WORDS)
        found[language] = [word for word, count in common if count >= LEAST_ENTRIES]
    return found
