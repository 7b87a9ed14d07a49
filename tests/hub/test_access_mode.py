"""HUB_ACCESS=signed-in: strangers get to the door and no further."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import PIL.Image
import pytest
from django.conf import settings as hub_settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from wagtail.documents.models import Document
from wagtail.images.models import Image, Rendition
from wagtail.models import Page

from accounts.models import User
from accounts.services import create_user, suspend
from catalogue.access import reader_of, unwalled_reader
from catalogue.models import Entry
from hub.models import StandardPage
from practices.models import CasePage
from search.request import SearchRequest
from search.services import find, suggest

DOOR = reverse("account_login")


@pytest.fixture
def closed(settings: Settings) -> None:
    """A hub that only people who are signed in may read."""
    settings.HUB_ACCESS = "signed-in"


@pytest.fixture
def case(publish: Callable[..., CasePage]) -> CasePage:
    return publish("case", "Letters that people understand")


@pytest.fixture
def insider(client: Client, agent: User) -> Client:
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_hub_is_open_unless_told_otherwise(case: CasePage) -> None:
    assert hub_settings.HUB_ACCESS == "open"
    assert Client().get(case.url).status_code == 200


@pytest.mark.parametrize("address", ["/", "/search/?q=letters", "/cases/", "/nothing/"])
def test_a_stranger_is_sent_to_sign_in_and_back(
    case: CasePage, closed: None, address: str
) -> None:
    for method in ("get", "head"):
        answer = getattr(Client(), method)(address)
        assert answer.status_code == 302
        target, _sep, query = answer["Location"].partition("?next=")
        assert target == DOOR
        assert query.startswith("%2F") or query.startswith("/")
        assert "no-store" in answer["Cache-Control"]


def test_there_and_not_there_answer_alike(case: CasePage, closed: None) -> None:
    there = Client().get(case.url)
    nowhere = Client().get(case.url.replace("letters", "lettres"))
    assert there.status_code == nowhere.status_code == 302
    assert there.content == nowhere.content
    assert set(there.headers) == set(nowhere.headers)


def test_after_signing_in_one_is_where_one_wanted_to_be(
    case: CasePage, closed: None, agent: User
) -> None:
    agent.set_password("a-long-word-for-tests")
    agent.save()
    client = Client()
    door = client.get(case.url)["Location"]
    data = {"login": agent.email, "password": "a-long-word-for-tests", "next": case.url}
    assert client.post(door, data)["Location"] == case.url
    assert "Letters that people" in client.get(case.url).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/healthz",
        "/readyz",
        "/robots.txt",
        "/account/login/",
        "/account/join/",
        "/account/join/sent/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/inactive/",
    ],
)
def test_the_doors_stay_open(db: None, closed: None, address: str) -> None:
    assert Client().get(address).status_code == 200


def test_a_stranger_chooses_the_language(db: None, closed: None) -> None:
    client = Client()
    client.post("/language/", {"language": "fr", "next": DOOR})
    assert 'lang="fr"' in client.get(DOOR).content.decode()


def test_the_door_shows_nothing_of_the_hub(case: CasePage, closed: None) -> None:
    text = Client().get(DOOR).content.decode()
    for words in ("/cases/", "/search/", "/feeds/", "/api/"):
        assert words not in text
    assert reverse("accounts:join") in text


@pytest.mark.parametrize("address", ["/api/v1/search?q=letters", "/api/v1/suggest?q=l"])
def test_the_api_answers_in_its_own_way(
    case: CasePage, closed: None, address: str, insider: Client
) -> None:
    answer = Client().get(address)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/json"
    assert "Sign in first" in answer.json()["detail"][0]
    assert insider.get(address).status_code == 200


def test_feeds_and_the_map_of_the_site_are_not_there(
    case: CasePage, closed: None, insider: Client
) -> None:
    for address in ("/feeds/newest/", "/sitemap.xml"):
        for client in (Client(), insider):
            answer = client.get(address)
            assert answer.status_code == 404
            assert "Letters" not in answer.content.decode()
    assert "/feeds/" not in insider.get("/cases/").content.decode()
    assert Client().get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


def test_pictures_and_documents_are_closed(
    db: None, closed: None, insider: Client
) -> None:
    drawing = BytesIO()
    PIL.Image.new("RGB", (200, 100)).save(drawing, "PNG")
    size = {"width": 200, "height": 100}
    file = ContentFile(drawing.getvalue(), "bridge.png")
    picture = Image.objects.create(title="Bridge", file=file, **size)
    file = ContentFile(drawing.getvalue(), "bridge.width-200.png")
    rendition = Rendition.objects.create(
        image=picture, filter_spec="width-200", file=file, **size
    ).url
    document = Document.objects.create(
        title="Form", file=ContentFile(b"letters", name="form.txt")
    )
    assert Client().get(rendition).status_code == 404
    assert Client().get(document.url)["Location"].startswith(DOOR)
    for address in (rendition, document.url):
        # Read to the end, the test client closes it without closing the database.
        assert b"".join(insider.get(address).streaming_content)


def test_a_fragment_for_a_stranger_leads_the_whole_page_to_the_door(
    case: CasePage, closed: None
) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/search/?q=a"}
    answer = Client().get("/search/suggest/?q=let", headers=headers)
    assert answer["HX-Redirect"] == f"{DOOR}?next=%2Fsearch%2F%3Fq%3Da"
    assert b"Letters" not in answer.content


def test_what_a_stranger_sends_leads_to_the_door(db: None, closed: None) -> None:
    answer = Client().post("/search/", {"q": "x"})
    assert (answer.status_code, answer["Location"]) == (302, DOOR)


@pytest.mark.parametrize("role", ["rules", ""])
def test_pages_with_a_role_are_for_everyone(db: None, closed: None, role: str) -> None:
    home = Page.objects.get(depth=2)
    StandardPage.objects.all().delete()
    page = home.add_child(instance=StandardPage(title="How we work", role=role))
    answer = Client().get(page.url)
    assert (answer.status_code == 200) is bool(role)
    assert (b"How we work" in answer.content) is bool(role)


def test_nobody_is_no_reader_even_where_the_middleware_is_passed_by(
    case: CasePage, closed: None, agent: User
) -> None:
    request = SearchRequest(q="letters")
    assert find(request, reader_of(None)).total == 0
    assert not suggest("let", reader_of(None))
    assert not Entry.objects.readable_by(reader_of(None)).exists()
    assert find(request, reader_of(agent)).total == 1
    assert (
        Entry.objects.readable_by(unwalled_reader()).filter(title=case.title).exists()
    )


def test_guests_read_what_no_wall_closes(
    case: CasePage, closed: None, client: Client
) -> None:
    guest = create_user("guest@elsewhere.example", is_guest=True)
    client.force_login(guest, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(case.url).status_code == 200


def test_a_suspended_person_is_a_stranger_again(
    case: CasePage, closed: None, insider: Client, agent: User
) -> None:
    assert insider.get(case.url).status_code == 200
    suspend([agent])
    assert insider.get(case.url)["Location"].startswith(DOOR)


def test_a_stranger_pays_for_no_query_at_the_door(
    case: CasePage, closed: None, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        Client().get("/cases/")
