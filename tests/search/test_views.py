"""The search page and its suggestions as readers get them."""

import re
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import SIGNED_IN_AGENTS, Agency, User
from catalogue.models import Importance
from search.presentation import SearchPage
from tests.search.entries import make_entry
from vocabulary.models import Theme

pytestmark = pytest.mark.django_db

# What costs different queries: found, filtered, mistaken, not found, conditions.
ADDRESSES = (
    *(
        "?q=badge",
        "?q=badge&tag=t1",
        "",
        "?q=bagde",
        "?q=bagde&tag=t1",
        "?q=xyz&tag=t1",
    ),
    "?q=%22badge+1%22+-text+agency%3Aa1",
    "?q=%22badge+text%22+theme%3Ax",
)


def page_at(client: Client, address: str) -> SearchPage:
    response = client.get(address)
    assert response.status_code == 200
    page: SearchPage = response.context["page"]
    return page


@pytest.fixture
def agent(client: Client) -> User:
    user = User.objects.create_user("agent", "agent@agency.example", "-")
    user.groups.add(Group.objects.get_or_create(name=SIGNED_IN_AGENTS)[0])
    client.force_login(user)
    return user


def test_results_show_what_matched(client: Client) -> None:
    make_entry("Parking & permits", summary="Ask for a permit online.")
    html = client.get("/search/?q=permit").content.decode()
    assert "Parking &amp; <mark>permits</mark>" in html
    assert "Ask for a <mark>permit</mark> online." in html
    assert html.count("<h1") == 1


def test_lines_say_status_importance_and_language(client: Client) -> None:
    make_entry("Badge in use", status="in-use")
    make_entry("Badge given up", status="abandoned")
    make_entry("Badge to do", kind="guide", importance=Importance.MUST_DO)
    make_entry("Un badge", language="fr")
    html = client.get("/search/?q=the+badge").content.decode()
    lines = re.findall(r'<li class="entry hit.*?</li>', html, re.DOTALL)
    said = {
        label: [
            re.sub("<[^>]*>", "", re.findall("<h3.*?</h3>", one)[0]) for one in hits
        ]
        for label in ("In use", "Abandoned", "Must do", "matched across languages")
        if (hits := [line for line in lines if label in line])
    }
    assert said == {
        "In use": ["Badge in use"],
        "Abandoned": ["Badge given up"],
        "Must do": ["Badge to do"],
        "matched across languages": ["Un badge"],
    }
    assert '<h3 lang="fr"><a href=' in html


def test_tabs_keep_words_and_filters(client: Client) -> None:
    make_entry("Badge", facets={"country": ["be"]})
    make_entry("Badge guide", kind="guide", facets={"country": ["be"]})
    page = page_at(client, "/search/?q=badge&country=be&sort=newest&kind=guide")
    assert [(tab.label, tab.count, tab.current) for tab in page.tabs] == [
        ("All", 2, False),
        ("Cases", 1, False),
        ("Guides", 1, True),
    ]
    assert page.tabs[1].url == "/search/?q=badge&kind=case&country=be&sort=newest"
    assert page.hidden == [("q", "badge"), ("kind", "guide"), ("sort", "newest")]


def test_facets_carry_labels_in_their_language(client: Client) -> None:
    Theme.objects.create(slug="mobility", label_fr="Mobilité")
    Agency.objects.create(slug="stad", name_nl="Stad")
    facets = {"theme": ["mobility"], "agency": ["stad"], "country": ["be"]}
    make_entry("Badge", facets={**facets, "level": ["local"], "lang": ["fr"]})
    page = page_at(client, "/search/?q=badge&theme=mobility")
    shown = {
        facet.name: [(o.label, o.label_language, o.count) for o in facet.options]
        for facet in page.facets
    }
    assert shown["theme"] == [("Mobilité", "fr", 1)]
    assert shown["agency"] == [("Stad", "nl", 1)]
    assert shown["country"] == [("Belgium", "en", 1)]
    assert shown["level"] == [("Local", "en", 1)]
    assert [(chip.facet_label, chip.label) for chip in page.chips] == [
        ("Theme", "Mobilité")
    ]
    assert page.filters_on == 1


def test_any_number_of_values_can_be_chosen(client: Client) -> None:
    for number in range(12):
        make_entry(f"Badge {number}", facets={"tag": [f"t{number:02}"]})
    page = page_at(client, "/search/?q=badge&tag=t00&tag=t11&tag=t05")
    (tags,) = (facet for facet in page.facets if facet.name == "tag")
    assert (page.total, tags.selected) == (3, 3)
    assert {o.value for o in tags.options if o.selected} == {"t00", "t05", "t11"}
    assert len(tags.options) + len(tags.more) == 12
    assert not any(option.selected for option in tags.more)


