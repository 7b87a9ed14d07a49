"""Completing a condition while it is typed."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import SIGNED_IN_AGENTS, Agency, User
from tests.search.entries import closed_place, make_entry
from vocabulary.models import Theme

pytestmark = pytest.mark.django_db

TYPING = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _agencies() -> None:
    Agency.objects.create(slug="town-hall", acronym="TH", name_en="Town Hall")
    Agency.objects.create(slug="tax-office", name_fr="Office des impôts")
    Theme.objects.create(slug="space", label_en="Public space")
    make_entry("Parking", agency="town-hall")


def labels(client: Client, q: str) -> list[tuple[str, str]] | None:
    response = client.get("/search/suggest/", {"q": q}, headers=TYPING)
    found = response.context["completions"]
    return found and [(value.label, value.url) for value in found.values]


@pytest.mark.parametrize("typed", ["agency:to", "agency:TH", 'agency:"town h'])
def test_agencies_are_completed_to_a_filter(client: Client, typed: str) -> None:
    assert labels(client, f"tax letters {typed}") == [
        ("Town Hall", "/search/?q=tax+letters&agency=town-hall")
    ]


def test_only_agencies_with_something_to_read_are_named(client: Client) -> None:
    assert labels(client, "agency:") == [("Town Hall", "/search/?agency=town-hall")]
    crew = Group.objects.create(name="crew")
    make_entry("Letters", agency="tax-office", place=closed_place(crew))
    assert labels(client, "agency:off") == []


def test_themes_languages_and_kinds_are_completed(client: Client) -> None:
    assert labels(client, "theme:pub") == [("Public space", "/search/?theme=space")]
    assert labels(client, "x lang:fr") == [("Français", "/search/?q=x&lang=fr")]
    assert labels(client, "kind:gui") == [("Guides", "/search/?kind=guide")]
    assert labels(client, "kind:peo") == []


def test_people_are_completed_for_agents_only(client: Client) -> None:
    make_entry("Anne Dubois", kind="person", key="accounts.user:4711")
    assert labels(client, "author:dub") == []
    agent = User.objects.create_user("agent", "agent@agency.example", "-")
    agent.groups.add(Group.objects.get_or_create(name=SIGNED_IN_AGENTS)[0])
    client.force_login(agent)
    assert labels(client, "tax author:dub") == [
        ("Anne Dubois", "/search/?q=tax+author%3A%22Anne+Dubois%22")
    ]


def test_other_texts_are_completed_to_titles(client: Client) -> None:
    for q in ("park", "title:park", "agency:th parking", "kind"):
        assert labels(client, q) is None
    page = client.get("/search/suggest/", {"q": "agency:t"})
    assert "Town Hall" in page.content.decode()


def test_completing_costs_two_queries(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    labels(client, "agency:t")
    for q in ("agency:t", "theme:p", "lang:", "kind:c", "author:x"):
        with django_assert_max_num_queries(2):
            labels(client, q)


def test_conditions_are_chips_that_can_be_taken_off(client: Client) -> None:
    q = '"parking permit" -badge author:dubois agency:th kind:case letters'
    page = client.get("/search/", {"q": q}).context["page"]
    assert page.request.q == '"parking permit" -badge author:dubois letters'
    assert page.request.kinds == ("case",)
    chips = {(chip.facet_label, chip.label): chip.url for chip in page.chips}
    rest = "&kind=case&agency=town-hall"
    assert chips == {
        ("In these words", "parking permit"): (
            f"/search/?q=parking+permit+-badge+author%3Adubois+letters{rest}"
        ),
        ("Without", "badge"): (
            f"/search/?q=%22parking+permit%22+author%3Adubois+letters{rest}"
        ),
        ("Author", "dubois"): f"/search/?q=%22parking+permit%22+-badge+letters{rest}",
        ("Agency", "Town Hall"): (
            "/search/?q=%22parking+permit%22+-badge+author%3Adubois+letters&kind=case"
        ),
    }
    assert page.clear_url == "/search/?q=parking+permit+letters&kind=case"


def test_conditions_that_leave_nothing_can_be_given_up(client: Client) -> None:
    make_entry("Parking permits")
    page = client.get("/search/", {"q": '"permits parking"'}).context["page"]
    assert [(undo.label, undo.url, undo.count) for undo in page.suggestions.undo] == [
        ("Search for the words without conditions", "/search/?q=permits+parking", 2)
    ]


def test_chips_stay_where_nothing_is_found(client: Client) -> None:
    html = client.get("/search/", {"q": '"permits parking" -x'}).content.decode()
    assert "Nothing matches" in html
    assert html.count("Remove filter") == 2
