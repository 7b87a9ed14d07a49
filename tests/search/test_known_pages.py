"""Thirty questions per language whose page is known, on the real records.

Written from reading the pages, before any engine was asked. A question is kept
whether an engine answers it or not.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from catalogue.access import reader_of
from practices.importing.records import Record
from search.engines import Engine
from search.engines.database.engine import DatabaseEngine
from search.engines.elastic.engine import ElasticsearchEngine
from search.indexing.rebuild import rebuild
from search.request import SearchRequest
from search.text import LANGUAGES, stems
from tests.search.corpus import projections, read_corpora, write_entries

pytestmark = [pytest.mark.data, pytest.mark.django_db]

QUESTIONS = {
    language: json.loads(
        Path(__file__).with_name("known_pages").joinpath(f"{language}.json").read_text()
    )
    for language in LANGUAGES
}
PER_LANGUAGE = 30
FIRST = 3
LEAST_SHARE = 0.9


@pytest.fixture(scope="module")
def records(shared_data: Path) -> dict[str, Record]:
    return {record.id: record for record in read_corpora(shared_data)}


@pytest.fixture
def corpus(db: None, records: dict[str, Record]) -> dict[int, str]:
    """The records by the numbers of their entries."""
    return write_entries(projections(tuple(records.values())))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_question_shares_at_most_half_its_words_with_the_title(
    records: dict[str, Record], language: str
) -> None:
    questions = QUESTIONS[language]
    pages = [page for question in questions for page in question["pages"]]
    assert len(questions) == PER_LANGUAGE == len({q["q"] for q in questions})
    assert {records[page].lang for page in pages} == {language}
    for question in questions:
        asked = set(stems(question["q"], language))
        for page in question["pages"]:
            shared = asked & set(stems(records[page].title, language))
            assert len(shared) <= len(asked) / 2, question


def test_database_finds_known_pages(corpus: dict[int, str]) -> None:
    assert_found(DatabaseEngine(), corpus)


@pytest.mark.once
@pytest.mark.elasticsearch
def test_elasticsearch_finds_known_pages(
    use_elasticsearch: str, corpus: dict[int, str]
) -> None:
    rebuild()
    assert_found(ElasticsearchEngine(), corpus)


def assert_found(engine: Engine, corpus: dict[int, str]) -> None:
    """In each language nine of ten known pages are among the first three."""
    missed = {
        language: [
            question["q"]
            for question in QUESTIONS[language]
            if not set(question["pages"]).intersection(
                first(engine, corpus, question["q"], language)
            )
        ]
        for language in LANGUAGES
    }
    found = {code: 1 - len(lost) / PER_LANGUAGE for code, lost in missed.items()}
    assert min(found.values()) >= LEAST_SHARE, (found, missed)


def first(
    engine: Engine, corpus: dict[int, str], q: str, language: str
) -> Sequence[str]:
    """The records that stand first for a question."""
    answer = engine.search(
        SearchRequest(q=q, language=language, size=FIRST), reader_of(None)
    )
    return [corpus[hit.entry_id] for hit in answer.hits]
