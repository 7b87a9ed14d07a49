"""The database engine alone: what it keeps, asks and costs."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from catalogue.access import Reader, reader_of
from catalogue.models import Entry
from search.engines.database import schema
from search.engines.database.engine import DatabaseEngine
from search.models import EntryText
from search.request import SearchRequest
from tests.search.entries import make_entry, remove_entry

pytestmark = pytest.mark.django_db

ENGINE = DatabaseEngine()


def found(q: str, **fields: Any) -> list[int]:
    answer = ENGINE.search(SearchRequest(q=q, **fields), reader_of(None))
    return [hit.entry_id for hit in answer.hits]


def check_index() -> None:
    """SQLite compares its index with the texts, and raises when they differ."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {schema.INDEX}({schema.INDEX}, rank)"  # noqa: S608
            " VALUES ('integrity-check', 1)"
        )


@pytest.mark.sqlite_only
def test_index_stays_whole_through_every_way_of_writing() -> None:
    kept = make_entry("Parking permits", body="Ask online.")
    make_entry("Letters", key=kept.key)
    gone = make_entry("Badges")
    remove_entry(gone)
    deleted = make_entry("Windows")
    EntryText.objects.filter(pk=deleted.pk).update(body="ennew")
    Entry.objects.filter(pk=deleted.pk).delete()
    EntryText.objects.bulk_create(
        [EntryText(entry=kept, title="enletter enagain")],
        update_conflicts=True,
        unique_fields=["entry"],
        update_fields=["title"],
    )
    check_index()
    assert found("again") == [kept.pk]
    assert not found("windows")


def test_words_are_written_in_the_transaction_of_the_entry() -> None:
    class UndoneError(Exception):
        pass

    with pytest.raises(UndoneError), transaction.atomic():  # noqa: PT012
        make_entry("Parking permits")
        assert found("parking")
        raise UndoneError
    assert not found("parking")
    assert not EntryText.objects.filter(heading__contains="parking").exists()


def test_removed_entries_keep_no_words() -> None:
    entry = make_entry("Parking permits")
    remove_entry(entry)
    assert not EntryText.objects.filter(pk=entry.pk).exists()


def test_rebuilding_reads_all_texts_anew() -> None:
    entry = make_entry("Parking permits")
    gone = make_entry("Badges")
    EntryText.objects.filter(pk=entry.pk).delete()
    Entry.objects.filter(pk=gone.pk).update(removed=True)
    assert not found("parking")
    out = StringIO()
    call_command("search_index", "rebuild", stdout=out)
    assert found("parking") == [entry.pk]
    assert not EntryText.objects.filter(pk=gone.pk).exists()
    assert f"texts: {Entry.objects.live().count()}" in out.getvalue()


def test_rare_words_count_more_than_frequent_ones() -> None:
    for number in range(20):
        make_entry(f"Permit number {number} of many")
    rare = make_entry("Hangar for gliders")
    assert found("permit hangar")[0] == rare.pk


def test_short_texts_count_more_than_long_ones() -> None:
    long = make_entry("One", body="badge " + "other words " * 300)
    short = make_entry("Two", body="badge and a few words")
    for number in range(5):
        make_entry(f"Three {number}", body="nothing of it")
    assert found("badge") == [short.pk, long.pk]


def test_language_of_the_question_and_of_the_reader_weigh_more() -> None:
    texts = {}
    for language in ("fr", "nl", "de", "en"):
        texts[language] = make_entry(
            "Transport", summary=language, language=language
        ).pk
    assert found("transport", language="de")[0] == texts["de"]
    assert found("le transport dans la ville", language="xx")[0] == texts["fr"]


def test_more_candidates_than_are_reordered_are_all_found() -> None:
    for number in range(230):
        make_entry(f"Badge {number}", summary=f"word{number}")
    reader = reader_of(None)
    seen: set[int] = set()
    for page in range(1, 24):
        request = SearchRequest(q="badge", page=page)
        seen |= {hit.entry_id for hit in ENGINE.search(request, reader).hits}
    assert len(seen) == 230


def test_readers_without_any_place_find_nothing() -> None:
    make_entry("Badge", facets={"tag": ["web"]})
    nobody = Reader()
    assert ENGINE.search(SearchRequest(q="badge"), nobody).total == 0
    assert ENGINE.search(SearchRequest(), nobody).total == 0
    assert ENGINE.suggest("badge", nobody) == []
    assert ENGINE.count([SearchRequest(q="badge")], nobody) == [0]


def test_one_query_finds_and_one_counts_whatever_the_number_of_questions() -> None:
    for number in range(5):
        make_entry(f"Badge {number}", facets={"tag": ["web"]})
    reader = reader_of(None)
    asked = [
        SearchRequest(q=q, facets={"tag": ("web",)}) for q in ("badge", "web", "x")
    ]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert ENGINE.count(asked, reader) == [5, 0, 0]
    assert len(queries) == 2


def test_no_text_is_read_but_that_of_the_page() -> None:
    for number in range(30):
        make_entry(f"Badge {number}", body="A long text. " * 50)
    reader = reader_of(None)
    with CaptureQueriesContext(connection) as queries:
        ENGINE.search(SearchRequest(q="badge"), reader)
    bodies = [q["sql"] for q in queries if '"catalogue_entry"."body"' in q["sql"]]
    assert len(bodies) == 1
    assert len(queries) <= 4


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        " ".join(f"word{number}" for number in range(60_000)),
        "badge " * 80_000,
        "'\\ ' \\' '' :1A \x01 " * 100,
        "日本語 " * 1000,
    ],
)
def test_texts_of_any_kind_are_kept(text: str) -> None:
    entry = make_entry("Whatever it says", body=text)
    assert found("whatever says it is") == [entry.pk]


def test_what_is_written_for_postgresql_is_quoted_and_bounded() -> None:
    assert schema.lexeme("o'clock\\") == "'o''clock\\\\'"
    written = schema.vector([("heading", "a b"), ("title", "ena"), ("body", "ena")])
    assert written == "'xa':1A 'xb':2A 'ena':4A,6D"
    many = schema.vector([("body", " ".join(f"w{n}" for n in range(200_000)))])
    assert len(many.encode()) < 2_000_000