def test_linked_translations_are_named_even_when_other_words_were_asked(
    client: Client,
) -> None:
    key = uuid.uuid4()
    make_entry("Permits", language="en", translation_key=key, url="/en/")
    make_entry("Vergunningen", language="nl", translation_key=key, url="/nl/")
    (row,) = page_at(client, "/search/?q=permit").rows
    assert [(other.language, other.url) for other in row.also_in] == [("nl", "/nl/")]


def test_pages_lead_to_their_neighbours(client: Client) -> None:
    for number in range(25):
        make_entry(f"Badge {number}")
    page = page_at(client, "/search/?q=badge&page=2")
    assert [(link.number, link.current) for link in page.pages.links] == [
        (1, False),
        (2, True),
        (3, False),
    ]
    assert page.pages.previous_url == "/search/?q=badge"
    assert page.pages.next_url == "/search/?q=badge&page=3"
    assert len(page.rows) == 10


def test_without_results_filters_are_undone_with_their_counts(client: Client) -> None:
    make_entry("Badge one", facets={"country": ["be"], "year": ["2025"]})
    make_entry("Badge two", facets={"country": ["fr"], "year": ["2026"]})
    page = page_at(client, "/search/?q=badge&country=be&year=2026")
    assert [(undo.label, undo.count) for undo in page.suggestions.undo] == [
        ("Remove “Country: Belgium”", 1),
        ("Remove “Year: 2026”", 1),
        ("Remove all filters", 2),
    ]


def test_without_results_the_nearest_searches_are_offered(client: Client) -> None:
    make_entry("Télétravail des agents", language="fr")
    make_entry("Fietslease voor personeel", language="nl")
    page = page_at(client, "/search/?q=personeelsraad")
    assert [(near.text, near.count) for near in page.suggestions.nearest] == [
        ("personeel", 1)
    ]
    page = page_at(client, "/search/?q=teletravaill+personel&exact=1&lang=de")
    assert not page.suggestions.nearest
    page = page_at(client, "/search/?q=télétravail+agents&lang=nl")
    assert {near.text for near in page.suggestions.nearest} == {"télétravail", "agents"}


def test_htmx_gets_only_what_changes(client: Client) -> None:
    make_entry("Badge")
    whole = client.get("/search/?q=badge")
    part = client.get("/search/?q=badge", headers={"HX-Request": "true"})
    assert "HX-Request" in whole.headers["Vary"]
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert "data-hx-swap-oob" in part.content.decode()
    assert len(part.content) < len(whole.content)


def test_going_back_gets_the_whole_page(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get("/search/?q=a", headers=headers).content.decode()


def test_suggestions_lead_to_their_pages(client: Client) -> None:
    make_entry("Parking <permits>", url="/parking/")
    typing = {"HX-Request": "true"}
    html = client.get("/search/suggest/?q=perm", headers=typing).content.decode()
    assert 'href="/parking/"' in html
    assert "&lt;<mark>permits</mark>&gt;" in html
    nothing = client.get("/search/suggest/?q=", headers=typing).content.decode()
    assert not re.search(r"<a ", nothing)


def test_suggestions_are_a_page_without_javascript(client: Client) -> None:
    make_entry("Parking <permits>", url="/parking/")
    results = client.get("/search/?q=perm").content.decode()
    (link,) = re.findall(r'<noscript><p[^>]*><a href="([^"]+)"', results)
    html = client.get(link).content.decode()
    assert "<html" in html
    assert 'href="/parking/"' in html
    assert "&lt;<mark>permits</mark>&gt;" in html
    assert "No title has words" in client.get("/search/suggest/?q=xyz").content.decode()


@pytest.mark.parametrize("many", [1, 10])
def test_search_pages_keep_their_number_of_queries(
    client: Client, django_assert_max_num_queries: Any, many: int
) -> None:
    _fill(30 * many)
    client.get("/search/?q=badge")
    for address in (*ADDRESSES, "?q=badge+author%3Ay"):
        with django_assert_max_num_queries(8):
            client.get(f"/search/{address}")
    with django_assert_max_num_queries(4):
        client.get("/search/suggest/?q=bagd")


@pytest.mark.parametrize("many", [1, 10])
def test_search_pages_of_agents_keep_their_number_of_queries(
    client: Client, agent: User, django_assert_max_num_queries: Any, many: int
) -> None:
    _fill(30 * many)
    client.get("/search/?q=badge")
    for address in (*ADDRESSES, "?q=badge+author%3Ay"):
        with django_assert_max_num_queries(12):
            client.get(f"/search/{address}")


def _fill(number: int) -> None:
    for n in range(number):
        facets = {"tag": [f"t{n % 7}"], "agency": [f"a{n % 5}"]}
        make_entry(f"Badge {n}", summary=f"Text {n}", facets=facets)
