"""Feeds: any search as strangers read it, saved ones with the rights of their owner."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from accounts.services import suspend
from search.kept import services
from search.models import SavedSearch
from tests.search.entries import closed_place, make_entry

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def agent() -> User:
    return User.objects.create_user("agent", "agent@agency.example", "-")


def feed_of(agent: User, query: str = "q=badge") -> str:
    """The secret address of the feed of a search."""
    search = SavedSearch.objects.create(user=agent, name="Mine", query=query)
    return f"/saved/feed/{services.make_feed(search)}/"


def titles(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    tree = ElementTree.fromstring(answer.content)
    return [entry.findtext(f"{ATOM}title") or "" for entry in tree.iter(f"{ATOM}entry")]


def test_feed_has_what_strangers_find_newest_first(client: Client, agent: User) -> None:
    crew = Group.objects.create(name="crew")
    agent.groups.add(crew)
    for day, title in enumerate(("Badge old", "Badge new", "Badge & <gate>"), 1):
        moment = datetime(2026, 5, day, tzinfo=UTC)
        make_entry(title, published_at=moment, facets={"country": ["be"]})
    make_entry("Badge of the crew", place=closed_place(crew))
    make_entry("Badge abroad", facets={"country": ["fr"]})
    make_entry("Ines Badge", kind="person", facets={"country": ["be"]})
    address = "/search/feed/?q=badge&country=be&sort=best"
    expected = ["Badge & <gate>", "Badge new", "Badge old"]
    assert titles(client, address) == expected
    client.force_login(agent)
    assert titles(client, address) == expected
    assert "Badge of the crew" not in titles(client, "/search/feed/?q=badge")


def test_feed_is_valid_atom(client: Client) -> None:
    make_entry("Badge\x0b", key="page:9", url="/badge/", language="fr", summary="a<b")
    make_entry("Undated badge", published_at=None)
    answer = client.get("/search/feed/?q=badge&page=1")
    assert answer["Content-Type"].startswith("application/atom+xml")
    tree = ElementTree.fromstring(answer.content)
    links = {link.get("rel"): link.get("href") for link in tree.findall(f"{ATOM}link")}
    assert links["alternate"].endswith("/search/?q=badge")
    assert links["self"].endswith("/search/feed/?q=badge")
    assert (tree.findtext(f"{ATOM}id") or "").startswith("tag:")
    assert tree.find(f"{ATOM}updated") is not None
    entries = tree.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for entry in entries:
        assert entry.findtext(f"{ATOM}updated")
        assert entry.find(f"{ATOM}author") is not None
        assert (entry.findtext(f"{ATOM}id") or "").startswith("tag:")
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in entries]
    (french,) = (e for e, name in zip(entries, ids, strict=True) if name.endswith(":9"))
    assert french.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert french.findtext(f"{ATOM}summary") == "a&lt;b"


def test_page_of_results_leads_to_its_feed(client: Client, settings: Settings) -> None:
    make_entry("Badge")
    html = client.get("/search/?q=badge&page=1&sort=newest").content.decode()
    assert html.count('href="/search/feed/?q=badge"') == 2
    settings.HUB_ACCESS = "signed-in"
    client.force_login(User.objects.create_user("a", "a@x.example"))
    assert "/search/feed/" not in client.get("/search/?q=badge").content.decode()


@pytest.mark.parametrize("private", [False, True])
def test_nothing_is_sent_twice(client: Client, agent: User, private: bool) -> None:
    make_entry("Badge")
    address = feed_of(agent) if private else "/search/feed/?q=badge"
    first = client.get(address)
    assert "no-cache" in first["Cache-Control"]
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_entry("Badge two")
    later = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert later.status_code == 200


def test_empty_feed_does_not_change(client: Client) -> None:
    first, second = (client.get("/search/feed/?q=xyz") for _ in range(2))
    assert first["ETag"] == second["ETag"]
    assert titles(client, "/search/feed/?q=xyz") == []
    assert titles(client, "/search/feed/?kind=person") == []


@pytest.mark.parametrize(
    "query", ["q=" + "x" * 401, "page=x", "sort=y", "page=99999999999999999999x"]
)
def test_bad_parameters_are_told_in_sentences(client: Client, query: str) -> None:
    answer = client.get(f"/search/feed/?{query}")
    assert answer.status_code == 400
    assert answer.content.decode().strip().endswith(".")


def test_feeds_answer_any_text(client: Client) -> None:
    make_entry("Badge")
    for query in ("q=%00badge", "q=%FF", "theme=%00", "page=999999999", "q=%22-:*"):
        assert client.get(f"/search/feed/?{query}").status_code == 200, query


def test_closed_hub_has_no_feed_for_strangers_but_the_private_ones(
    client: Client, agent: User, settings: Settings
) -> None:
    make_entry("Badge")
    address = feed_of(agent)
    settings.HUB_ACCESS = "signed-in"
    assert client.get("/search/feed/?q=badge").status_code == 404
    assert titles(client, address) == ["Badge"]
    assert client.get("/saved/feed/wrong/").status_code == 404


def test_private_feed_reads_with_the_rights_of_the_moment(
    client: Client, agent: User
) -> None:
    crew = Group.objects.create(name="crew")
    make_entry("Badge of the crew", place=closed_place(crew))
    make_entry("Badge colleague", kind="person")
    address = feed_of(agent)
    assert titles(client, address) == []
    agent.groups.add(crew)
    assert titles(client, address) == ["Badge of the crew"]
    agent.groups.remove(crew)
    assert titles(client, address) == []


@pytest.mark.parametrize("how", ["suspended", "guest", "deleted"])
def test_private_feed_ends_with_its_owner(
    client: Client, agent: User, how: str
) -> None:
    make_entry("Badge")
    address = feed_of(agent)
    assert titles(client, address) == ["Badge"]
    if how == "suspended":
        suspend([agent])
    elif how == "guest":
        agent.is_guest = True
        agent.save()
    else:
        agent.delete()
    gone, unknown = client.get(address), client.get("/saved/feed/unknown/")
    assert (gone.status_code, gone.content) == (404, unknown.content)
    assert unknown.status_code == 404


def test_secret_is_shown_once_replaced_and_ended(client: Client, agent: User) -> None:
    make_entry("Badge")
    client.force_login(agent)
    search = SavedSearch.objects.create(user=agent, name="Mine", query="q=badge")
    page = f"/saved/searches/{search.pk}/feed/"
    secrets = []
    for _time in range(2):
        html = client.post(page).content.decode()
        secrets.append(html.partition("/saved/feed/")[2].partition("/")[0])
    assert all(len(secret) > 40 for secret in secrets)
    first, second = (f"/saved/feed/{secret}/" for secret in secrets)
    assert secrets[1] not in client.get(page).content.decode()
    assert secrets[1] not in str(SavedSearch.objects.values().get())
    stranger = Client()
    assert stranger.get(first).status_code == 404
    assert titles(stranger, second) == ["Badge"]
    client.post(f"{page}end/")
    assert stranger.get(second).status_code == 404


def test_private_feed_is_for_nobody_else(client: Client, agent: User) -> None:
    answer = client.get(feed_of(agent))
    assert "private" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert client.get("/saved/feed/x/")["Referrer-Policy"] == "no-referrer"


def test_private_feed_speaks_the_language_of_its_owner(
    client: Client, agent: User
) -> None:
    User.objects.filter(pk=agent.pk).update(interface_language="fr")
    answer = client.get(feed_of(agent), headers={"Accept-Language": "de"})
    assert answer["Content-Language"] == "fr"
    assert b'xml:lang="fr"' in answer.content


def test_feeds_are_not_asked_without_end(client: Client) -> None:
    statuses = [client.get("/search/feed/?q=x").status_code for _ in range(30)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert int(client.get("/saved/feed/x/")["Retry-After"]) > 0
