"""What is asked of the full text: words of which any may match, and conditions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from search.request import SearchRequest
from search.text import LANGUAGES, analyse, exact_words, stems

MOST_WORDS = 40


@dataclass(frozen=True)
class Phrase:
    """Words in a row. A term is one stem, or several between blanks.

    terms: its stems in each language. heading: the words as titles have them, for
    phrases of small words, which have no stem; "" when titles are not asked.
    """

    terms: tuple[str, ...]
    heading: str = ""


@dataclass(frozen=True)
class Question:
    """A search as the full text reads it.

    words: whether there are any; without them everything matches. language: the one
    that they tell, or "". terms: any of them may match, and each counts. weak: the
    terms of each phrase that means the same as some of the words; they count less.
    phrases: all must match. excluded: none may. first: keys of entries that stand first
    whatever the words; left_out: of those that are not found.
    """

    words: bool = False
    language: str = ""
    terms: tuple[str, ...] = ()
    weak: tuple[tuple[str, ...], ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    first: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def is_asked(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.terms or self.weak or self.first)

    @property
    def marked(self) -> frozenset[str]:
        """All stems that readers see marked."""
        return frozenset(self.terms).union(*self.weak)


def question_of(request: SearchRequest, more: Iterable[str] = ()) -> Question:
    """The question of a request; more: words that were probably meant."""
    parsed = request.parsed
    query = analyse(parsed.text, request.language)
    terms = list(query.stems)
    terms += analyse(" ".join(more), request.language).stems
    for unit in request.units:
        # A phrase that has synonyms counts as one word, as they do.
        terms += _terms(unit) if " " in unit else ()
    known = dict.fromkeys(terms)
    weak = (
        tuple(term for term in _terms(phrase) if term not in known)
        for phrase in request.also
    )
    return Question(
        words=bool(parsed.text.strip()),
        language=query.language,
        terms=tuple(known),
        weak=tuple(filter(None, dict.fromkeys(weak))),
        phrases=tuple(map(_phrase, parsed.phrases)),
        excluded=tuple(map(_excluded, parsed.excluded)),
        first=request.first,
        left_out=request.left_out,
    )


def _terms(text: str) -> tuple[str, ...]:
    found = (" ".join(stems(text, code)[:MOST_WORDS]) for code in LANGUAGES)
    return tuple(dict.fromkeys(filter(None, found)))


def _phrase(text: str) -> Phrase:
    return Phrase(_terms(text), " ".join(exact_words(text)[:MOST_WORDS]))


def _excluded(text: str) -> Phrase:
    """What is a small word in one language must not exclude all its titles."""
    phrase = _phrase(text)
    return phrase if " " in phrase.heading else Phrase(phrase.terms)
