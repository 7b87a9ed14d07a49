"""The reports on what people search as pages of the admin and as files."""

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from openpyxl import load_workbook

from accounts.models import Agency, User
from accounts.services import create_user
from practices.models import AgencySectionPage
from search.models import Question, Rewording, Step
from tests.search.entries import closed_place, make_entry
from tests.search.reported import URL, cell, manager, missed, question, signed_in

pytestmark = pytest.mark.django_db
NOTHING = {"searches": 6, "without_result": 6}
NO_ROWS = {
    "": "Nothing of the kind in this period.",
    "without-click/": "Nothing of the kind in this period.",
    "rising/": "Nothing of the kind in this period.",
    "all/": "Nothing of the kind in this period.",
    "done/": "Nothing was done yet.",
    "wishes/": "Nobody waits for a page.",
}
PAGES = ("", "without-click/", "rising/", "all/", "done/", "wishes/")


@pytest.fixture
def agency(db: None) -> Agency:
    return Agency.objects.create(slug="wilgendam", name_en="Wilgendam", country="be")


@pytest.fixture
def client(agency: Agency) -> Client:
    return signed_in(manager(agency))


def shown(client: Client, path: str = "", **chosen: str) -> str:
    answer = client.get(URL + path, chosen)
    assert answer.status_code == 200
    return str(answer.content.decode())


def rows(client: Client, path: str = "", **chosen: str) -> list[str]:
    answer: Any = client.get(URL + path, {"export": "csv", **chosen})
    text = b"".join(answer.streaming_content).decode()
    return [line["Search"] for line in csv.DictReader(io.StringIO(text))]


@pytest.mark.parametrize("path", PAGES)
def test_reports_are_for_knowledge_managers(client: Client, path: str) -> None:
    section = AgencySectionPage.objects.get()
    editor = create_user("editor@wilgendam.example", agency=section.agency)
    editor.groups.add(Group.objects.get(pk=section.publishers_id))
    asked = question("secret", (1, NOTHING))
    assert client.get(URL + path).status_code == 200
    answer = signed_in(editor).get(URL + path)
    assert answer.status_code == 302
    step = signed_in(editor).post(f"{URL}{asked.pk}/ignore/")
    assert step.status_code == 302
    assert not Question.objects.filter(ignored_at__isnull=False).exists()
    assert URL not in signed_in(editor).get("/admin/").content.decode()


def test_menu_and_reports_lead_there(client: Client) -> None:
    assert client.get("/admin/").content.decode().count(URL) >= 2


@pytest.mark.parametrize("path", PAGES)
def test_empty_reports_say_so(client: Client, path: str) -> None:
    assert NO_ROWS[path] in shown(client, path)


def test_row_says_how_often_by_whom_and_what_next(
    client: Client, agency: Agency
) -> None:
    asked = question("télétravail", (1, NOTHING), language="fr")
    cell(asked, agency, 7)
    other = question("homeoffice", (1, {}))
    Rewording.objects.create(before=asked, after=other, visitors=3, most=2)
    missed(create_user("lea@wilgendam.example", agency=agency), "teletravail")
    page = shown(client)
    assert '<div class="title-wrapper" lang="fr">télétravail</div>' in page
    assert "Asked for by 1 person" in page
    assert "Wilgendam (7)" in page
    assert "homeoffice</span> (3)" in page


def test_what_was_masked_is_told_in_words(client: Client) -> None:
    question("write to [mail]", (1, NOTHING))
    assert "write to [mail]" in shown(client)


def test_form_narrows_the_rows(client: Client, agency: Agency) -> None:
    french = question("télétravail", (1, NOTHING), language="fr")
    question("homework", (50, NOTHING), language="en")
    ignored = question("chatter", (1, NOTHING), language="en")
    client.post(f"{URL}{ignored.pk}/ignore/")
    cell(french, agency, 5)
    assert rows(client) == ["télétravail"]
    assert rows(client, period="90") == ["télétravail", "homework"]
    assert rows(client, period="90", language="en") == ["homework"]
    assert rows(client, period="90", text="travail") == ["télétravail"]
    assert rows(client, period="90", agency=str(agency.pk)) == ["télétravail"]
    assert rows(client, ignored="on") == ["télétravail", "chatter"]


def test_rows_are_sorted_and_cut_into_pages(client: Client) -> None:
    for number in range(21):
        question(f"question {number:02}", (1, {**NOTHING, "searches": 6 + number}))
    assert "question 20" in shown(client, ordering="-searches")
    assert "question 00" not in shown(client, ordering="-searches")
    assert "question 00" in shown(client, ordering="-searches", p="2")
    assert len(rows(client)) == 21


