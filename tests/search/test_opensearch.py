"""The search in the address bar of a browser."""

from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from pytest_django import Settings

from search import rates
from tests.search.entries import closed_place, make_entry

pytestmark = pytest.mark.django_db
DESCRIPTION, SUGGEST = "/opensearch.xml", "/search/suggest/opensearch/"
SPACE = "{http://a9.com/-/spec/opensearch/1.1/}"


def described(client: Client) -> ElementTree.Element:
    """The description as a tree."""
    answer = client.get(DESCRIPTION)
    assert answer["Content-Type"] == "application/opensearchdescription+xml"
    return ElementTree.fromstring(answer.content)


def test_description_keeps_the_rules_of_opensearch(client: Client) -> None:
    tree = described(client)
    assert tree.tag == f"{SPACE}OpenSearchDescription"
    texts = {child.tag.removeprefix(SPACE): child.text for child in tree}
    assert texts["ShortName"] == "Practice Hub"
    assert len(texts["LongName"] or "") <= 48
    assert texts["Description"]
    addresses = {
        url.get("type"): url.get("template") for url in tree.iter(f"{SPACE}Url")
    }
    assert addresses["text/html"].endswith("/search/?q={searchTerms}")
    assert addresses["application/x-suggestions+json"].endswith(
        f"{SUGGEST}?q={{searchTerms}}"
    )


def test_name_and_language_are_those_of_hub_and_reader(
    client: Client, settings: Settings
) -> None:
    settings.WAGTAIL_SITE_NAME = "Observatory of & for public practice in the North"
    client.cookies["language"] = "de"
    texts = {child.tag.removeprefix(SPACE): child.text for child in described(client)}
    assert texts["ShortName"] == "Observatory of &"
    assert len(texts["LongName"] or "") <= 48
    assert texts["Language"] == "de"


def test_pages_name_the_description_to_who_may_search(
    client: Client, settings: Settings
) -> None:
    link = 'type="application/opensearchdescription+xml"'
    assert link in client.get("/search/").content.decode()
    settings.HUB_ACCESS = "signed-in"
    assert link not in client.get("/account/login/").content.decode()
    assert client.get(DESCRIPTION).status_code == 200


def test_suggestions_have_the_form_that_browsers_read(client: Client) -> None:
    make_entry("Parking permits", url="/town/parking/")
    crew = Group.objects.create(name="crew")
    make_entry("Parking zeppelins", place=closed_place(crew))
    answer = client.get(f"{SUGGEST}?q=park")
    assert answer["Content-Type"] == "application/x-suggestions+json"
    asked, titles, kinds, urls = answer.json()
    assert (asked, titles, kinds) == ("park", ["Parking permits"], ["Case"])
    assert urls[0].endswith("/town/parking/")


@pytest.mark.parametrize("query", ["", "?q=", "?q=%00", "?q=" + "x" * 5000, "?x=1"])
def test_nothing_that_is_typed_breaks_suggestions(client: Client, query: str) -> None:
    answer = client.get(SUGGEST + query)
    assert answer.status_code == 200
    assert answer.json()[1:] == [[], [], []]


def test_suggestions_have_a_limit(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rates, "SUGGESTIONS", (rates.Rate(1, 5),))
    assert client.get(f"{SUGGEST}?q=a").status_code == 200
    answer = client.get(f"{SUGGEST}?q=a")
    assert (answer.status_code, answer["Retry-After"]) == (429, "5")
