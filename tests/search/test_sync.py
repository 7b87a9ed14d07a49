"""Keeping the index in step with the catalogue, on a real server."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.management import call_command
from django.db.models import F

from catalogue.access import reader_of
from catalogue.models import Entry
from search.engines.elastic.client import alias, background_client, index_name
from search.engines.elastic.engine import ElasticsearchEngine
from search.indexing import background, bulk, documents, indexes, state
from search.indexing.bulk import IndexMissing, ServerAway
from search.indexing.rebuild import rebuild
from search.indexing.sync import sync, waiting
from search.indexing.worker import Worker
from search.request import SearchRequest
from tests.search.entries import make_entry, remove_entry

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _index(use_elasticsearch: str) -> None:
    rebuild()


def found(q: str) -> list[int]:
    answer = ElasticsearchEngine().search(SearchRequest(q=q), reader_of(None))
    return [hit.entry_id for hit in answer.hits]


def stored(entry: Entry) -> dict[str, Any]:
    return background_client().get(index=alias(), id=str(entry.pk)).body


def test_changed_entries_reach_the_index_once() -> None:
    entry = make_entry("Parking permits")
    assert sync().written == 1
    assert found("parking") == [entry.pk]
    assert (sync().written, waiting()) == (0, 0)
    make_entry("Cycling", key=entry.key)
    assert sync().written == 1
    assert (found("cycling"), found("parking")) == ([entry.pk], [])


def test_version_of_the_entry_is_the_version_in_the_index() -> None:
    entry = make_entry("One")
    make_entry("Two", key=entry.key)
    sync()
    entry.refresh_from_db()
    assert stored(entry)["_version"] == entry.version == 2


def test_removed_entry_leaves_an_empty_row_until_purged() -> None:
    entry = make_entry("Parking permits", body="secret words")
    sync()
    remove_entry(entry)
    assert sync().written == 1
    assert set(stored(entry)["_source"]) == {"id", "key", "removed_at"}
    assert found("parking") == []
    worker = Worker()
    with mock.patch("search.indexing.worker.KEEP_REMOVED", timedelta(days=-1)):
        worker.step()
    assert not indexes.versions_of(alias(), [entry.pk])


def test_late_writer_does_not_overwrite_a_newer_version() -> None:
    entry = make_entry("Old words")
    late = Entry.objects.get(pk=entry.pk)
    make_entry("New words", key=entry.key)
    sync()
    (result,) = bulk.write([late], alias())
    assert result.outcome is bulk.Outcome.STALE
    assert stored(entry)["_source"]["title"] == "New words"


def test_entry_that_changes_while_it_is_sent_stays_dirty() -> None:
    entry = make_entry("Parking permits")
    send = bulk.write

    def change_meanwhile(entries: list[Entry], target: str) -> list[bulk.Written]:
        rows = send(entries, target)
        make_entry("Cycling", key=entry.key)
        return rows

    with mock.patch("search.indexing.sync.write", change_meanwhile):
        assert sync().left == 1
    assert sync().written == 1
    assert found("cycling") == [entry.pk]


def test_refused_entry_is_noted_and_the_rest_goes_on() -> None:
    bad, good = make_entry("Bad"), make_entry("Good")
    make = documents.document

    def break_one(entry: Entry, *values: Any) -> dict[str, Any]:
        broken = {"unknown": 1} if entry.pk == bad.pk else {}
        return {**make(entry, *values), **broken}

    with mock.patch("search.indexing.documents.document", break_one):
        report = sync()
    assert (report.written, report.refused, report.left) == (1, 1, 0)
    bad.refresh_from_db()
    assert "unknown" in bad.index_error
    assert found("good") == [good.pk]
    assert sync().refused == 0
    make_entry("Mended", key=bad.key)
    assert sync().written == 1
    bad.refresh_from_db()
    assert bad.index_error == ""


def test_busy_server_leaves_entries_for_the_next_sync() -> None:
    entry = make_entry("Parking permits")
    busy = {"_id": str(entry.pk), "status": 429, "error": {"type": "busy"}}
    with mock.patch("search.indexing.bulk._send", return_value=[busy]):
        report = sync()
    assert (report.written, report.refused, report.left) == (0, 0, 1)
    assert sync().written == 1


def test_outage_loses_nothing(settings: Any) -> None:
    entry = make_entry("Parking permits")
    there = settings.ELASTICSEARCH_URL
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    with pytest.raises(ServerAway):
        sync()
    settings.ELASTICSEARCH_URL = there
    assert sync().written == 1
    assert found("parking") == [entry.pk]


def test_lost_index_is_not_recreated_with_guessed_fields() -> None:
    make_entry("Parking permits")
    indexes.drop(index_name(state.numbers()[state.LIVE]))
    with pytest.raises(IndexMissing):
        sync()
    with pytest.raises(IndexMissing):
        bulk.write(list(Entry.objects.dirty()), alias())
    assert not background_client().indices.exists(index=alias())


def test_worker_makes_a_lost_index_anew() -> None:
    entry = make_entry("Parking permits")
    sync()
    indexes.drop(index_name(state.numbers()[state.LIVE]))
    Worker().step()
    assert found("parking") == [entry.pk]


def test_restored_database_is_noticed_and_indexed_anew() -> None:
    kept = make_entry("Parking permits")
    sync()
    backup = state.numbers()
    lost = make_entry("Cycling")
    sync()
    # The restored database knows neither the entry nor the last sync.
    Entry.objects.filter(pk=lost.pk).delete()
    state.remember({state.SYNCS: backup[state.SYNCS]})
    with pytest.raises(IndexMissing, match="restored"):
        indexes.targets()
    Worker().step()
    assert (found("parking"), found("cycling")) == ([kept.pk], [])


def test_entry_behind_its_index_overtakes_it() -> None:
    entry = make_entry("Old words")
    Entry.objects.filter(pk=entry.pk).update(version=7)
    sync()
    # As after a restore: an edit counts from a lower version than the index has.
    Entry.objects.filter(pk=entry.pk).update(version=3, title="New words")
    assert sync().left == 1
    assert sync().written == 1
    assert stored(entry)["_version"] == 8
    assert stored(entry)["_source"]["title"] == "New words"


def test_without_an_address_nothing_is_sent(settings: Any) -> None:
    make_entry("Parking permits")
    settings.ELASTICSEARCH_URL = ""
    assert sync().written == 0
    Worker().step()
    assert Entry.objects.filter(indexed_version=F("version")).count() == 0


def test_commands_and_tests_have_no_sync_thread() -> None:
    background.wake()
    assert background._thread.thread is None


def test_thread_survives_an_outage_and_faults() -> None:
    faults = (ServerAway("away"), IndexMissing("lost"), RuntimeError("broken"))
    for fault in faults:
        make_entry("Parking permits")
        with (
            mock.patch("search.indexing.background.close_old_connections"),
            mock.patch("search.indexing.background.sync", side_effect=fault),
        ):
            assert not background._once(failures=0)
    with mock.patch("search.indexing.background.close_old_connections"):
        assert background._once(failures=1)
    assert waiting() == 0


def test_worker_command_works_once(capsys: pytest.CaptureFixture[str]) -> None:
    make_entry("Parking permits")
    call_command("worker", "--once")
    assert waiting() == 0
