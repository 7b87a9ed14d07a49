"""How the index reads text: its settings and fields, as pure functions.

One index for all kinds and languages. A text stands in the fields of its language
only ("fr.title", "nl.body"); a query asks the fields of all four.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from search.request import FACETS, HIDDEN
from search.stopwords import STOP_WORDS
from search.text import LANGUAGES

TEXTS = ("title", "summary", "body")
# Dutch and German write compounds as one word.
COMPOUNDING = ("nl", "de")
# The Kraaij-Pohlmann variant "dutch_kp" matches nothing on Elasticsearch 9, silently.
STEMMERS = {
    "en": "english",
    "fr": "light_french",
    "nl": "dutch",
    "de": "light_german",
}
FRENCH_ARTICLES = (
    *("l", "m", "t", "qu", "n", "s", "j", "d", "c"),
    *("jusqu", "quoiqu", "lorsqu", "puisqu", "presqu", "quelqu"),
)
LONGEST_BEGINNING = 20

Vocabulary = Mapping[str, Iterable[str]]


def index_body(generation: int, vocabulary: Vocabulary) -> dict[str, Any]:
    """Settings and mappings of a new index.

    vocabulary: for Dutch and German the words that compounds may consist of.
    """
    return {
        "settings": {
            "number_of_shards": 1,
            "auto_expand_replicas": "0-1",
            # Said outright, it also keeps the first search after a rest from waiting.
            "refresh_interval": "1s",
            "analysis": _analysis(vocabulary),
        },
        "mappings": {**_mappings(), "_meta": meta(generation)},
    }


def meta(generation: int) -> dict[str, Any]:
    """What an index says of itself."""
    return {"generation": generation, "fingerprint": fingerprint()}


def fingerprint() -> str:
    """Changes whenever this file would make another index than before."""
    shape = json.dumps([_analysis({}), _mappings()], sort_keys=True)
    return hashlib.sha256(shape.encode()).hexdigest()[:16]


def _analysis(vocabulary: Vocabulary) -> dict[str, Any]:
    filters: dict[str, Any] = {
        "fr_elision": {
            "type": "elision",
            "articles": list(FRENCH_ARTICLES),
            "articles_case": True,
        },
        "en_possessive": {"type": "stemmer", "language": "possessive_english"},
        "two_words": {
            "type": "shingle",
            "min_shingle_size": 2,
            "max_shingle_size": 2,
            "output_unigrams": False,
        },
        "beginnings": {
            "type": "edge_ngram",
            "min_gram": 1,
            "max_gram": LONGEST_BEGINNING,
        },
        "longest_beginning": {"type": "truncate", "length": LONGEST_BEGINNING},
    }
    analyzers: dict[str, Any] = {
        "plain": _custom("lowercase", "asciifolding"),
        "plain_beginnings": _custom("lowercase", "asciifolding", "beginnings"),
        "plain_typed": _custom("lowercase", "asciifolding", "longest_beginning"),
    }
    for language in LANGUAGES:
        filters |= _filters_of(language, vocabulary)
        analyzers |= _analyzers_of(language)
    return {"filter": filters, "analyzer": analyzers}


def _filters_of(language: str, vocabulary: Vocabulary) -> dict[str, Any]:
    stop_words = sorted(STOP_WORDS[language])
    filters: dict[str, Any] = {
        f"{language}_stop": {"type": "stop", "stopwords": stop_words},
        f"{language}_stem": {"type": "stemmer", "language": STEMMERS[language]},
    }
    if language in COMPOUNDING:
        filters[f"{language}_parts"] = {
            "type": "dictionary_decompounder",
            # An empty list is refused.
            "word_list": sorted(vocabulary.get(language, ())) or ["-"],
            "min_word_size": 7,
            "min_subword_size": 4,
            "max_subword_size": 20,
        }
    return filters


def _analyzers_of(language: str) -> dict[str, Any]:
    start = {"fr": ["fr_elision"], "en": ["en_possessive"]}.get(language, [])
    normal = ["german_normalization"] if language == "de" else []
    exact = [*start, "lowercase", *normal, "asciifolding", f"{language}_stop"]
    stem = [*exact, f"{language}_stem"]
    analyzers = {
        f"{language}_exact": _custom(*exact),
        f"{language}_stem": _custom(*stem),
        f"{language}_shingle": _custom(*stem, "two_words"),
    }
    if language in COMPOUNDING:
        parts = [*exact, f"{language}_parts", f"{language}_stem"]
        analyzers[f"{language}_compound"] = _custom(*parts)
    return analyzers


def _custom(*filters: str) -> dict[str, Any]:
    return {"type": "custom", "tokenizer": "standard", "filter": list(filters)}


def _mappings() -> dict[str, Any]:
    keyword = {"type": "keyword", "ignore_above": 200}
    fields: dict[str, Any] = {
        "id": {"type": "long"},
        "key": keyword,
        "kind": keyword,
        "lang": keyword,
        "place": {"type": "keyword"},
        "fold": {"type": "keyword"},
        "text_hash": {"type": "keyword", "index": False, "doc_values": False},
        "importance": {"type": "byte"},
        "prior": {"type": "float"},
        "published_at": {"type": "date"},
        "review_on": {"type": "date"},
        "checked_on": {"type": "date"},
        "reuses": {"type": "integer"},
        # When an entry was taken away; such a row has no place, so nobody finds it.
        "removed_at": {"type": "date"},
        "facet": {"properties": dict.fromkeys((*FACETS, *HIDDEN), keyword)},
        "names": {"type": "text", "analyzer": "plain"},
        "title": {
            "type": "text",
            "analyzer": "plain",
            "fields": {
                "beginnings": {
                    "type": "text",
                    "analyzer": "plain_beginnings",
                    "search_analyzer": "plain_typed",
                },
            },
        },
    }
    for language in LANGUAGES:
        texts = {text: _text_field(language) for text in TEXTS}
        fields[language] = {"properties": texts}
    return {"dynamic": "strict", "properties": fields}


def _text_field(language: str) -> dict[str, Any]:
    kinds = ["exact", "shingle"]
    if language in COMPOUNDING:
        kinds.append("compound")
    return {
        "type": "text",
        "analyzer": f"{language}_stem",
        "fields": {
            kind: {"type": "text", "analyzer": f"{language}_{kind}"} for kind in kinds
        },
    }
