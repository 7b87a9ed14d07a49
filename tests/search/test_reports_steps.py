"""What a knowledge manager does about a question, and what follows at once."""

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import Agency, User
from accounts.services import create_user
from catalogue import drain
from catalogue.access import reader_of
from hub.notice_sources import ordered_pages
from practices.models import AgencySectionPage, CasePage, GuidePage
from search import services
from search.models import PinnedQuery, Question, Step, SynonymSet
from search.request import SearchRequest
from tests.search.entries import make_entry
from tests.search.reported import URL, manager, missed, question, signed_in

pytestmark = pytest.mark.django_db
NOTHING = {"searches": 6, "without_result": 6}


@pytest.fixture
def agency(db: None) -> Agency:
    return Agency.objects.create(slug="wilgendam", name_en="Wilgendam", country="be")


@pytest.fixture
def section(agency: Agency) -> AgencySectionPage:
    return AgencySectionPage.objects.get(agency=agency)


@pytest.fixture
def hanneke(agency: Agency) -> User:
    return manager(agency)


@pytest.fixture
def client(hanneke: User) -> Client:
    return signed_in(hanneke)


@pytest.fixture
def writer(section: AgencySectionPage) -> User:
    user = create_user(
        "piet@wilgendam.example",
        first_name="Piet",
        last_name="Bos",
        agency=section.agency,
        interface_language="en",
    )
    user.groups.add(section.editors)
    return user


@pytest.fixture
def asked() -> Question:
    return question("fietsleasebank", (1, NOTHING), language="nl")


def titles(q: str) -> list[str]:
    found = services.find(SearchRequest(q=q, language="nl"), reader_of(None))
    return [each.entry.title for each in found.hits]


def test_synonym_is_offered_counted_saved_and_felt(
    client: Client, asked: Question
) -> None:
    make_entry("Fietslease voor personeel", language="nl")
    url = f"{URL}{asked.pk}/synonym/"
    page = client.get(url).content.decode()
    assert ">\nfietslease</textarea>" in page
    assert "Would find 1 result." in page
    look = client.post(url, {"words": "fietslease\nnever", "look": ""})
    assert "Would find 1 result." in look.content.decode()
    assert titles("fietsleasebank") == []
    saved = client.post(url, {"words": "fietslease", "only_language": "on"})
    assert saved.status_code == 302
    assert titles("fietsleasebank") == ["Fietslease voor personeel"]
    kept = SynonymSet.objects.get()
    assert (kept.words, kept.language) == ("fietsleasebank\nfietslease", "nl")
    assert "Synonym," in client.get(URL).content.decode()


def test_synonym_is_undone(client: Client, asked: Question) -> None:
    make_entry("Fietslease voor personeel", language="nl")
    client.post(f"{URL}{asked.pk}/synonym/", {"words": "fietslease"})
    step = Step.objects.get()
    url = f"{URL}done/{step.pk}/undo/"
    assert client.get(url).status_code == 200
    client.post(url)
    assert titles("fietsleasebank") == []
    assert not Step.objects.exists()
    assert client.post(url).status_code == 404


@pytest.mark.parametrize(
    "words",
    [
        "",
        " \n ",
        "Fietsleasebank",
        "x" * 101,
        "a\x00b",
        "\n".join("abcdefghijklmnopqrstuvw"),
    ],
)
def test_wrong_synonym_is_a_sentence(
    client: Client, asked: Question, words: str
) -> None:
    answer = client.post(f"{URL}{asked.pk}/synonym/", {"words": words})
    assert answer.status_code == 200
    assert "error-message" in answer.content.decode()
    assert not SynonymSet.objects.exists()


def test_result_is_pinned_once_and_taken_off(client: Client, asked: Question) -> None:
    entry = make_entry("Bikes on lease")
    url = f"{URL}{asked.pk}/pin/"
    assert "Bikes on lease" in client.get(url, {"q": "bikes"}).content.decode()
    assert client.post(url, {"key": entry.key}).status_code == 302
    assert titles("fietsleasebank") == ["Bikes on lease"]
    again = client.post(url, {"key": entry.key})
    assert again.status_code == 400
    assert Step.objects.count() == 1
    client.post(f"{URL}done/{Step.objects.get().pk}/undo/")
    assert not PinnedQuery.objects.exists()


@pytest.mark.parametrize("key", ["", "page:1000000", "x" * 500, "a\x00"])
def test_only_what_may_be_read_is_pinned(
    client: Client, asked: Question, key: str
) -> None:
    answer = client.post(f"{URL}{asked.pk}/pin/", {"key": key})
    assert answer.status_code == 400
    assert "Choose a result." in answer.content.decode()


def order(section: AgencySectionPage, writer: User, **changed: str) -> dict[str, str]:
    return {
        "kind": "case",
        "title": "Leasing bikes",
        "language": "nl",
        "section": str(section.pk),
        "owner": str(writer.pk),
        "brief": "People search for: fietsleasebank\n<b>More</b>",
        **changed,
    }


