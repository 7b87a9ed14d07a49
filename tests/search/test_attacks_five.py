"""What curious colleagues, floods and odd texts try on what is asked and kept."""

import io
import logging
import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver
from openpyxl import load_workbook

from accounts.models import Agency, User
from accounts.services import create_user
from catalogue.spreadsheets import plain
from practices.models import AgencySectionPage, GuidePage
from search import rates
from search.asked import folding, recording, views
from search.asked.masking import masked
from search.asked.names import names_from
from search.curating.services import pin
from search.kept import services, undo
from search.models import Asking, Question, SavedSearch, SynonymSet, Wish
from tests.search.asked import ask
from tests.search.entries import closed_place, make_entry
from tests.search.reported import URL, manager, missed, question, signed_in
from vocabulary.models import Theme

pytestmark = pytest.mark.django_db
NOTHING = {"searches": 6, "without_result": 6}


@pytest.fixture
def agency(db: None) -> Agency:
    return Agency.objects.create(slug="wilgendam", name_en="Wilgendam", country="be")


@pytest.fixture
def client(agency: Agency) -> Client:
    return signed_in(manager(agency))


def writer(agency: Agency, **names: str) -> User:
    section = AgencySectionPage.objects.get(agency=agency)
    found = create_user("writer@wilgendam.example", agency=agency)
    User.objects.filter(pk=found.pk).update(**names)
    assert section.editors is not None
    found.groups.add(section.editors)
    return found


def ordered(client: Client, agency: Agency, owner: User, title: str) -> Any:
    asked = question("bike leasing", (1, NOTHING))
    section = AgencySectionPage.objects.get(agency=agency)
    data = {"kind": "guide", "title": title, "language": "en", "brief": "Write it."}
    data |= {"section": str(section.pk), "owner": str(owner.pk)}
    return client.post(f"{URL}{asked.pk}/commission/", data)


def test_flood_of_searches_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "COUNTED", (rates.Rate(3, 60),))
    stranger = Client()
    answers = [stranger.get(f"/search/?q=word{n}") for n in range(6)]
    assert {answer.status_code for answer in answers} == {200}
    assert Asking.objects.count() == 3


def test_flood_of_searches_resets_no_counter_of_failed_sign_ins() -> None:
    cache.set("failed-sign-ins", 5, 600)
    for number in range(2_000):
        cache.set(f"asked-{number}", "token", 600)
    assert cache.get("failed-sign-ins") == 5


@pytest.mark.parametrize("name", ["100% Bob", "%(x)s"])
def test_name_with_a_percent_sign_is_no_fault(
    client: Client, agency: Agency, name: str
) -> None:
    owner = writer(agency, first_name=name, last_name="Marin")
    answer = ordered(client, agency, owner, "Bike leasing")
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert f"{name} Marin was asked to write about “bike leasing”." in page


@pytest.mark.parametrize("title", ["???", "🚲", "«»"])
def test_title_without_a_letter_is_no_fault(
    client: Client, agency: Agency, title: str
) -> None:
    answer = ordered(client, agency, writer(agency), title)
    if answer.status_code == 302:
        assert GuidePage.objects.filter(title=title).exists()
    else:
        assert "title" in answer.context["form"].errors


def test_wish_tells_nobody_whether_somebody_else_searched_the_same(
    client: Client, agency: Agency
) -> None:
    ask("divorce of my boss")
    folding.fold()
    spy = create_user("spy@wilgendam.example", agency=agency)
    own = signed_in(spy)
    pages = []
    for words in ("divorce of my boss", "another thing"):
        own.post("/search/wishes/ask/", {"q": words, "wish": "Is it so?"})
        pages.append(Question.objects.filter(key=words).exists())
    assert pages[0] == pages[1]
    html = client.get(f"{URL}wishes/").content.decode()
    assert html.count("/commission/") in (0, 2)


