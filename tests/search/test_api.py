"""The search as JSON."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import Agency
from tests.search.entries import closed_place, make_entry

pytestmark = pytest.mark.django_db


def test_answer_has_the_shape_of_the_contract(client: Client) -> None:
    Agency.objects.create(slug="town", name_en="Town")
    entry = make_entry(
        "Parking & permits",
        summary="Ask for a permit.",
        url="/town/parking/",
        agency="town",
        facets={"country": ["be"], "agency": ["town"]},
    )
    answer = client.get("/api/v1/search?q=permit&country=be").json()
    assert list(answer) == [
        *("query", "total", "engine", "did_you_mean", "results", "facets", "next"),
        "previous",
    ]
    assert (answer["query"], answer["total"]) == ("permit", 1)
    assert answer["results"] == [
        {
            "id": entry.key,
            "kind": "case",
            "title": "Parking & permits",
            "url": "http://testserver/town/parking/",
            "language": "en",
            "agency": "Town",
            "snippet": "Ask for a permit.",
            "published": None,
            "also_in": [],
        }
    ]
    assert answer["facets"]["country"] == [
        {"value": "be", "label": "Belgium", "count": 1, "selected": True}
    ]
    assert answer["engine"] == "database"


def test_pages_are_linked(client: Client) -> None:
    for number in range(11):
        make_entry(f"Badge {number}")
    first = client.get("/api/v1/search?q=badge").json()
    assert first["previous"] is None
    second = client.get(first["next"]).json()
    assert second["next"] is None
    assert second["previous"] == "http://testserver/api/v1/search?q=badge"
    assert len(first["results"]) + len(second["results"]) == 11


def test_words_that_were_meant_are_told(client: Client) -> None:
    make_entry("Fietslease voor personeel", language="nl")
    answer = client.get("/api/v1/search?q=personeelsraad").json()
    assert (answer["total"], answer["did_you_mean"]) == (0, "personeel")
    assert client.get("/api/v1/search?q=fietslease").json()["did_you_mean"] is None


def test_nothing_tells_of_scores_or_time(client: Client) -> None:
    make_entry("Badge")
    text = client.get("/api/v1/search?q=badge").content.decode()
    assert "score" not in text
    assert "took" not in text


def test_closed_entries_show_nowhere(client: Client) -> None:
    crew = Group.objects.create(name="crew")
    make_entry("Zeppelin", place=closed_place(crew), facets={"tag": ["airship"]})
    for address in ("search?q=zeppelin", "search", "suggest?q=zep"):
        text = client.get(f"/api/v1/{address}").content.decode().lower()
        assert "airship" not in text
        assert '"title"' not in text or "zeppelin" not in text


def test_suggestions_are_titles(client: Client) -> None:
    entry = make_entry("Parking permits", url="/town/parking/")
    assert client.get("/api/v1/suggest?q=perm").json() == [
        {
            "id": entry.key,
            "kind": "case",
            "title": "Parking permits",
            "url": "http://testserver/town/parking/",
            "language": "en",
        }
    ]
