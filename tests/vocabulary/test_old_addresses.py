"""Addresses with the name of a merged tag go on working."""

import pytest
from django.test import Client

from accounts.models import SIGNED_IN_AGENTS, Agency, User
from accounts.services import create_user
from catalogue import drain
from practices.models import AgencySectionPage, CasePage
from vocabulary.models import Tag, TagMerge
from vocabulary.services import merge, undo


@pytest.fixture
def missives(db: None) -> Tag:
    """An accepted tag that means letters."""
    return Tag.objects.create(name="missives", state=Tag.State.ACCEPTED)


@pytest.fixture
def tagged(missives: Tag) -> CasePage:
    """A case that carries it."""
    agency = Agency.objects.create(slug="corvanne", name_fr="Ville de Corvanne")
    made = CasePage(title="Plain letters", summary="s", agency=agency)
    made.tags.set([missives])
    AgencySectionPage.objects.get(agency=agency).add_child(instance=made)
    return made


def found(client: Client, address: str) -> int:
    drain.run_all()
    return int(client.get(address).json()["total"])


def test_the_search_leads_to_the_tag_of_today_and_keeps_the_rest(
    client: Client, tagged: CasePage, letters: Tag, missives: Tag
) -> None:
    merge(missives, letters)
    drain.run_all()
    answer = client.get("/search/?q=plain&tag=missives&tag=letters&tag=other&page=1")
    assert answer.status_code == 302
    assert answer["Location"] == "/search/?q=plain&tag=letters&tag=other&page=1"
    page = client.get(answer["Location"]).context["page"]
    assert [row.line.title for row in page.rows] == ["Plain letters"]


def test_other_addresses_are_left_alone(
    client: Client, letters: Tag, missives: Tag
) -> None:
    merge(missives, letters)
    for query in ("?tag=letters", "?tag=nothing", "?q=missives", "?tag="):
        assert client.get(f"/search/{query}").status_code == 200
    assert client.get("/search/?tag=missives&page=x").status_code == 400


def test_programs_may_ask_with_the_old_name(
    client: Client, tagged: CasePage, letters: Tag, missives: Tag
) -> None:
    merge(missives, letters)
    drain.run_all()
    answer = client.get("/api/v1/search?tag=missives").json()
    assert answer["total"] == 1
    (value,) = answer["facets"]["tag"]
    assert (value["value"], value["selected"]) == ("letters", True)


def test_after_undoing_the_old_address_is_right_again(
    client: Client, tagged: CasePage, letters: Tag, missives: Tag
) -> None:
    merge(missives, letters)
    undo(TagMerge.objects.get())
    assert client.get("/search/?tag=missives").status_code == 200
    assert found(client, "/api/v1/search?tag=missives") == 1
    assert found(client, "/api/v1/search?tag=letters") == 0


def test_the_directory_of_people_follows_too(
    client: Client, letters: Tag, missives: Tag
) -> None:
    agent: User = create_user("agent@hub.example")
    assert agent.groups.filter(name=SIGNED_IN_AGENTS).exists()
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    merge(missives, letters)
    answer = client.get("/people/?q=a&tag=missives")
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/people/?q=a&tag=letters",
    )
