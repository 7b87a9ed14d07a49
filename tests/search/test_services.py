"""Choosing the engine, falling back, and checking hits once more."""

from unittest import mock

import pytest
from django.contrib.auth.models import Group
from pytest_django import Settings

from catalogue.access import reader_of
from search import services
from search.engines import Answer, EngineUnavailable, Hit, Suggestion
from search.engines.elastic.engine import ElasticsearchEngine
from search.request import SearchRequest
from tests.search.entries import closed_place, make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(settings: Settings) -> mock.Mock:
    """An Elasticsearch whose answers the test chooses."""
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:1"
    fake = mock.create_autospec(ElasticsearchEngine, instance=True)
    with mock.patch.object(services, "_elasticsearch", fake):
        yield fake


def test_hits_that_closed_since_the_index_was_made_are_dropped(
    elsewhere: mock.Mock,
) -> None:
    crew = Group.objects.create(name="crew")
    closed = make_entry("Zeppelin", place=closed_place(crew))
    open_one = make_entry("Badge")
    numbers = (closed.pk, open_one.pk, 987_654)
    elsewhere.search.return_value = Answer(
        hits=[Hit(number, "<mark>Zeppelin</mark>") for number in numbers], total=3
    )
    elsewhere.suggest.return_value = [Suggestion(number, "x") for number in numbers]
    reader = reader_of(None)
    found = services.find(SearchRequest(q="zeppelin"), reader)
    assert [one.entry.pk for one in found.hits] == [open_one.pk]
    assert [e.pk for _one, e in services.suggest("zep", reader)] == [open_one.pk]


def test_the_database_answers_when_the_engine_is_away(elsewhere: mock.Mock) -> None:
    entry = make_entry("Badge")
    elsewhere.search.side_effect = EngineUnavailable("gone")
    elsewhere.suggest.side_effect = EngineUnavailable("gone")
    found = services.find(SearchRequest(q="badge"), reader_of(None))
    assert [one.entry.pk for one in found.hits] == [entry.pk]
    assert (found.engine, found.reserve) == ("database", True)
    assert services.suggest("bad", reader_of(None))


def test_the_engine_may_leave_while_ways_out_are_counted(elsewhere: mock.Mock) -> None:
    make_entry("Badge", facets={"year": ["2025"]})
    elsewhere.search.return_value = Answer(total=0)
    elsewhere.count.side_effect = EngineUnavailable("gone")
    request = SearchRequest(q="badge", facets={"year": ("1999",)})
    found = services.find(request, reader_of(None))
    assert [tried.count for tried in found.undo] == [1]


def test_pages_beyond_the_window_are_not_asked_of_the_engine(
    elsewhere: mock.Mock,
) -> None:
    make_entry("Badge")
    elsewhere.search.return_value = Answer(hits=[Hit(1)], total=1)
    found = services.find(SearchRequest(q="badge", page=5_000), reader_of(None))
    assert elsewhere.search.call_args.args[0].page == 1
    assert (list(found.hits), found.total) == ([], 1)
