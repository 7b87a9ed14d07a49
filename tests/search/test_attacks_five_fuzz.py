"""Odd parameters at every address of what is asked, kept and curated: never a fault."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import Agency, User
from search.curating.services import add_synonyms, pin
from search.models import Step
from tests.search.entries import make_entry
from tests.search.reported import manager, missed, question, signed_in
from vocabulary import services as vocabulary
from vocabulary.models import Tag

pytestmark = pytest.mark.django_db
MENU = ("admin/search/", "admin/merged", "admin/twin", "admin/reports/")
OURS = ("saved/", "search/", "related/", "api/v1/", "opensearch")
NAMES = (
    *("q", "p", "page", "ordering", "order", "state", "likeness", "kind", "export"),
    *("period", "agency", "language", "text", "missing", "removed", "print", "entry"),
    *("theme", "tag", "sort", "lang", "reused", "action", "direction", "active"),
)
FIELDS = (
    *("words", "also", "queries", "first", "left_out", "phrase", "note", "key"),
    *("title", "section", "owner", "brief", "reason", "lines", "name", "list"),
    *("new_list", "query", "wish", "token", "place", "until", "merge", "keep"),
)
TYPED = ("\x00", "9" * 40, "x" * 4000, "'\"<b>% \u202e🚲", "agency:x author:y -z")
VALUES = (*TYPED, "-1", "csv", "xlsx")


@pytest.fixture
def knower() -> User:
    agency = Agency.objects.create(slug="wilgendam", name_en="Wilgendam", country="be")
    user = manager(agency)
    entry = make_entry("Bike leasing")
    add_synonyms(["bike", "bicycle"], by=user)
    pin("bike", entry.key, by=user)
    asked = question("bike leasing", (1, {"searches": 6, "without_result": 6}))
    Step.objects.create(question=asked, kind=Step.Kind.IGNORE, number=6, by=user)
    missed(user, "bike leasing")
    one, other = (Tag.objects.create(name=name) for name in ("bikes", "bike"))
    Tag.objects.create(name="Bike!")
    vocabulary.merge(one, other, by=user)
    return user


def addresses(*beginnings: str) -> list[str]:
    """The addresses that begin so, with the number of what there is."""
    found: list[str] = []

    def walk(patterns: Any, before: str) -> None:
        for each in patterns:
            here = before + str(each.pattern)
            if hasattr(each, "url_patterns"):
                walk(each.url_patterns, here)
            elif here.startswith(beginnings):
                found.append("/" + re.sub(r"<[^>]+>", "1", here).strip("^$"))

    walk(get_resolver().url_patterns, "")
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("value", VALUES)
def test_odd_parameters_are_never_a_fault(knower: User, value: str) -> None:
    client, everything = signed_in(knower), dict.fromkeys(NAMES, value)
    assert reverse("twin_tags:index") in addresses(*MENU)
    for address in addresses(*MENU, *OURS):
        answer = client.get(address, everything)
        assert answer.status_code < 500, address
        for part in getattr(answer, "streaming_content", ()):
            assert isinstance(part, bytes)


@pytest.mark.parametrize("value", TYPED)
def test_odd_forms_are_never_a_fault(knower: User, value: str) -> None:
    client = signed_in(knower)
    typed = dict.fromkeys((*NAMES, *FIELDS, "preview_queries", "preview_reader"), value)
    for address in addresses(*MENU, *OURS):
        for more in ({}, {"preview": "1", "look": "1"}):
            answer = client.post(address, {**typed, **more})
            assert answer.status_code < 500, (address, more)


@pytest.mark.parametrize("number", ["0", "9" * 40])
def test_numbers_of_nothing_are_not_found(knower: User, number: str) -> None:
    for client in (signed_in(knower), Client()):
        for address in addresses(*MENU, *OURS):
            if "1" not in address.removeprefix("/api/v1"):
                continue
            other = re.sub(r"/1(?=/)", f"/{number}", address)
            assert client.get(other).status_code < 500, other
            assert client.post(other).status_code < 500, other
