"""How knowledge managers keep synonyms, pins and phrases in the editing pages."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Agency, User
from accounts.services import create_user, knowledge_managers
from search.curating.services import add_synonyms
from search.models import (
    Curated,
    PinnedQuery,
    Question,
    StopPhrase,
    SynonymSet,
)
from tests.search.entries import closed_place, make_entry

pytestmark = pytest.mark.django_db

LISTS = ("synonyms", "pinned", "stop_phrases", "curated")
SYNONYMS = {
    "direction": "equivalent",
    "words": "telework\nremote work",
    "also": "",
    "language": "",
    "active": "on",
    "note": "",
}


@pytest.fixture
def manager() -> User:
    user = create_user("hanneke@wilgendam.example")
    user.groups.add(knowledge_managers())
    return user


@pytest.fixture
def client(manager: User) -> Client:
    client = Client()
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text_of(answer: Any) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_knowledge_managers_reach_every_list(client: Client, name: str) -> None:
    add_synonyms(["telework", "remote work"])
    assert client.get(reverse(f"{name}:index")).status_code == 200
    assert client.get(reverse(f"{name}:index_results")).status_code == 200


@pytest.mark.parametrize("name", [*LISTS, "synonyms:add", "synonyms:import"])
def test_others_in_the_admin_reach_none(name: str) -> None:
    other = create_user("other@hub.example")
    other.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse(name if ":" in name else f"{name}:index")
    assert client.get(address).status_code == 302
    home = text_of(client.get(reverse("wagtailadmin_home")))
    assert reverse("synonyms:index") not in home
    change = Curated.objects.create(kind="stopphrase", number=1)
    answer = client.post(reverse("curated:undo", args=[change.pk]))
    assert answer.status_code in (302, 403)
    assert Curated.objects.count() == 1


def test_a_set_is_added_changed_and_taken_away_with_its_history(client: Client) -> None:
    assert client.post(reverse("synonyms:add"), SYNONYMS).status_code == 302
    kept = SynonymSet.objects.get()
    words = "telework\nremote work\nhome office"
    client.post(reverse("synonyms:edit", args=[kept.pk]), {**SYNONYMS, "words": words})
    client.post(reverse("synonyms:delete", args=[kept.pk]))
    assert not SynonymSet.objects.exists()
    deleted, changed, added = Curated.objects.all()
    assert (added.before, deleted.after) == (None, None)
    assert added.after["words"] == "telework\nremote work"
    assert changed.after["words"] == words
    assert {each.number for each in (added, changed, deleted)} == {kept.pk}
    page = text_of(client.get(reverse("curated:index")))
    assert "+ home office" in page
    assert page.count(reverse("curated:undo", args=[deleted.pk])) == 1


def test_saving_without_a_change_is_no_change(client: Client) -> None:
    client.post(reverse("synonyms:add"), SYNONYMS)
    kept = SynonymSet.objects.get()
    client.post(reverse("synonyms:edit", args=[kept.pk]), SYNONYMS)
    assert Curated.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"words": "telework"}, "One word alone has no synonym"),
        ({"words": ""}, "This field is required"),
        ({"words": "telework\nTÉLEWORK"}, "stands here twice"),
        ({"words": f"telework\n{'a' * 101}"}, "is too long"),
        ({"words": "telework\n?!"}, "has no letter and no digit"),
        ({"words": "telework\na b c d e f g h i"}, "too many words"),
        ({"words": "\n".join(f"w{n}" for n in range(201))}, "at most 200 words"),
        ({"direction": "one-way"}, "One way needs a word"),
        ({"direction": "sideways"}, "Select a valid choice"),
        ({"language": "xx"}, "Select a valid choice"),
        ({"words": "a\x00b\nc"}, "Null characters are not allowed"),
        ({"words": "a b\n" * 9_000}, "at most 20000 characters"),
    ],
)
def test_what_is_wrong_is_said(
    client: Client, fields: dict[str, str], sentence: str
) -> None:
    answer = client.post(reverse("synonyms:add"), {**SYNONYMS, **fields})
    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert not SynonymSet.objects.exists()


def test_a_phrase_stands_there_once(client: Client) -> None:
    form = {"phrase": "please find", "language": "", "active": "on"}
    client.post(reverse("stop_phrases:add"), form)
    again = client.post(reverse("stop_phrases:add"), {**form, "phrase": "Please  FIND"})
    assert "This phrase is there already." in text_of(again)
    assert StopPhrase.objects.count() == 1


def pinned(**fields: str) -> dict[str, str]:
    form = {"queries": "parking", "first": "", "left_out": "", "language": ""}
    return {**form, "until": "", "active": "on", "note": "", **fields}


def test_pins_are_addresses_of_pages(client: Client) -> None:
    one = make_entry("Badges", url="/en/badges/")
    two = make_entry("Bicycles", url="/en/bicycles/")
    first = f"https://hub.example/en/bicycles/?x=1\n{one.key}"
    client.post(reverse("pinned:add"), pinned(first=first))
    rule = PinnedQuery.objects.get()
    assert [each.key for each in rule.entries.all()] == [two.key, one.key]
    history = text_of(client.get(reverse("curated:index")))
    assert "Stands first: Bicycles, Stands first: Badges" in history
    page = text_of(client.get(reverse("pinned:edit", args=[rule.pk])))
    assert "/en/bicycles/\n/en/badges/" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"first": "/nowhere/"}, "No page of this hub has the address"),
        ({"first": "http://[broken"}, "No page of this hub has the address"),
        ({}, "Say which pages"),
        ({"first": "/here/", "left_out": "/here"}, "stands here twice"),
        ({"first": "/here/", "queries": "?"}, "has no letter"),
        ({"first": "/here/", "until": "2001-01-01"}, "This day is over."),
        ({"first": "/here/", "queries": "\n".join(map(str, range(60)))}, "At most 50"),
    ],
)
def test_pins_that_cannot_be_are_refused(
    client: Client, fields: dict[str, str], sentence: str
) -> None:
    make_entry("Here", url="/here/")
    answer = client.post(reverse("pinned:add"), pinned(**fields))
    assert sentence in text_of(answer)
    assert not PinnedQuery.objects.exists()


def test_nobody_learns_of_a_closed_page_by_pinning_it(client: Client) -> None:
    crew = Group.objects.create(name="crew")
    make_entry("Zeppelin", url="/zeppelin/", place=closed_place(crew))
    answer = client.post(reverse("pinned:add"), pinned(first="/zeppelin/"))
    assert "No page of this hub has the address" in text_of(answer)


def test_a_query_is_arranged_once(client: Client) -> None:
    make_entry("Here", url="/here/")
    client.post(reverse("pinned:add"), pinned(first="/here/"))
    again = client.post(
        reverse("pinned:add"), pinned(first="/here/", queries="PARKING")
    )
    assert "is arranged already" in text_of(again)


def test_the_preview_marks_what_is_new_and_stores_nothing(client: Client) -> None:
    make_entry("Remote work at the office")
    Question.objects.create(
        key="telework rules", text="Telework rules", shown_from="2026-01-01"
    )
    Question.objects.create(key="telework secret", text="Telework secret")
    answer = client.post(reverse("synonyms:add"), {**SYNONYMS, "preview": "1"})
    page = text_of(answer)
    assert [one.query for one in answer.context["comparisons"]] == [
        "Telework rules",
        "telework",
        "remote work",
    ]
    new = answer.context["comparisons"][1]
    assert ([line.mark for line in new.after], new.total_before) == (["new"], 0)
    assert "Remote work at the office" in page
    assert "Telework secret" not in page
    assert not SynonymSet.objects.exists()
    assert not Curated.objects.exists()


def test_the_preview_marks_what_is_lost_and_moved(client: Client) -> None:
    for number in range(3):
        make_entry(f"Parking {number}", url=f"/parking/{number}/")
    form = pinned(first="/parking/2/", left_out="/parking/0/")
    answer = client.post(reverse("pinned:add"), {**form, "preview": "1"})
    (one,) = answer.context["comparisons"]
    before = {line.found.entry.url: line.mark for line in one.before}
    after = {line.found.entry.url: line.mark for line in one.after}
    assert before["/parking/0/"] == "lost"
    assert next(iter(after)) == "/parking/2/"
    assert (one.total_before, one.total_after) == (3, 2)


def test_hits_of_the_preview_are_put_first_and_left_out(client: Client) -> None:
    one, two = make_entry("Parking one"), make_entry("Parking two")
    add = reverse("pinned:add")
    form = pinned()
    answer = client.post(add, {**form, "preview": "1"})
    (seen,) = answer.context["comparisons"]
    assert (len(seen.before), seen.is_same) == (2, True)
    answer = client.post(add, {**form, "put_first": one.key})
    (seen,) = answer.context["comparisons"]
    assert seen.after[0].found.entry == one
    answer = client.post(add, {**form, "first": one.key, "put_left_out": two.key})
    (seen,) = answer.context["comparisons"]
    assert [line.found.entry for line in seen.after] == [one]
    assert answer.context["form"]["left_out"].value() == two.key
    assert not PinnedQuery.objects.exists()


@pytest.mark.parametrize(
    ("name", "seen"),
    [("stranger", False), ("agent", False), ("agency:tram", True), ("me", False)],
)
def test_the_preview_is_never_more_than_the_manager_may_read(
    client: Client, manager: User, name: str, seen: bool
) -> None:
    agency = Agency.objects.create(slug="tram", name_en="Tram works")
    make_entry("Remote work in the tram", place=closed_place(agency.group))
    form = {**SYNONYMS, "preview": "1", "preview_reader": name}
    answer = client.post(reverse("synonyms:add"), form)
    assert "Remote work in the tram" not in text_of(answer)
    manager.agency = agency
    manager.save()
    answer = client.post(reverse("synonyms:add"), form)
    found = "Remote work in the tram" in text_of(answer)
    assert found is (seen or name == "me")


def test_bad_queries_and_readers_of_a_preview_do_no_harm(client: Client) -> None:
    form = {
        **SYNONYMS,
        "preview": "1",
        "preview_reader": "agency:\x00" + "x" * 500,
        "preview_queries": "\x00\n" + "y" * 9_000 + '\n" -\nagency:',
    }
    assert client.post(reverse("synonyms:add"), form).status_code == 200


def test_many_sets_are_taken_in_and_wrong_lines_told(client: Client) -> None:
    add_synonyms(["known", "already"])
    typed = (
        "telework = remote work = Homeoffice\n\n"
        "vehicle > car, bicycle\n"
        "fr: congé ; vacances\n"
        "alone\n"
        "Already = KNOWN\n"
    )
    answer = client.post(reverse("synonyms:import"), {"lines": typed})
    page = text_of(answer)
    assert "3 sets were added." in page
    wrong = answer.context["taken"].wrong
    assert [(one.number, one.text) for one in wrong] == [
        (5, "alone"),
        (6, "Already = KNOWN"),
    ]
    assert "One word alone" in wrong[0].reason
    assert "This set is there already." in wrong[1].reason
    one_way = SynonymSet.objects.get(direction="one-way")
    assert (one_way.words, one_way.also) == ("vehicle", "car\nbicycle")
    assert SynonymSet.objects.get(language="fr").words == "congé\nvacances"


def test_an_export_can_be_imported_again(client: Client) -> None:
    client.post(
        reverse("synonyms:add"), {**SYNONYMS, "direction": "one-way", "also": "x\ny"}
    )
    client.post(reverse("synonyms:add"), {**SYNONYMS, "active": "", "language": "de"})
    sheet = client.get(reverse("synonyms:index"), {"export": "csv"})
    data = b"".join(sheet.streaming_content) if sheet.streaming else sheet.content
    before = list(SynonymSet.objects.order_by("pk").values_list("words", "also"))
    SynonymSet.objects.all().delete()
    file = SimpleUploadedFile("synonyms.csv", data)
    answer = client.post(reverse("synonyms:import"), {"file": file})
    assert answer.status_code == 302
    after = SynonymSet.objects.order_by("pk").values_list("words", "also")
    assert sorted(after) == sorted(before)
    assert SynonymSet.objects.filter(active=False, language="de").count() == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"lines": ""}, "Write some sets"),
        ({"file": SimpleUploadedFile("x.csv", b"\xff\xfe\x00")}, "no text in UTF-8"),
        ({"file": SimpleUploadedFile("x.csv", b"")}, "empty"),
    ],
)
def test_files_that_cannot_be_read_are_refused(
    client: Client, data: dict[str, Any], sentence: str
) -> None:
    answer = client.post(reverse("synonyms:import"), data)
    assert (answer.status_code, sentence in text_of(answer)) == (200, True)
