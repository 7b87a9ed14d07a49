"""Two worlds that differ by one person answer strangers byte for byte the same.

Agents are named on no page, list, feed, count or suggestion that a stranger gets: one
person more, a new name, or another owner of a page changes nothing there.
"""

import pytest
from django.test import Client

from accounts.models import Agency, AskMeAbout, Profile, User
from accounts.services import create_user
from practices.models import AgencySectionPage, CasePage
from tests import test_twin_world
from tests.test_twin_world import (
    ADDRESSES,
    Settle,
    both_engines,
    everything,
    section,
    settle,
)
from vocabulary.models import Tag

__all__ = ["section", "settle"]

PEOPLE = [
    "/search/?q=Zwaantje",
    "/search/?q=Zwaantjes",
    "/search/?q=Zwaantje+parking",
    "/search/?q=parking+permits",
    "/search/?kind=person",
    "/search/?q=parking&kind=person",
    "/search/?tag=airship",
    "/search/?agency=town-hall",
    "/search/suggest/?q=zwaa",
    "/api/v1/search?q=Zwaantje",
    "/api/v1/search?kind=person",
    "/api/v1/search?owner=1",
    "/api/v1/search?tag=airship",
    "/api/v1/suggest?q=zwaa",
    "/people/",
    "/people/1/",
    "/people/1/photo/",
    "/people/me/",
    "/town-hall/case-1/",
    "/account/login/",
]


def add_person() -> User:
    user = create_user(
        "zwaantje@town-hall.example",
        first_name="Zwaantje",
        last_name="Parking",
        agency=Agency.objects.get(),
        job_title="Head of parking",
    )
    Profile.objects.create(
        user=user, town="Parking", shows_town=True, shows_expertise=True
    )
    user.expertise.set(Tag.objects.all())
    AskMeAbout.objects.create(user=user, topic="Parking permits")
    return user


def own_everything() -> User:
    user = add_person()
    for case in CasePage.objects.all():
        case.page_owner = user
        case.save()
    return user


def rename(user: User) -> None:
    user.first_name, user.last_name = "Parking", "Permits"
    user.save()


def answers(client: Client) -> dict[str, tuple[int, bytes]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(test_twin_world, "ADDRESSES", [*ADDRESSES, *PEOPLE])
        return everything(client)


@both_engines
@pytest.mark.parametrize("reader", ["stranger", "guest"])
def test_one_person_more_changes_nothing_for_a_stranger(
    section: AgencySectionPage, settle: Settle, client: Client, reader: str
) -> None:
    if reader == "guest":
        guest = create_user("guest@town-hall.example", is_guest=True)
        client.force_login(guest, backend="django.contrib.auth.backends.ModelBackend")
    settle()
    before = answers(client)
    add_person()
    settle()
    after = answers(client)
    assert {address for address in before if before[address] != after[address]} == set()


@both_engines
def test_another_name_of_an_owner_changes_nothing_for_a_stranger(
    section: AgencySectionPage, settle: Settle, client: Client
) -> None:
    user = own_everything()
    settle()
    before = answers(client)
    rename(user)
    settle()
    after = answers(client)
    assert {address for address in before if before[address] != after[address]} == set()
    assert not [a for a in before if b"Zwaantje" in before[a][1] and "Zwaa" not in a]


@both_engines
def test_agents_find_people_by_name_accents_and_typos_forgiven(
    section: AgencySectionPage, settle: Settle, client: Client
) -> None:
    create_user(
        "solene@town-hall.example",
        first_name="Solène",
        last_name="Arvieux",
        agency=section.agency,
    )
    agent = own_everything()
    settle()
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    for words in ("Solène", "solene", "arvieux", "arvieuz", "Solene+Arvieux"):
        page = client.get(f"/search/?q={words}").content.decode()
        assert "/people/" in page.partition('id="results"')[2], words
        assert "Arvieux" in page.replace("<mark>", "").replace("</mark>", ""), words
    assert b"Arvieux" in client.get("/api/v1/suggest?q=arvi").content
    page = client.get("/search/?q=parking").content.decode()
    assert ">People <span>1</span>" in page
    page = client.get("/town-hall/case-1/").content.decode()
    assert ">Zwaantje Parking</a>" in page
    assert "Head of parking" in page
