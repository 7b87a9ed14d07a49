"""Making the index anew, going back, checking and mending it, on a real server."""

import json
from io import StringIO
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from elasticsearch import Elasticsearch

from catalogue.access import reader_of
from catalogue.models import Entry
from search.engines.elastic.client import alias, background_client, index_name
from search.engines.elastic.engine import ElasticsearchEngine
from search.health import health
from search.indexing import bulk, documents, indexes, state
from search.indexing.bulk import ServerAway
from search.indexing.compare import compare
from search.indexing.rebuild import RebuildFailed, rebuild, roll_back
from search.indexing.sync import sync, waiting
from search.indexing.vocabulary import vocabulary
from search.request import SearchRequest
from tests.search.entries import closed_place, make_entry, remove_entry

pytestmark = [
    pytest.mark.elasticsearch,
    pytest.mark.django_db,
    pytest.mark.usefixtures("use_elasticsearch"),
]


def found(q: str) -> list[int]:
    answer = ElasticsearchEngine().search(SearchRequest(q=q), reader_of(None))
    return [hit.entry_id for hit in answer.hits]


def run(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("search_index", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def checked(*arguments: str) -> dict[str, Any]:
    """The figures of a check, whether it finds something or not."""
    out = StringIO()
    try:
        call_command("search_index", "check", "--json", *arguments, stdout=out)
    except CommandError:
        assert json.loads(out.getvalue())["faults"]
    return json.loads(out.getvalue())


def ours() -> list[str]:
    return sorted(background_client().indices.get(index=f"{alias()}-*"))


def test_rebuild_takes_everything_in() -> None:
    entries = [make_entry(f"Parking {number}").pk for number in range(5)]
    remove_entry(make_entry("Parking removed"))
    rebuilt = run("rebuild")
    assert rebuilt["entries"] == 5
    assert sorted(found("parking")) == entries
    assert waiting() == 0


def test_changes_during_a_rebuild_reach_both_indexes() -> None:
    first = make_entry("First words")
    gone = make_entry("Gone words")
    rebuild()
    write = bulk.write
    touched: list[str] = []

    def change_meanwhile(entries: list[Entry], target: str) -> list[bulk.Written]:
        rows = write(entries, target)
        if not touched:
            touched.append("once")
            make_entry("Changed meanwhile", key=first.key)
            make_entry("Made meanwhile")
            remove_entry(gone)
            sync()
            # The index that answers has them at once …
            assert len(found("meanwhile")) == 2
            assert not found("gone")
        return rows

    with mock.patch("search.indexing.rebuild.write", change_meanwhile):
        rebuild()
    # … and so has the one that took over.
    assert len(found("meanwhile")) == 2
    assert not found("gone")
    assert found("first") == []
    assert waiting() == 0
    assert not compare(alias()).all_faults


def test_late_backfill_does_not_bring_an_old_version_back() -> None:
    entry = make_entry("Old words")
    rebuild()
    write = bulk.write

    def change_before(entries: list[Entry], target: str) -> list[bulk.Written]:
        if entries[0].version == 1:
            make_entry("New words", key=entry.key)
            sync()
        return write(entries, target)

    with mock.patch("search.indexing.rebuild.write", change_before):
        rebuild()
    assert found("old") == []
    assert found("new") == [entry.pk]


def test_previous_index_is_kept_for_the_way_back_and_older_ones_are_not() -> None:
    names = [rebuild().index for _ in range(3)]
    assert ours() == names[1:]
    entry = make_entry("Made after the rebuild")
    sync()
    assert roll_back() == names[1]
    assert state.numbers()[state.LIVE] == int(names[1].rpartition("-")[2])
    sync()
    assert found("rebuild") == [entry.pk]


def test_there_is_no_way_back_before_a_second_rebuild() -> None:
    rebuild()
    with pytest.raises(RebuildFailed):
        roll_back()


def test_failed_rebuild_leaves_the_old_index_in_place() -> None:
    entry = make_entry("Parking")
    before = rebuild().index
    with (
        mock.patch("search.indexing.rebuild.write", side_effect=ServerAway("busy")),
        mock.patch("search.indexing.rebuild.pause"),
        pytest.raises(RebuildFailed),
    ):
        rebuild()
    assert ours() == [before]
    assert found("parking") == [entry.pk]
    make_entry("Cycling")
    assert sync().written == 1


def test_equal_scores_stand_alike_in_every_build() -> None:
    words = ("red", "blue", "green", "black", "white")
    for key, word in enumerate(words, start=1):
        make_entry("Parking", body=word, key=f"page:{key}")
    rebuild()
    first = found("parking")
    for key, word in reversed(list(enumerate(words, start=1))):
        # Sent anew one by one, each stands in the index after the one before.
        make_entry("Parking", body=word, url="/moved/", key=f"page:{key}")
        sync()
    assert found("parking") == first
    rebuild()
    assert found("parking") == first == sorted(first)


def test_second_rebuild_at_the_same_time_is_refused() -> None:
    rebuild()
    state.beat()
    state.remember({state.BUILDING: 5})
    with pytest.raises(RebuildFailed, match="under way"):
        rebuild()


def test_rebuild_that_died_does_not_stop_the_next_one() -> None:
    make_entry("Parking")
    rebuild()
    dead = state.new_generation()
    indexes.create(dead, {})
    state.remember({state.BUILDING: dead, state.BEAT: 1})
    make_entry("Cycling")
    assert sync().written == 1
    rebuild()
    assert index_name(dead) not in ours()


def test_refused_entry_does_not_stop_a_rebuild() -> None:
    make_entry("Good")
    bad = make_entry("Bad")
    make = documents.document

    def break_one(entry: Entry, *values: Any) -> dict[str, Any]:
        broken = {"unknown": 1} if entry.pk == bad.pk else {}
        return {**make(entry, *values), **broken}

    with mock.patch("search.indexing.documents.document", break_one):
        rebuilt = rebuild()
    assert (rebuilt.entries, rebuilt.refused) == (1, 1)
    bad.refresh_from_db()
    assert bad.index_error
    assert rebuild().entries == 2
    bad.refresh_from_db()
    assert bad.index_error == ""


def test_words_of_compounds_come_from_open_entries_only() -> None:
    crew = Group.objects.create(name="crew")
    for number in range(2):
        make_entry(f"Straße {number}", language="de")
        make_entry(f"Geheimnis {number}", language="de", place=closed_place(crew))
        make_entry(f"Roadworks {number}", language="en")
    assert vocabulary() == {"nl": [], "de": ["strasse"]}


def test_check_tells_what_differs_and_repairs_it(use_elasticsearch: str) -> None:
    missing, stale, moved, extra = (make_entry(f"Entry {n}") for n in range(4))
    rebuild()
    with Elasticsearch(use_elasticsearch) as server:
        server.delete(index=alias(), id=str(missing.pk), refresh=True)
    Entry.objects.filter(pk=stale.pk).update(version=5, indexed_version=5)
    Entry.objects.filter(pk=moved.pk).update(place=None)
    Entry.objects.filter(pk=extra.pk).delete()
    index = checked()["index"]
    assert index == {
        "missing": [missing.pk],
        "extra": [extra.pk],
        "stale": [stale.pk],
        "wrong_place": [moved.pk],
    }
    with mock.patch("search.indexing.check.differences", return_value={}):
        assert checked("--repair")["left"] == 0
        assert checked()["faults"] == 0


def test_entries_that_wait_are_no_fault() -> None:
    rebuild()
    make_entry("Waits")
    with mock.patch("search.indexing.check.differences", return_value={}):
        figures = checked()
    assert (figures["faults"], figures["waiting"]) == (0, 1)


def test_status_tells_the_state_of_the_index() -> None:
    with pytest.raises(CommandError, match="no index for this database"):
        run("status")
    make_entry("Parking")
    rebuild()
    make_entry("Cycling")
    figures = run("status")
    assert figures["engine"] == "elasticsearch"
    assert (figures["documents"], figures["waiting_entries"]) == (1, 1)
    assert figures["outdated"] is False
    with mock.patch("search.health.fingerprint", return_value="other"):
        assert run("status")["outdated"] is True


def test_status_tells_that_the_server_is_away(settings: Any) -> None:
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    now = health()
    assert (now.engine, now.ok) == ("database", False)


def test_commands_need_an_address(settings: Any) -> None:
    settings.ELASTICSEARCH_URL = ""
    assert run("status")["engine"] == "database"
    for action in ("sync", "rollback"):
        with pytest.raises(CommandError, match="ELASTICSEARCH_URL"):
            run(action)
    # Without an index, the words of the database engine are still read anew.
    assert set(run("rebuild")) == {"texts"}
    assert "index" not in checked()
