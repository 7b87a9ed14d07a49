"""Private lists: kept with a note, moved, removed, exported; nobody else's."""

import csv
import io

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from catalogue.models import Entry
from search.kept import lists
from search.models import Kept, KeptList
from tests.search.entries import closed_place, make_entry, remove_entry

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def agent(client: Client) -> User:
    user = User.objects.create_user("agent", "agent@agency.example", "-")
    client.force_login(user)
    return user


@pytest.fixture
def badge() -> Entry:
    return make_entry("Badge", key="page:501", url="/badge/")


def put(client: Client, key: str = "page:501", **data: str) -> Kept:
    """Keep an entry; the row of it."""
    answer = client.post("/saved/keep/", {"entry": key, **data})
    assert answer.status_code == 302
    return Kept.objects.latest("pk")


def shown(client: Client, kept_list: KeptList) -> str:
    answer = client.get(f"/saved/lists/{kept_list.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_entry_lands_on_the_usual_list_made_on_first_use(
    client: Client, agent: User, badge: Entry
) -> None:
    html = client.get("/search/?q=badge").content.decode()
    assert 'href="/saved/keep/?entry=page%3A501"' in html
    page = client.get("/saved/keep/?entry=page:501").content.decode()
    assert "<option selected>Read later</option>" in page
    kept = put(client, note="For the meeting\nof May")
    assert (kept.kept_list.name, kept.kept_list.user) == ("Read later", agent)
    page = shown(client, kept.kept_list)
    assert 'href="/badge/"' in page
    assert "For the meeting<br>of May" in page
    assert "1 entry" in client.get("/saved/").content.decode()
    again = put(client, note="Another note")
    assert (again.pk, again.note) == (kept.pk, "Another note")


def test_other_and_new_lists_are_chosen(
    client: Client, agent: User, badge: Entry
) -> None:
    put(client, new_list="Doors")
    put(client, list="Doors")
    put(client, list="Read later")
    assert sorted(one.kept_list.name for one in Kept.objects.all()) == [
        "Doors",
        "Read later",
    ]
    page = client.get("/saved/keep/?entry=page:501").content.decode()
    assert page.count("It is on this list already") == 2


def test_form_comes_and_goes_in_place(
    client: Client, agent: User, badge: Entry
) -> None:
    form = client.get("/saved/keep/?entry=page:501", headers=HTMX).content.decode()
    assert "<html" not in form
    data = {"entry": "page:501", "note": "x" * 501}
    wrong = client.post("/saved/keep/", data, headers=HTMX)
    assert "at most 500 characters" in wrong.content.decode()
    assert not Kept.objects.exists()
    done = client.post("/saved/keep/", {**data, "note": ""}, headers=HTMX)
    assert "Kept on" in done.content.decode()
    assert Kept.objects.count() == 1


@pytest.mark.parametrize(
    "data",
    [{"note": "x" * 501}, {"note": "a\0b"}, {"new_list": "x" * 101}, {"list": "\0"}],
)
def test_bad_notes_and_names_are_refused(
    client: Client, agent: User, badge: Entry, data: dict[str, str]
) -> None:
    answer = client.post("/saved/keep/", {"entry": "page:501", **data})
    assert answer.status_code == 422
    assert not Kept.objects.exists()


@pytest.mark.parametrize("key", ["", "page:502", "page:501\0", "x" * 300, "page:503"])
def test_what_may_not_be_read_is_not_kept(
    client: Client, agent: User, badge: Entry, key: str
) -> None:
    place = closed_place(Group.objects.create(name="crew"))
    make_entry("Closed", key="page:503", place=place)
    assert client.get("/saved/keep/", {"entry": key}).status_code == 404
    assert client.post("/saved/keep/", {"entry": key}).status_code == 404


def test_people_are_kept_on_no_list(client: Client, agent: User) -> None:
    make_entry("Ines Badge", key="accounts.user:9", kind="person")
    assert client.get("/saved/keep/?entry=accounts.user:9").status_code == 404
    html = client.get("/search/?q=badge&kind=person").content.decode()
    assert "/saved/keep/" not in html