@pytest.mark.parametrize(
    "chosen",
    [
        {"period": "x" * 500},
        {"agency": "9" * 30},
        {"agency": "%"},
        {"language": "tlh"},
        {"text": "a\x00b"},
        {"text": "x" * 401},
        {"period": "\x00", "export": "csv"},
    ],
)
def test_wrong_choice_is_a_sentence(client: Client, chosen: dict[str, str]) -> None:
    answer = client.get(URL, chosen)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize(
    "chosen", [{"p": "9" * 40}, {"p": "x"}, {"ordering": "pk__x"}, {"export": "pdf"}]
)
def test_page_that_is_none_is_the_nearest(
    client: Client, chosen: dict[str, str]
) -> None:
    question("something", (1, NOTHING))
    assert "something" in shown(client, **chosen)


def test_file_holds_no_formula_and_only_what_shows(client: Client) -> None:
    question("=SUM(A1:A9)", (1, NOTHING))
    question("two people", (1, {**NOTHING, "visitors": 2}))
    assert rows(client) == ["'=SUM(A1:A9)"]
    answer: Any = client.get(URL, {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet["A2"].value == "=SUM(A1:A9)"
    assert sheet["A2"].data_type == "s"
    assert sheet.max_row == 2


def test_nearest_thing_is_what_the_manager_finds(client: Client) -> None:
    question("fietsleasebank", (1, NOTHING), language="nl")
    question("zeppelin", (1, NOTHING))
    question("nowhere", (1, NOTHING))
    make_entry("Fietslease voor personeel", language="nl")
    make_entry("Zeppelin in the yard")
    page = shown(client)
    assert "fietslease, 1 result" in page
    assert "Finds 1 result now" in page
    assert "Nothing close" in page


def test_nothing_behind_a_wall_is_near(client: Client) -> None:
    question("fietsleasebank", (1, NOTHING), language="nl")
    before = shown(client)
    place = closed_place(Group.objects.create(name="others"))
    make_entry("Fietslease voor personeel", language="nl", place=place)
    make_entry("Fietsleasebank", language="nl", place=place)
    after = shown(client)
    assert before.count("Nothing close") == after.count("Nothing close") == 1


def test_ten_times_the_rows_take_as_many_queries(
    client: Client,
    agency: Agency,
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    agent = create_user("lea@wilgendam.example", agency=agency)

    def add(number: int) -> None:
        asked = question(f"fietsleasebank{'x' * number}", (1, NOTHING), language="nl")
        cell(asked, agency, 6)
        missed(agent, asked.text)
        Step.objects.create(question=asked, kind=Step.Kind.SYNONYM, number=1)

    make_entry("Fietslease voor personeel", language="nl")
    add(0)
    for path in PAGES:
        client.get(URL + path)
    counts = {}
    for path in PAGES:
        with django_assert_max_num_queries(45) as one:
            client.get(URL + path)
        counts[path] = len(one)
    for number in range(1, 10):
        add(number)
    for path in PAGES:
        with django_assert_num_queries(counts[path]):
            client.get(URL + path)


def test_wishes_do_not_say_who_asked(client: Client, agency: Agency) -> None:
    agent: User = create_user(
        "lea@wilgendam.example", first_name="Lea", last_name="Moens", agency=agency
    )
    missed(agent, "telework", "Which days from France?")
    page = shown(client, "wishes/")
    assert "Which days from France?" in page
    assert "Wilgendam" in page
    assert "Moens" not in page
    answer: Any = client.get(URL + "wishes/", {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert "Which days from France?" in text
    assert "Moens" not in text
    assert "lea@" not in text


def test_wish_whose_search_finds_something_by_now_says_so(
    client: Client, agency: Agency
) -> None:
    missed(create_user("lea@wilgendam.example", agency=agency), "zeppelin")
    assert "result now" not in shown(client, "wishes/")
    make_entry("Zeppelin in the yard")
    assert "Finds 1 result now" in shown(client, "wishes/")


def test_pages_asked_for_are_filtered(client: Client, agency: Agency) -> None:
    missed(create_user("lea@wilgendam.example", agency=agency), "telework", "France?")
    assert "France?" in shown(client, "wishes/", state="open")
    assert "France?" not in shown(client, "wishes/", state="declined")
