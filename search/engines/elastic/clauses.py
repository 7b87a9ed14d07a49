"""What makes an entry match and rank: the clauses that measured best, per language.

Figures and how to change them: docs/search.md. No clause parses a query string.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from search.engines.elastic.mapping import COMPOUNDING, TEXTS
from search.engines.elastic.words import Asked, plain_words
from search.text import LANGUAGES

Clause = dict[str, Any]

# What means the same as a word of the query counts less than the word itself.
ALSO = 0.5
# A phrase that has synonyms counts as one word, as they do.
UNIT = 2.0
STEMS = tuple(f"{code}.{name}" for code in LANGUAGES for name in TEXTS)


def text_query(
    asked: Asked, fuzzy: bool, also: Iterable[str] = (), units: Iterable[str] = ()
) -> Clause:
    """Any word may match in any language's fields; more and rarer words rank higher.

    fuzzy: also words with one typo, for searches that find next to nothing. also:
    phrases that mean the same as some of the words. units: those of the words.
    """
    should: list[Clause] = [
        _in_language(language, weight, asked.text, fuzzy)
        for language, weight in asked.weights.items()
    ]
    should.append({"match": {"names": {"query": asked.text, "boost": 0.5}}})
    if asked.only_small:
        # The fields of the languages do not know such words at all: "IT", "Who".
        should.append({"match": {"title": {"query": asked.text}}})
    should += [_in_a_row(phrase, ALSO) for phrase in also]
    should += [_in_a_row(unit, UNIT) for unit in units if " " in unit]
    return {"bool": {"should": should, "minimum_should_match": 1}}


def phrase_query(text: str) -> Clause:
    """These words in this order in one of the texts, in any form."""
    return _multi(plain_words(text), "phrase", ["title", "names", *STEMS])


def excluded_query(text: str) -> Clause:
    """The same for what must not stand there.

    A single word is looked for by its stem alone: what is a small word in one language
    ("die") must not exclude all titles of that language.
    """
    words = plain_words(text)
    if " " in words:
        return phrase_query(text)
    return _multi(words, "phrase", ["names", *STEMS])


def marking_query(asked: Asked, also: Iterable[str] = ()) -> Clause:
    """Which words to mark: those of the query in any form, in any language.

    also: what means the same as some of them.
    """
    fields = [f"{code}.{name}" for code in asked.weights for name in TEXTS]
    fields += [f"{code}.{name}.compound" for code in COMPOUNDING for name in TEXTS]
    typed = _multi(asked.text, "most_fields", ["title", *fields])
    same = [_in_a_row(phrase, ALSO) for phrase in also]
    return {"bool": {"should": [typed, *same]}} if same else typed


def _in_language(language: str, weight: float, text: str, fuzzy: bool) -> Clause:
    stem = [f"{language}.{name}" for name in TEXTS]
    title, summary, body = stem
    should = [
        _multi(text, "cross_fields", [f"{title}^3", summary, body], tie_breaker=0.2),
        _multi(text, "most_fields", [title, summary, f"{body}^3"], boost=0.3),
        _multi(
            text,
            "cross_fields",
            [f"{title}.exact^3", f"{summary}.exact", f"{body}.exact"],
            tie_breaker=0.2,
            boost=0.5,
        ),
        {"match": {title: {"query": text, "operator": "and"}}},
        {"match_phrase": {body: {"query": text, "slop": 3, "boost": 0.2}}},
        _multi(text, "most_fields", [f"{name}.shingle" for name in stem], boost=0.2),
    ]
    if language in COMPOUNDING:
        compound = [f"{title}.compound^2", f"{summary}.compound", f"{body}.compound"]
        should.append(_multi(text, "cross_fields", compound))
    if fuzzy:
        should.append(
            _multi(
                text,
                "best_fields",
                [f"{title}^2", body],
                fuzziness="AUTO:4,99",
                prefix_length=2,
                max_expansions=20,
                boost=0.1,
            )
        )
    return {"bool": {"should": should, "boost": weight}}


def _in_a_row(phrase: str, boost: float) -> Clause:
    fields = ["title^2", "names", *STEMS]
    return _multi(plain_words(phrase), "phrase", fields, boost=boost)


def _multi(text: str, kind: str, fields: list[str], **options: object) -> Clause:
    return {"multi_match": {"query": text, "type": kind, "fields": fields, **options}}
