"""What was probably meant: shown, offered, and never told of closed pages."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from pytest_django import Settings
from wagtail.models import PageViewRestriction

from accounts.models import User
from catalogue import access
from catalogue.access import Reader, reader_of
from catalogue.models import Entry
from search import services
from search.engines import Engine
from search.request import SearchRequest
from search.services import Found
from tests.search.engines import in_step
from tests.search.entries import closed_place, make_entry

pytestmark = pytest.mark.django_db

Find = Callable[..., Found]


@pytest.fixture
def find(engine: Engine) -> Find:
    def ask(q: str, reader: Reader | None = None, **fields: object) -> Found:
        in_step(engine)
        found = services.find(SearchRequest(q=q, **fields), reader or reader_of(None))
        assert found.engine == engine.name
        return found

    return ask


@pytest.fixture
def insider() -> User:
    user = User.objects.create_user("insider", "insider@agency.example", "-")
    user.groups.add(Group.objects.create(name="crew"))
    return user


def ids(found: Found) -> list[int]:
    return [one.entry.pk for one in found.hits]


@pytest.mark.parametrize(
    ("q", "meant"),
    [
        ("accesibility", "accessibility"),
        ("acccessibility letters", "accessibility letters"),
        ("Accessibiltiy", "accessibility"),
        ('"accesibility of letters" -badge', '"accessibility of letters" -badge'),
        ("teletravial", "télétravail"),
        ("TÉLÉTRAVAI", "télétravail"),
    ],
)
def test_results_are_those_of_what_was_meant(find: Find, q: str, meant: str) -> None:
    wanted = {
        make_entry("Accessibility of letters").pk,
        make_entry("Le télétravail des agents", language="fr").pk,
    }
    found = find(q)
    assert (found.request.q, found.instead_of) == (meant, q)
    assert set(ids(found)) <= wanted
    assert found.total == 1
    assert "<mark>" in found.hits[0].hit.title
    as_written = find(q, exact=True)
    assert (as_written.request.q, as_written.instead_of) == (q, "")
    assert as_written.total == (1 if "letters" in q.split() else 0)


def test_accents_are_no_mistake(find: Find) -> None:
    entry = make_entry("Le télétravail", language="fr")
    found = find("teletravail")
    assert (ids(found), found.instead_of) == ([entry.pk], "")


def test_what_a_few_entries_have_stays_and_more_is_offered(find: Find) -> None:
    for number in range(4):
        make_entry(f"Zebra {number}")
    rare = make_entry("Something else", body="Nobody has a zebbra here.")
    found = find("zebbra")
    assert rare.pk in ids(found)
    assert found.instead_of == ""
    assert found.offered is not None
    assert found.offered.q == "zebra"
    assert find("zebra").offered is None


def test_a_word_that_other_pages_have_was_meant_as_written(find: Find) -> None:
    make_entry("Badges", facets={"country": ["be"]})
    make_entry("Other", body="It says bagde.", facets={"country": ["fr"]})
    found = find("bagde", facets={"country": ("be",)})
    assert found.instead_of == ""


def test_filters_hold_for_what_was_meant(find: Find) -> None:
    make_entry("Accessibility", facets={"country": ["be"]})
    french = make_entry("Accessibility again", facets={"country": ["fr"]})
    found = find("accesibility", facets={"country": ("fr",)})
    assert ids(found) == [french.pk]
    assert found.facets["country"] == {"be": 1, "fr": 1}


def test_words_of_closed_pages_are_never_offered(find: Find, insider: User) -> None:
    place = closed_place(Group.objects.get(name="crew"))
    hidden = make_entry("Zeppelin hangar", place=place)
    make_entry("Parking permits")
    for q in ("zepelin", "parking zepelin", "zepelin hangr"):
        outside = find(q)
        assert "zeppelin" not in outside.request.q
        assert outside.offered is None
        assert not any("zeppelin" in tried.request.q for tried in outside.nearest)
    # Who may read the page finds it, but is not told a word of it either.
    inside = find("zepelin", reader_of(insider))
    assert ids(inside) == [hidden.pk]
    assert (inside.instead_of, inside.offered) == ("", None)


def test_words_are_forgotten_when_their_page_is_closed(
    find: Find, insider: User
) -> None:
    entry = make_entry("Zeppelin hangar")
    make_entry("Parking permits")
    assert find("zepelin").request.q == "zeppelin"
    make_entry("Letters", place=closed_place(Group.objects.get(name="crew")))
    wall = PageViewRestriction.objects.create(
        page=entry.place.page, restriction_type=PageViewRestriction.GROUPS
    )
    wall.groups.add(Group.objects.get(name="crew"))
    access.forget()
    # Nothing is sent to the index in between.
    for reader in (reader_of(None), reader_of(insider)):
        found = services.find(SearchRequest(q="zepelin"), reader)
        assert (found.request.q, found.instead_of) == ("zepelin", "")
        assert found.offered is None
    assert Entry.objects.get(pk=entry.pk).version == entry.version


def test_a_hub_that_is_closed_to_strangers_tells_them_no_word(
    find: Find, settings: Settings
) -> None:
    make_entry("Zeppelin hangar")
    settings.HUB_ACCESS = "signed-in"
    found = find("zepelin", reader_of(None))
    assert (found.total, found.instead_of, found.offered) == (0, "", None)


def test_page_and_api_say_what_was_meant(client: Client) -> None:
    make_entry("Accessibility & letters")
    html = client.get("/search/?q=accesibility+%3Cb%3E").content.decode()
    assert "Results for" in html
    page = client.get("/search/?q=accesibility&kind=case").context["page"]
    assert page.request.q == "accessibility"
    assert page.meant.written_url == "/search/?q=accesibility&kind=case&exact=1"
    assert page.meant.url == "/search/?q=accessibility&kind=case"
    as_written = client.get(page.meant.written_url)
    assert as_written.context["page"].meant is None
    assert "Results for" not in as_written.content.decode()
    answer = client.get("/api/v1/search?q=accesibility").json()
    assert (answer["query"], answer["did_you_mean"]) == (
        "accesibility",
        "accessibility",
    )
    assert answer["total"] == 1
