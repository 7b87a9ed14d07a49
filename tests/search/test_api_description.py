"""The API explained, for people and for programs, and how often it may be asked."""

import re
import time

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from accounts.models import User
from search import rates
from search.api_description import EXAMPLE_ANSWERS, description
from search.api_schemas import Completion, SearchAnswer
from search.request import FACETS, MAX_QUERY, Sort

pytestmark = pytest.mark.django_db
DOCS, OPENAPI = "/api/v1/docs", "/api/v1/openapi.json"


def test_description_names_every_parameter_with_its_limits(client: Client) -> None:
    described = client.get(OPENAPI).json()
    assert list(described["paths"]) == ["/api/v1/search", "/api/v1/suggest"]
    search = described["paths"]["/api/v1/search"]["get"]
    asked = {one["name"]: one["schema"] for one in search["parameters"]}
    assert set(asked) == {"q", "kind", *FACETS, "sort", "page", "exact"}
    assert asked["q"]["maxLength"] == MAX_QUERY
    assert asked["sort"]["enum"] == list(Sort)
    assert set(search["responses"]) == {"200", "400", "401", "429"}
    assert "Retry-After" in search["responses"]["429"]["headers"]


def test_everything_in_the_description_is_explained() -> None:
    described = description()
    for part in described["components"]["schemas"].values():
        for field, schema in part["properties"].items():
            assert schema["description"], field
    for methods in described["paths"].values():
        for one in methods["get"]["parameters"]:
            assert one["description"], one["name"]


def test_limits_are_those_of_the_search(client: Client) -> None:
    search = description()["paths"]["/api/v1/search"]["get"]
    limits = {one["name"]: one["schema"] for one in search["parameters"]}
    most = limits["theme"]["items"]["maxLength"]
    at_limit = {"q": "x" * limits["q"]["maxLength"], "theme": "x" * most}
    assert client.get("/api/v1/search", at_limit).status_code == 200
    for name, value in at_limit.items():
        assert client.get("/api/v1/search", {name: f"{value}x"}).status_code == 400
    full = {"tag": list(map(str, range(limits["tag"]["maxItems"])))}
    assert client.get("/api/v1/search", full).status_code == 200
    assert client.get("/api/v1/search", {**full, "kind": "case"}).status_code == 400


def test_examples_are_answers() -> None:
    SearchAnswer.model_validate(EXAMPLE_ANSWERS["search"])
    Completion.model_validate(EXAMPLE_ANSWERS["suggest"][0])


def test_description_speaks_the_language_of_the_reader(client: Client) -> None:
    client.cookies["language"] = "nl"
    parameters = client.get(OPENAPI).json()["paths"]["/api/v1/search"]["get"]
    with translation.override("nl"):
        theme = translation.gettext("Theme")
    meanings = {one["name"]: one["description"] for one in parameters["parameters"]}
    assert theme in meanings["theme"]


def test_page_shows_what_the_description_says(client: Client) -> None:
    page = client.get(DOCS).content.decode()
    for words in ("/api/v1/search", "maxlength=", "429", "SearchAnswer", OPENAPI):
        assert words in page
    # What can be tried gives an answer, also with empty fields.
    form = re.search(r'<form [^>]*action="/api/v1/search">(.*?)</form>', page, re.S)
    assert form is not None
    names = re.findall(r' name="(\w+)"', form[1])
    tried = client.get("/api/v1/search", dict.fromkeys(names, ""))
    assert (tried.status_code, len(names)) == (200, len(FACETS) + 5)


def test_page_loads_no_script_but_those_of_the_hub(client: Client) -> None:
    page = client.get(DOCS).content.decode()
    sources = re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="([^"]*)"', page)
    assert sources
    assert [one for one in sources if not one.startswith("/")] == []
    assert re.findall(r"<script(?![^>]* src=)", page) == []


def test_stranger_is_led_to_the_door_of_a_closed_hub(
    client: Client, settings: Settings
) -> None:
    settings.HUB_ACCESS = "signed-in"
    assert client.get(DOCS)["Location"].startswith("/account/login/")


@pytest.mark.parametrize("name", ["search", "suggest"])
def test_addresses_answer_to_reading_alone(client: Client, name: str) -> None:
    address = f"/api/v1/{name}"
    assert client.head(address).status_code == 200
    for method in (client.post, client.put, client.delete, client.options):
        answer = method(address)
        assert answer.status_code == 405
        assert set(answer["Allow"].split(", ")) == {"GET", "HEAD"}


def test_other_sites_are_not_told_that_they_may_read(client: Client) -> None:
    answer = client.get("/api/v1/search", headers={"origin": "https://other.example"})
    assert not [name for name in answer.headers if name.startswith("Access-Control")]


def test_who_asks_too_often_has_to_wait(client: Client) -> None:
    burst = rates.API[0]
    for _again in range(burst.number):
        assert client.get("/api/v1/suggest?q=x").status_code == 200
    answer = client.get("/api/v1/search")
    assert answer.status_code == 429
    assert answer["Retry-After"] == str(burst.seconds)
    assert answer.json() == {
        "detail": ["Too many requests in a short time: wait 5 seconds."]
    }
    # People who search on pages, and everybody who is signed in, are counted apart.
    assert client.get("/search/?q=x").status_code == 200
    client.force_login(User.objects.create_user("agent", "agent@agency.example", "-"))
    assert client.get("/api/v1/search").status_code == 200


def test_who_has_no_address_is_counted_as_well(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(rates, "API", (rates.Rate(1, 5),))
    asked = [client.get("/api/v1/search", REMOTE_ADDR="") for _twice in range(2)]
    assert [answer.status_code for answer in asked] == [200, 429]
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for told, status in (("no address é", 429), ("203.0.113.5", 200)):
        headers = {"x-forwarded-for": told}
        answer = client.get("/api/v1/search", headers=headers)
        assert answer.status_code == status


def test_waiting_ends(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "API", (rates.Rate(1, 1),))
    assert client.get("/api/v1/search").status_code == 200
    assert client.get("/api/v1/search").status_code == 429
    moment = time.time() + 2
    monkeypatch.setattr("django.core.cache.backends.locmem.time.time", lambda: moment)
    assert client.get("/api/v1/search").status_code == 200
