"""Results as a file for spreadsheet programs."""

import csv
import datetime
import io
import uuid

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import Agency, User
from catalogue.access import reader_of
from search import export, rates
from search.engines import Engine
from search.request import SearchRequest
from tests.search.entries import closed_place, make_entry

pytestmark = pytest.mark.django_db
ADDRESS = "/search/results.csv"


def lines_of(client: Client, query: str = "", separator: str = ",") -> list[list[str]]:
    """The cells of the file."""
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 200
    text = answer.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def test_file_says_of_each_result_what_the_page_says(client: Client) -> None:
    Agency.objects.create(slug="town", name_en="Town")
    make_entry(
        "Parking permits",
        summary="Ask, pay, park.",
        url="/town/parking/",
        agency="town",
        status="in-use",
        published_at=datetime.datetime(2026, 5, 6, 23, tzinfo=datetime.UTC),
        checked_on=datetime.date(2026, 7, 8),
    )
    make_entry("Something else")
    heading, *lines = lines_of(client, "?q=permits")
    assert heading[:3] == ["Title", "Kind", "Agency"]
    assert lines == [
        [
            *("Parking permits", "Case", "Town", "English", "", "In use"),
            # The day in the time of the hub.
            *("2026-05-07", "2026-07-08"),
            *("http://testserver/town/parking/", "Ask, pay, park."),
        ]
    ]


def test_file_opens_as_utf_8_and_with_the_separator_of_the_language(
    client: Client,
) -> None:
    make_entry("Démarche; à suivre", language="fr")
    assert client.get(ADDRESS).content.startswith(b"\xef\xbb\xbf")
    client.cookies["language"] = "fr"
    assert lines_of(client, "?q=demarche", ";")[1][0] == "Démarche; à suivre"


def test_formulas_are_text(client: Client) -> None:
    make_entry("=HYPERLINK(1)", summary="+1", url="/x/")
    line = lines_of(client)[1]
    assert (line[0], line[-1]) == ("'=HYPERLINK(1)", "'+1")


def test_closed_entries_and_people_are_in_no_file(client: Client) -> None:
    crew = Group.objects.create(name="crew")
    agent = User.objects.create_user("agent", "agent@agency.example", "-")
    agent.groups.add(crew)
    make_entry("Zeppelin", place=closed_place(crew))
    make_entry("Zeppelin pilot", kind="person", place=closed_place(crew))
    assert len(lines_of(client, "?q=zeppelin")) == 1
    client.force_login(agent)
    assert [line[0] for line in lines_of(client, "?q=zeppelin")[1:]] == ["Zeppelin"]
    page = client.get("/search/?kind=person&q=zeppelin").content.decode()
    assert ADDRESS not in page


def test_page_leads_to_the_file_of_the_same_search(client: Client) -> None:
    make_entry("Permit", facets={"theme": ["mobility"]})
    page = client.get("/search/?q=permit&theme=mobility&page=1").content.decode()
    assert f'href="{ADDRESS}?q=permit&amp;theme=mobility"' in page
    assert ADDRESS not in client.get("/search/?q=xylophone").content.decode()


def test_link_says_when_the_file_ends_before_the_results(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MOST_ROWS", 2)
    monkeypatch.setattr("search.page.MOST_ROWS", 2)
    for number in range(3):
        make_entry(f"Permit {number}")
    assert "Download the first 2 as CSV" in client.get("/search/").content.decode()
    assert len(lines_of(client)) == 3


def test_bad_search_gets_sentences_and_no_file(client: Client) -> None:
    answer = client.get(f"{ADDRESS}?page=x")
    assert answer.status_code == 400
    assert "number from 1" in answer.content.decode()


def test_too_many_files_have_to_wait(client: Client) -> None:
    most = rates.FILES[0]
    answers = [client.get(ADDRESS) for _ in range(most.number + 1)]
    assert [answer.status_code for answer in answers] == [200] * most.number + [429]
    assert answers[-1]["Retry-After"] == str(most.seconds)


def test_file_takes_few_queries(
    client: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        make_entry(f"Permit {number}")
    lines_of(client)
    with django_assert_max_num_queries(8):
        lines_of(client, "?q=permit")


def test_many_are_asked_at_once_on_each_engine(engine: Engine) -> None:
    both = uuid.uuid4()
    make_entry("Badge en double", language="fr", translation_key=both)
    make_entry("Badge", translation_key=both)
    for number in range(40):
        make_entry(f"Badge number {number}")
    if engine.name == "elasticsearch":
        from search.indexing.sync import sync

        sync()
    request = SearchRequest(q="badge", size=1000, lean=True)
    answer = engine.search(request, reader_of(None))
    assert (answer.total, len(answer.hits)) == (42, 41)
    assert not answer.hits[0].snippet