def test_undo_makes_no_room_beyond_the_limit(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_SEARCHES", 1)
    user = create_user("lea@wilgendam.example", agency=agency)
    text = undo.remove(services.save_search(user, "q=one", "One", []))
    services.save_search(user, "q=two", "Two", [])
    with pytest.raises(services.NoRoom):
        undo.put_back(user, text)
    assert SavedSearch.objects.count() == 1


def test_secret_of_a_feed_is_in_no_log(
    agency: Agency, caplog: pytest.LogCaptureFixture
) -> None:
    user = create_user("lea@wilgendam.example", agency=agency)
    secret = services.make_feed(services.save_search(user, "q=one", "One", []))
    stranger = Client()
    with caplog.at_level(logging.DEBUG):
        answers = [stranger.get(f"/saved/feed/{secret}/") for _time in range(30)]
        stranger.get(f"/saved/feed/{secret}x/")
    assert answers[-1].status_code == 429
    assert secret not in caplog.text


@pytest.mark.parametrize("cell", ["=1", "\n=1", "＝1", "＠x", "\t=1", "-1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert plain(cell) == f"'{cell}"


def test_spreadsheet_without_signs_that_it_cannot_hold(client: Client) -> None:
    SynonymSet.objects.create(words="bike\x01\nbicycle\x1f", note="\x0b")
    answer: Any = client.get("/admin/search/synonyms/", {"export": "xlsx"})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert "bicycle" in str([[cell.value for cell in row] for row in sheet.rows])


def test_wishes_as_a_file_name_nobody(client: Client, agency: Agency) -> None:
    user = create_user("lea@wilgendam.example", agency=agency)
    missed(user, "=cmd", "=1+1")
    answer: Any = client.get(f"{URL}wishes/", {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert "'=cmd,'=1+1" in text
    assert "lea" not in text


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\u00ad", "\u2060", "\ufeff"])
def test_signs_that_nobody_sees_hide_nothing_from_the_mask(sign: str) -> None:
    names = names_from([("Anneke", "Vandersteen")])
    typed = f"06{sign}12{sign}34{sign}56{sign}78 of Vander{sign}steen"
    assert masked(typed, names) == "[number] of [name]"


def test_wish_turns_no_direction(agency: Agency) -> None:
    spy = create_user("spy@wilgendam.example", agency=agency)
    wish = {"q": "bike\u202e leasing", "wish": "Who\u202e pays?\u2066"}
    signed_in(spy).post("/search/wishes/ask/", wish)
    row = Wish.objects.get()
    assert (row.query, row.wish) == ("bike leasing", "Who pays?")


def test_wishes_are_not_asked_without_end(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "WISHES", (rates.Rate(2, 60),))
    own = signed_in(create_user("spy@wilgendam.example", agency=agency))
    statuses = []
    for number in range(4):
        data = {"q": f"word{number}", "wish": "Who pays?"}
        statuses.append(own.post("/search/wishes/ask/", data).status_code)
    assert statuses == [302, 302, 429, 429]
    assert Question.objects.count() == 2


def test_feed_survives_odd_names_of_others(client: Client) -> None:
    Theme.objects.create(slug="odd", label_en="Odd\x0bname")
    make_entry("Badge", facets={"theme": ["odd"]}, data={"themes": ["odd"]})
    for address in ("/search/feed/?q=badge", "/feeds/newest/"):
        answer = Client().get(address)
        assert answer.status_code == 200, address
        assert b"Odd name" in answer.content


def test_markup_that_people_type_stays_text(client: Client, agency: Agency) -> None:
    bad = "<img src=x onerror=alert(1)>"
    asked = question(bad, (1, NOTHING))
    missed(create_user("lea@wilgendam.example", agency=agency), bad, bad)
    client.post(f"{URL}{asked.pk}/ignore/")
    for path in ("", "?ignored=on", "all/?ignored=on", "done/", "wishes/"):
        assert bad not in client.get(URL + path).content.decode()
    for path in ("synonym", "pin", "commission", "ignore"):
        answer = client.get(f"{URL}{asked.pk}/{path}/")
        assert answer.status_code == 200
        assert bad not in answer.content.decode()


def test_pinning_tells_nothing_of_what_is_closed(client: Client) -> None:
    make_entry("Secret", url="/secret/", place=closed_place(Group.objects.create()))
    said = []
    for address in ("/secret/", "/nothing/"):
        data = {"queries": "badge", "first": address, "left_out": "", "language": ""}
        page = client.post("/admin/search/pinned/new/", {**data, "active": "on"})
        said.append(page.content.decode().replace(address, ""))
        assert "Secret" not in said[-1]
        assert f"No page of this hub has the address “{address}”." in (
            page.content.decode()
        )


def test_pinned_page_behind_a_wall_counts_for_nobody_else(client: Client) -> None:
    crew = Group.objects.create(name="crew")
    closed = make_entry("Secret", place=closed_place(crew))
    make_entry("Badge")
    pin("badge", closed.key)
    for address in ("/api/v1/search?q=badge", "/api/v1/search?q=badge&kind=case"):
        answer = client.get(address).json()
        assert (answer["total"], len(answer["results"])) == (1, 1)
        counts = {one["value"]: one["count"] for one in answer["facets"]["kind"]}
        assert counts == {"case": 1}
    assert "Secret" not in client.get("/search/results.csv?q=badge").content.decode()


def admin_addresses() -> list[str]:
    """All addresses of this menu in the admin, with numbers of what there is."""
    found: list[str] = []

    def walk(patterns: Any, before: str) -> None:
        for each in patterns:
            here = before + str(each.pattern)
            if hasattr(each, "url_patterns"):
                walk(each.url_patterns, here)
            elif here.startswith(("admin/search/", "admin/merged", "admin/twin")):
                found.append("/" + re.sub(r"<[^>]+>", "1", here).replace("$", ""))

    walk(get_resolver().url_patterns, "")
    return found


def test_whole_menu_is_closed_to_editors(client: Client, agency: Agency) -> None:
    asked = question("bike leasing", (1, NOTHING))
    assert asked.pk
    SynonymSet.objects.create(words="bike\nbicycle")
    addresses = admin_addresses()
    assert len(addresses) > 30
    editor = signed_in(writer(agency))
    before = list(SynonymSet.objects.values())
    for address in addresses:
        for method in (editor.get, editor.post):
            answer = method(address)
            assert answer.status_code in (302, 403, 404, 405), address
            if answer.status_code == 302:
                assert "/search/" not in answer["Location"], address
    assert list(SynonymSet.objects.values()) == before