def test_what_is_closed_later_keeps_its_place_without_its_title(
    client: Client, agent: User, badge: Entry
) -> None:
    kept = put(client, note="My own words")
    assert ">Badge</a>" in shown(client, kept.kept_list)
    place = closed_place(Group.objects.create(name="crew"))
    make_entry("Badge", key="page:501", place=place)
    page = shown(client, kept.kept_list)
    assert "Badge" not in page
    assert "/badge/" not in page
    assert "Not available any more" in page
    assert "My own words" in page
    remove_entry(badge)
    gone = shown(client, kept.kept_list)
    without = [text.split("csrfmiddlewaretoken")[0] for text in (page, gone)]
    assert without[0] == without[1]
    client.post(f"/saved/kept/{kept.pk}/remove/")
    assert not Kept.objects.exists()


def test_note_is_changed_and_entry_moved(
    client: Client, agent: User, badge: Entry
) -> None:
    kept = put(client)
    doors = lists.make_list(agent, "Doors")
    address = f"/saved/kept/{kept.pk}/"
    client.post(address, {"note": "Now", "list": kept.kept_list_id})
    client.post(address, {"note": "Now", "list": doors.pk})
    kept.refresh_from_db()
    assert (kept.note, kept.kept_list) == ("Now", doors)
    put(client, note="Here too")
    answer = client.post(
        address,
        {"note": "", "list": KeptList.objects.get(name="Read later").pk},
        follow=True,
    )
    assert "the two are one now" in answer.content.decode()
    assert [one.note for one in Kept.objects.all()] == ["Here too"]


def test_bad_change_keeps_what_was_typed(
    client: Client, agent: User, badge: Entry
) -> None:
    kept = put(client)
    address = f"/saved/kept/{kept.pk}/"
    own = kept.kept_list_id
    answer = client.post(address, {"note": "y" * 501, "list": own})
    assert answer.status_code == 422
    assert "y" * 501 in answer.content.decode()
    theirs = lists.make_list(User.objects.create_user("o", "o@x.example"), "Theirs")
    for number in (theirs.pk, "x", ""):
        data = {"note": "", "list": number}
        assert client.post(address, data).status_code == 422
    kept.refresh_from_db()
    assert kept.kept_list_id == own


def test_removing_is_undone(client: Client, agent: User, badge: Entry) -> None:
    kept = put(client, note="Mine")
    answer = client.post(f"/saved/kept/{kept.pk}/remove/", follow=True)
    assert "Undo" in answer.content.decode()
    assert not Kept.objects.exists()
    answer = client.post("/saved/undo/")
    assert answer["Location"] == f"/saved/lists/{kept.kept_list_id}/"
    assert Kept.objects.get().note == "Mine"
    client.post(f"/saved/kept/{kept.pk}/remove/")
    KeptList.objects.all().delete()
    client.post("/saved/undo/")
    assert not Kept.objects.exists()


def test_lists_are_made_named_and_removed(
    client: Client, agent: User, badge: Entry
) -> None:
    for bad in ("", " ", "x" * 101, "a\0"):
        assert client.post("/saved/lists/", {"name": bad}).status_code == 422
    first = client.post("/saved/lists/", {"name": "Doors"})["Location"]
    assert client.post("/saved/lists/", {"name": "Doors"})["Location"] == first
    client.post("/saved/lists/", {"name": "Windows"})
    answer = client.post(f"{first}rename/", {"name": "Windows"})
    assert answer.status_code == 422
    assert "of this name already" in answer.content.decode()
    client.post(f"{first}rename/", {"name": "Doors and gates"})
    put(client, list="Doors and gates")
    assert "its 1 entry" in client.get(first).content.decode()
    client.post(f"{first}remove/")
    assert [one.name for one in KeptList.objects.all()] == ["Windows"]
    assert not Kept.objects.exists()


