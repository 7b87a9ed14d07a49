"""Saved searches: saved once, what is new since the last look, nobody else's."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts.models import User
from search.kept import news, services
from search.kept.news import WINDOW, new
from search.models import SavedSearch
from tests.search.entries import closed_place, make_entry, remove_entry

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def agent(client: Client) -> User:
    user = User.objects.create_user("agent", "agent@agency.example", "-")
    client.force_login(user)
    return user


def save(client: Client, query: str) -> SavedSearch:
    """Save a search; the row of it."""
    client.post("/saved/searches/", {"query": query}, headers=HTMX)
    return SavedSearch.objects.latest("pk")


def count(client: Client, search: SavedSearch) -> str:
    """What the line of a saved search says of new entries, without its markup."""
    answer = client.get(f"/saved/searches/{search.pk}/new/", headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def titles_marked_new(client: Client, address: str) -> list[str]:
    page = client.get(address)
    fresh = page.context["kept"].fresh
    return [row.line.title for row in page.context["page"].rows if row.line.id in fresh]


def test_one_click_saves_and_the_second_leads_to_it(
    client: Client, agent: User
) -> None:
    make_entry("Badge", facets={"country": ["be"]})
    address = "/search/?q=badge&country=be"
    before = client.get(address)
    assert b"Save search" in before.content
    query = before.context["kept"].query
    assert query == "q=badge&country=be"
    answer = client.post("/saved/searches/", {"query": query})
    assert (answer.status_code, answer["Location"]) == (302, address)
    search = SavedSearch.objects.get()
    assert search.name == "badge · Country: Belgium"
    after = client.get(f"{address}&page=1&explain=1").content.decode()
    assert f'href="/saved/#search-{search.pk}"' in after
    assert "Save search" not in after
    client.post("/saved/searches/", {"query": f"{query}&page=7"})
    assert SavedSearch.objects.get() == search


def test_button_is_swapped_in_place(client: Client, agent: User) -> None:
    html = client.post("/saved/searches/", {"query": "q=badge"}, headers=HTMX)
    assert "#search-" in html.content.decode()
    assert "<html" not in html.content.decode()


def test_new_entries_are_counted_marked_and_then_known(
    client: Client, agent: User
) -> None:
    make_entry("Badge one")
    search = save(client, "q=badge")
    assert "Nothing new" in count(client, search)
    make_entry("Badge two")
    make_entry("Other")
    assert "1 new" in count(client, search)
    answer = client.get(f"/saved/searches/{search.pk}/")
    assert answer["Location"] == "/search/?q=badge"
    assert titles_marked_new(client, "/search/?q=badge") == ["Badge two"]
    assert (
        'New</span><span class="kind">'
        in client.get("/search/?q=badge").content.decode()
    )
    assert "Nothing new" in count(client, search)
    SavedSearch.objects.update(seen_at=timezone.now() - timedelta(hours=2))
    assert titles_marked_new(client, "/search/?q=badge") == []


def test_fetching_ahead_is_no_look(client: Client, agent: User) -> None:
    search = save(client, "q=badge")
    make_entry("Badge")
    client.get(f"/saved/searches/{search.pk}/", headers={"Sec-Purpose": "prefetch"})
    client.head(f"/saved/searches/{search.pk}/")
    assert "1 new" in count(client, search)


def test_double_click_keeps_the_marks(client: Client, agent: User) -> None:
    search = save(client, "q=badge")
    make_entry("Badge")
    for _click in range(2):
        client.get(f"/saved/searches/{search.pk}/")
    assert titles_marked_new(client, "/search/?q=badge") == ["Badge"]


def test_translation_of_something_known_is_not_new(client: Client, agent: User) -> None:
    entry = make_entry("Badge")
    search = save(client, "q=badge")
    make_entry("Le badge", language="fr", translation_key=entry.translation_key)
    assert "Nothing new" in count(client, search)


def test_what_is_closed_is_not_counted(client: Client, agent: User) -> None:
    search = save(client, "q=badge")
    crew = Group.objects.create(name="crew")
    make_entry("Badge of the crew", place=closed_place(crew))
    assert "Nothing new" in count(client, search)
    agent.groups.add(crew)
    assert "1 new" in count(client, search)


def test_what_moves_up_when_others_go_is_not_new() -> None:
    known = [f"{number}" for number in range(WINDOW)]
    assert new(["x", *known[:-2]], known) == ["x"]
    assert new([*known[1:], "slid in"], known) == []
    assert new(["x", "y"], known) == ["x", "y"]
    assert new(["1", "old but few"], ["1"]) == ["old but few"]


def test_reserve_search_changes_nothing(
    client: Client, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = save(client, "q=badge")
    monkeypatch.setattr(news, "newest", lambda *_: None)
    assert "cannot be told" in count(client, search)
    make_entry("Badge")
    client.get(f"/saved/searches/{search.pk}/")
    monkeypatch.undo()
    assert "1 new" in count(client, search)


def test_rename_remove_and_undo(client: Client, agent: User) -> None:
    search = save(client, "q=badge")
    address = f"/saved/searches/{search.pk}"
    client.post(f"{address}/rename/", {"name": "Badges & doors"})
    assert "Badges &amp; doors" in client.get("/saved/").content.decode()
    for bad in ("", "x" * 101, "a\0b"):
        answer = client.post(f"{address}/rename/", {"name": bad})
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.content.decode()
    token = services.make_feed(SavedSearch.objects.get())
    made_on = SavedSearch.objects.get().created_at
    answer = client.post(f"{address}/remove/", follow=True)
    assert "Undo" in answer.content.decode()
    assert not SavedSearch.objects.exists()
    client.post("/saved/undo/")
    back = SavedSearch.objects.get()
    assert (back.pk, back.name) == (search.pk, "Badges & doors")
    assert abs(back.created_at - made_on) < timedelta(seconds=1)
    assert services.search_of_feed(token) == back
    assert (
        "nothing to put back"
        in client.post("/saved/undo/", follow=True).content.decode()
    )


def test_there_is_room_for_a_hundred(client: Client, agent: User) -> None:
    SavedSearch.objects.bulk_create(
        SavedSearch(user=agent, name="x", query=f"q={n}")
        for n in range(services.MOST_SEARCHES)
    )
    answer = client.post("/saved/searches/", {"query": "q=one+more"})
    assert answer.status_code == 409
    assert "You have saved 100 searches" in answer.content.decode()
    moved = client.post("/saved/searches/", {"query": "q=more"}, headers=HTMX)
    assert moved["HX-Redirect"] == "/saved/"
    assert SavedSearch.objects.count() == services.MOST_SEARCHES


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "x" * 401,
        "&".join(f"tag={n}" for n in range(60)),
        "q=x&page=none",
        "x" * 9000,
        "&".join(f"tag={'é' * 100}{n}" for n in range(40)),
    ],
)
def test_bad_searches_are_refused_in_a_sentence(
    client: Client, agent: User, query: str
) -> None:
    answer = client.post("/saved/searches/", {"query": query})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not SavedSearch.objects.exists()


def test_nobody_gets_at_the_searches_of_others(client: Client, agent: User) -> None:
    search = save(client, "q=badge")
    other = Client()
    boss = User.objects.create_superuser("boss", "boss@agency.example", "-")
    other.force_login(boss)
    address = f"/saved/searches/{search.pk}/"
    assert other.get(address).status_code == 404
    for part in ("new/", "feed/"):
        assert other.get(address + part).status_code == 404
    for part in ("rename/", "remove/", "feed/", "feed/end/"):
        assert other.post(address + part, {"name": "x"}).status_code == 404
    assert "badge" not in other.get("/saved/").content.decode()
    assert "Save search" in other.get("/search/?q=badge").content.decode()
    assert SavedSearch.objects.get().user == agent


def test_strangers_and_guests_save_nothing(client: Client) -> None:
    make_entry("Badge")
    guest = User.objects.create_user("g", "g@x.example", "-", is_guest=True)
    for person in (None, guest):
        if person:
            client.force_login(person)
        assert b"Save search" not in client.get("/search/?q=badge").content
        assert b"/saved/" not in client.get("/search/?q=badge").content
        client.post("/saved/searches/", {"query": "q=badge"})
        assert not SavedSearch.objects.exists()


def test_order_is_chosen(client: Client, agent: User) -> None:
    for number, name in enumerate("bca"):
        moment = datetime(2026, 1, 1 + number, tzinfo=UTC)
        search = SavedSearch.objects.create(user=agent, name=name, query=name)
        SavedSearch.objects.filter(pk=search.pk).update(created_at=moment)
    shown = {
        order: [
            one.name for one in client.get(f"/saved/?order={order}").context["searches"]
        ]
        for order in ("name", "saved", "none\0")
    }
    assert shown == {"name": list("abc"), "saved": list("acb"), "none\0": list("abc")}


def test_own_data_and_closing(client: Client, agent: User) -> None:
    search = save(client, "q=badge")
    data = client.get("/people/me/data/").json()
    assert data["saved"]["searches"][0]["name"] == "badge"
    agent.set_password("a password for trying")
    agent.save()
    client.force_login(agent)
    client.post("/people/me/close/", {"password": "a password for trying"})
    agent.refresh_from_db()
    assert not agent.is_active
    assert not SavedSearch.objects.filter(pk=search.pk).exists()


@pytest.mark.parametrize("many", [1, 40])
def test_page_of_saved_searches_runs_no_search(
    client: Client, agent: User, many: int, django_assert_max_num_queries: Any
) -> None:
    SavedSearch.objects.bulk_create(
        SavedSearch(user=agent, name=f"{n}", query=f"q={n}") for n in range(many)
    )
    client.get("/saved/")
    with django_assert_max_num_queries(9):
        client.get("/saved/")


def test_removed_entry_that_comes_back_is_not_new(client: Client, agent: User) -> None:
    entry = make_entry("Badge", key="page:77")
    search = save(client, "q=badge")
    remove_entry(entry)
    make_entry("Badge", key="page:77", translation_key=entry.translation_key)
    assert "Nothing new" in count(client, search)
