"""A page that is missing: asked for in one line, answered, told."""

import json

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client

from accounts.models import Agency, User
from accounts.profiles import close_account
from search.asked import services
from search.models import Wish
from tests.accounts.people import make_person
from tests.search.entries import closed_place, make_entry

pytestmark = pytest.mark.django_db
ASK = "/search/wishes/ask/"


@pytest.fixture
def lea(client: Client) -> User:
    agency = Agency.objects.create(slug="ofaf", name_fr="Office", country="be")
    lea = make_person("Lea", "Marin", agency)
    client.force_login(lea)
    return lea


@pytest.fixture
def wish(client: Client, lea: User) -> Wish:
    client.post(ASK, {"q": "Bike leasing", "wish": "Who pays the tax?"})
    return Wish.objects.get()


def test_agent_asks_where_nothing_is_found(client: Client, lea: User) -> None:
    html = client.get("/search/?q=bike+leasing").content.decode()
    assert f'action="{ASK}"' in html
    assert 'name="q" value="bike leasing"' in html
    response = client.post(ASK, {"q": "bike leasing", "wish": " Who pays? "})
    assert response["Location"] == "/search/wishes/"
    html = client.get("/search/wishes/").content.decode()
    assert "Who pays?" in html
    assert "Nobody has answered yet" in html


def test_form_is_for_agents_who_found_nothing(client: Client) -> None:
    make_entry("Parking permits")
    assert ASK not in client.get("/search/?q=zeppelin").content.decode()
    agency = Agency.objects.create(slug="ofaf", name_fr="Office", country="be")
    client.force_login(make_person("Lea", "Marin", agency))
    assert ASK not in client.get("/search/?q=parking").content.decode()
    assert ASK not in client.get("/search/?kind=guide").content.decode()


def test_strangers_and_guests_ask_for_nothing(client: Client) -> None:
    data = {"q": "bike", "wish": "Who pays?"}
    assert client.post(ASK, data).status_code == 302
    guest = User.objects.create_user("g", "g@agency.example", "-", is_guest=True)
    client.force_login(guest)
    assert client.post(ASK, data).status_code == 404
    assert not Wish.objects.exists()


def test_same_search_is_asked_for_once(client: Client, wish: Wish) -> None:
    response = client.post(ASK, {"q": "bike LEASING?", "wish": "Again"})
    assert response.status_code == 422
    assert b"already" in response.content
    assert Wish.objects.count() == 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"q": "bike"},
        {"wish": "Who pays?"},
        {"q": "bike", "wish": "   "},
        {"q": "bike", "wish": "\u0085"},
        {"q": "bike", "wish": "x" * 201},
        {"q": "x" * 401, "wish": "Who pays?"},
        {"q": "bike", "wish": "a\x00b"},
    ],
)
def test_bad_lines_are_told_in_sentences(
    client: Client, lea: User, data: dict[str, str]
) -> None:
    assert client.post(ASK, data).status_code == 422
    assert not Wish.objects.exists()


def test_there_is_an_end_to_wishes(
    client: Client, lea: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_WISHES", 1)
    client.post(ASK, {"q": "bike", "wish": "Who pays?"})
    response = client.post(ASK, {"q": "car", "wish": "Who pays?"})
    assert b"Withdraw one first" in response.content
    assert Wish.objects.count() == 1


def test_wish_is_withdrawn_by_its_author_alone(client: Client, wish: Wish) -> None:
    address = f"/search/wishes/{wish.pk}/withdraw/"
    other = Client()
    other.force_login(make_person("Jan", "Kok", wish.user.agency))
    assert other.post(address).status_code == 404
    assert client.post(address).status_code == 302
    assert not Wish.objects.exists()
    assert client.post(f"/search/wishes/{9**30}/withdraw/").status_code == 404


def test_answer_is_told_on_the_hub_and_by_mail(client: Client, wish: Wish) -> None:
    entry = make_entry("Leasing bicycles", url="/leasing/")
    services.answer(wish, entry.key)
    (message,) = mail.outbox
    assert message.to == [wish.user.email]
    assert "Leasing bicycles" in message.subject
    assert "/leasing/" in message.body
    assert "Who pays the tax?" in message.body
    html = client.get("/notices/").content.decode()
    assert "The page that you asked for exists" in html
    assert 'href="/leasing/"' in html
    assert 'href="/leasing/"' in client.get("/search/wishes/").content.decode()


def test_answer_that_the_asker_may_not_read_is_refused(
    client: Client, wish: Wish
) -> None:
    group = Group.objects.create(name="crew")
    closed = make_entry("Zeppelin leasing", place=closed_place(group))
    with pytest.raises(services.WishRefused):
        services.answer(wish, closed.key)
    wish.refresh_from_db()
    assert not wish.answer
    assert not mail.outbox


def test_answer_that_was_closed_later_is_not_shown(client: Client, wish: Wish) -> None:
    entry = make_entry("Zeppelin leasing", key="page:910001")
    services.answer(wish, entry.key)
    group = Group.objects.create(name="crew")
    make_entry("Zeppelin leasing", key="page:910001", place=closed_place(group))
    for address in ("/search/wishes/", "/notices/"):
        assert b"Zeppelin" not in client.get(address).content


def test_decline_is_told_with_its_reason(client: Client, wish: Wish) -> None:
    services.decline(wish, "The tax office writes it.")
    assert "The tax office writes it." in mail.outbox[0].body
    for address in ("/search/wishes/", "/notices/"):
        assert b"The tax office writes it." in client.get(address).content


def test_wish_is_answered_once(wish: Wish) -> None:
    services.decline(wish, "No")
    with pytest.raises(services.WishRefused):
        services.answer(wish, make_entry("Leasing").key)
    assert len(mail.outbox) == 1


def test_whoever_left_gets_no_mail(wish: Wish) -> None:
    User.objects.filter(pk=wish.user_id).update(is_active=False)
    services.decline(wish, "No")
    assert not mail.outbox


def test_wishes_are_in_ones_own_data_and_go_with_the_account(
    client: Client, wish: Wish
) -> None:
    stored = json.loads(client.get("/people/me/data/").content)
    assert stored["pages_asked_for"][0]["wish"] == "Who pays the tax?"
    close_account(wish.user)
    assert not Wish.objects.exists()


def test_wish_is_grouped_with_its_question(wish: Wish) -> None:
    assert wish.key == "bike leasing"