def test_there_is_room_for_fifty_lists_and_a_thousand_entries(
    client: Client, agent: User, badge: Entry
) -> None:
    full = lists.make_list(agent, "Full")
    Kept.objects.bulk_create(
        Kept(kept_list=full, key=f"page:{n}") for n in range(1000, 2000)
    )
    answer = client.post("/saved/keep/", {"entry": "page:501", "list": "Full"})
    assert answer.status_code == 422
    assert "is full" in answer.content.decode()
    kept = put(client)
    answer = client.post(f"/saved/kept/{kept.pk}/", {"note": "", "list": full.pk})
    assert "is full" in answer.content.decode()
    assert "is full" not in shown(client, full)
    KeptList.objects.bulk_create(
        KeptList(user=agent, name=f"{n}") for n in range(lists.MOST_LISTS - 2)
    )
    answer = client.post("/saved/lists/", {"name": "One more"}, follow=True)
    assert "You have 50 lists" in answer.content.decode()


def test_list_is_paged_and_printed_whole(client: Client, agent: User) -> None:
    kept_list = lists.make_list(agent, "Long")
    for number in range(60):
        make_entry(f"Badge {number}", key=f"page:{700 + number}")
        Kept.objects.create(kept_list=kept_list, key=f"page:{700 + number}")
    address = f"/saved/lists/{kept_list.pk}/"
    many = {
        asked: client.get(address + asked).content.decode().count('class="entry l"')
        for asked in ("", "?page=2", "?page=x", "?page=999999999999", "?print=1")
    }
    assert many == {
        "": 50,
        "?page=2": 10,
        "?page=x": 50,
        "?page=999999999999": 10,
        "?print=1": 60,
    }
    paper = client.get(f"{address}?print=1").content.decode()
    assert "/saved/kept/" not in paper


def test_csv_holds_no_formula_and_no_title_that_is_closed(
    client: Client, agent: User, badge: Entry
) -> None:
    kept = put(client, note="=1+1")
    place = closed_place(Group.objects.create(name="crew"))
    make_entry("Secret", key="page:502", place=place)
    Kept.objects.create(kept_list=kept.kept_list, key="page:502", note="Mine")
    answer = client.get(f"/saved/lists/{kept.kept_list_id}/csv/")
    assert "attachment" in answer["Content-Disposition"]
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["Title"], row["Note"]) for row in rows] == [
        ("Not available any more", "Mine"),
        ("Badge", "'=1+1"),
    ]
    assert rows[1]["Address"] == "http://testserver/badge/"
    assert "Secret" not in text


def test_nobody_gets_at_the_lists_of_others(
    client: Client, agent: User, badge: Entry
) -> None:
    kept = put(client, note="Private words")
    other = Client()
    boss = User.objects.create_superuser("boss", "boss@agency.example", "-")
    other.force_login(boss)
    address = f"/saved/lists/{kept.kept_list_id}/"
    assert other.get(address).status_code == 404
    assert other.get(f"{address}csv/").status_code == 404
    for path in (f"{address}rename/", f"{address}remove/"):
        assert other.post(path, {"name": "x"}).status_code == 404
    for path in (f"/saved/kept/{kept.pk}/", f"/saved/kept/{kept.pk}/remove/"):
        assert other.post(path, {"note": "x"}).status_code == 404
    assert "Read later" not in other.get("/saved/").content.decode()
    assert Kept.objects.get().note == "Private words"


def test_pages_have_the_button_for_agents_alone(client: Client, badge: Entry) -> None:
    assert "/saved/keep/" not in client.get("/search/?q=badge").content.decode()
    guest = User.objects.create_user("g", "g@x.example", "-", is_guest=True)
    client.force_login(guest)
    assert "/saved/keep/" not in client.get("/search/?q=badge").content.decode()
    assert client.get("/saved/keep/?entry=page:501").status_code == 404


def test_own_data_holds_lists_and_notes(
    client: Client, agent: User, badge: Entry
) -> None:
    put(client, note="Mine")
    data = client.get("/people/me/data/").json()["saved"]
    assert data["lists"][0]["name"] == "Read later"
    assert data["kept"][0]["note"] == "Mine"