def test_page_is_commissioned(
    client: Client,
    asked: Question,
    section: AgencySectionPage,
    writer: User,
    agency: Agency,
) -> None:
    missed(create_user("lea@wilgendam.example", agency=agency), asked.text, "The tax?")
    make_entry("Fietsleasebank en belasting", language="nl")
    form = client.get(f"{URL}{asked.pk}/commission/").content.decode()
    for known in ("6 times in the last 28 days", "The tax?", "en belasting", "Piet"):
        assert known in form
    client.post(f"{URL}{asked.pk}/commission/", order(section, writer))
    page = CasePage.objects.get()
    assert (page.title, page.live, page.agency) == ("Leasing bikes", False, agency)
    assert page.page_owner == writer
    assert page.locale.language_code == "nl"
    assert "&lt;b&gt;More&lt;/b&gt;" in str(page.problem)
    assert page.get_latest_revision() is not None
    assert Step.objects.get().number == page.pk
    (message,) = mail.outbox
    assert message.to == ["piet@wilgendam.example"]
    assert f"/admin/pages/{page.pk}/edit/" in message.body
    assert signed_in(writer).get(f"/admin/pages/{page.pk}/edit/").status_code == 200


def test_writer_is_told_until_the_page_is_there(
    client: Client, asked: Question, section: AgencySectionPage, writer: User
) -> None:
    data = order(section, writer, kind="guide")
    client.post(f"{URL}{asked.pk}/commission/", data)
    reader = reader_of(writer)
    (notice,) = ordered_pages(writer, reader)
    assert notice.title == "Leasing bikes"
    GuidePage.objects.get().save_revision().publish()
    drain.run_all()
    assert list(ordered_pages(writer, reader)) == []


def test_writer_edits_in_the_section(
    client: Client, asked: Question, section: AgencySectionPage, hanneke: User
) -> None:
    url = f"{URL}{asked.pk}/commission/"
    stranger = create_user("jean@valmont.example")
    for owner in (stranger, hanneke):
        answer = client.post(url, order(section, owner))
        assert answer.status_code == 200
    assert not CasePage.objects.exists()


def test_pages_are_ordered_at_home_or_where_one_may_add(
    client: Client, asked: Question, writer: User
) -> None:
    other = Agency.objects.create(slug="valmont", name_fr="Valmont", country="fr")
    elsewhere = AgencySectionPage.objects.get(agency=other)
    editor = create_user("jean@valmont.example", agency=other)
    editor.groups.add(elsewhere.editors)
    url = f"{URL}{asked.pk}/commission/"
    assert client.post(url, order(elsewhere, editor)).status_code == 200
    assert not CasePage.objects.exists()


def test_nowhere_to_order_is_a_sentence(asked: Question) -> None:
    client = signed_in(manager())
    page = client.get(f"{URL}{asked.pk}/commission/").content.decode()
    assert "There is no section in which you may order a page" in page


def test_ignored_question_leaves_the_report_and_comes_back(
    client: Client, asked: Question
) -> None:
    assert "Ignore it" in client.get(f"{URL}{asked.pk}/ignore/").content.decode()
    client.post(f"{URL}{asked.pk}/ignore/")
    assert "fietsleasebank</div>" not in client.get(URL).content.decode()
    assert client.get(f"{URL}{asked.pk}/take-back/").status_code == 405
    client.post(f"{URL}{asked.pk}/take-back/")
    assert "fietsleasebank</div>" in client.get(URL).content.decode()


def test_question_that_does_not_show_is_not_found(client: Client) -> None:
    hidden = question("hidden", (1, NOTHING))
    Question.objects.update(shown_from=None)
    for step in ("synonym", "pin", "commission", "ignore"):
        assert client.get(f"{URL}{hidden.pk}/{step}/").status_code == 404
        assert client.get(f"{URL}{10**12}/{step}/").status_code == 404


def test_buttons_of_the_list_carry_their_token(hanneke: User, asked: Question) -> None:
    client = signed_in(hanneke, enforce_csrf_checks=True)
    Question.objects.update(ignored_at=timezone.now())
    page = client.get(URL, {"ignored": "on"}).content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    form = {"csrfmiddlewaretoken": token}
    url = f"{URL}{asked.pk}/take-back/"
    assert client.post(url).status_code == 403
    assert client.post(url, form).status_code == 302


def test_wish_is_answered_with_a_page(client: Client, agency: Agency) -> None:
    agent = create_user("lea@wilgendam.example", agency=agency)
    wish = missed(agent, "bikes", "The tax on bikes")
    entry = make_entry("Bikes and tax")
    url = f"{URL}wishes/{wish.pk}/answer/"
    assert "Bikes and tax" in client.get(url).content.decode()
    assert client.post(url, {"key": "nothing"}).status_code == 400
    assert client.post(url, {"key": entry.key}).status_code == 302
    wish.refresh_from_db()
    assert wish.answer == entry.key
    assert "Bikes and tax" in client.get(f"{URL}wishes/").content.decode()
    assert client.get(url).status_code == 404


def test_wish_is_declined_with_a_reason(client: Client, agency: Agency) -> None:
    agent = create_user("lea@wilgendam.example", agency=agency)
    wish = missed(agent, "bikes", "The tax on bikes")
    url = f"{URL}wishes/{wish.pk}/decline/"
    for reason in ("", "x" * 256):
        assert client.post(url, {"reason": reason}).status_code == 200
    assert client.post(url, {"reason": "The ministry has it."}).status_code == 302
    page = client.get(f"{URL}wishes/").content.decode()
    assert "The ministry has it." in page
