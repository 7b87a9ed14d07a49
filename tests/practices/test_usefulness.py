"""Was this page useful: who answers, who reads it, and what nobody learns."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Agency, User
from accounts.profiles import close_account, data_of
from hub import notice_sources as notices
from practices import usefulness
from practices.models import AgencySectionPage, CasePage, Usefulness
from tests.practices.conftest import MakeCase, person, wall

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def page(
    section: AgencySectionPage,
    make_case: MakeCase,
    editor: User,
    drained: Callable[[], None],
) -> CasePage:
    case = make_case(section, "Counter", page_owner=editor)
    drained()
    return case


def address(page: Any) -> str:
    return f"/useful/{page.pk}/"


def shown(client: Client, page: Any) -> str:
    return client.get(page.url).content.decode()


def pressed(html: str) -> list[str]:
    buttons = re.findall(r'value="(\w+)" aria-pressed="true"', html)
    return [str(each) for each in buttons]


def test_agent_answers_changes_and_takes_it_back(
    page: CasePage, lea: User, signed_in: SignIn
) -> None:
    client = signed_in(lea)
    assert "Was this page useful?" in shown(client, page)
    assert pressed(shown(client, page)) == []
    answer = client.post(address(page), {"v": "yes"})
    assert answer.headers["Location"] == f"{page.url}#useful"
    assert pressed(shown(client, page)) == ["yes"]
    client.post(address(page), {"v": "no"})
    client.post(address(page), {"v": "no", "missing": "What it cost."})
    html = shown(client, page)
    assert pressed(html) == ["no"]
    assert 'value="What it cost."' in html
    said = Usefulness.objects.get()
    assert (said.useful, said.missing, said.by) == (False, "What it cost.", lea)
    client.post(address(page), {"v": "no"})
    assert Usefulness.objects.get().missing == "What it cost."
    client.post(address(page), {"v": "yes"})
    assert Usefulness.objects.get().missing == ""
    client.post(address(page), {"v": "back"})
    assert not Usefulness.objects.exists()
    assert pressed(shown(client, page)) == []


def test_answer_is_swapped_in_place(
    page: CasePage, lea: User, signed_in: SignIn
) -> None:
    client = signed_in(lea)
    html = client.post(address(page), {"v": "no"}, headers=HTMX).content.decode()
    assert "<html" not in html
    assert pressed(html) == ["no"]
    assert "What is missing?" in html
    html = client.post(address(page), {"v": "back"}, headers=HTMX).content.decode()
    assert "Your answer is taken back." in html


@pytest.mark.parametrize(
    "sent",
    [{}, {"v": "maybe"}, {"v": "no", "missing": "x" * 301}, {"v": "no\x00"}],
    ids=["nothing", "unknown", "too long", "control sign"],
)
def test_bad_answers_are_refused_and_nothing_typed_is_lost(
    page: CasePage, lea: User, signed_in: SignIn, sent: dict[str, str]
) -> None:
    client = signed_in(lea)
    usefulness.answer(page, lea, useful=False)
    answer = client.post(address(page), sent)
    assert answer.status_code == 400
    html = answer.content.decode()
    if "missing" in sent:
        assert "Write at most 300 characters." in html
        assert sent["missing"] in html
    assert Usefulness.objects.get().missing == ""


def test_control_signs_leave_the_line(
    page: CasePage, lea: User, signed_in: SignIn
) -> None:
    sent = {"v": "no", "missing": "What\x00 it\ncost <b>"}
    assert signed_in(lea).post(address(page), sent).status_code == 302
    assert "\x00" not in Usefulness.objects.get().missing
    assert "\n" not in Usefulness.objects.get().missing
    assert "cost &lt;b&gt;" in shown(signed_in(lea), page)


def test_strangers_and_guests_are_asked_nothing(
    page: CasePage, agency: Agency, client: Client, signed_in: SignIn
) -> None:
    guest = person("guest", agency)
    User.objects.filter(pk=guest.pk).update(is_guest=True)
    guest = User.objects.get(pk=guest.pk)
    guest.groups.clear()
    for reader in (client, signed_in(guest)):
        assert "useful" not in shown(reader, page).partition("</main>")[0]
    assert client.post(address(page), {"v": "yes"}).status_code == 302
    assert signed_in(guest).post(address(page), {"v": "yes"}).status_code == 404
    assert not Usefulness.objects.exists()


def test_closed_pages_and_drafts_are_not_there(
    page: CasePage,
    draft: CasePage,
    lea: User,
    signed_in: SignIn,
    drained: Callable[[], None],
) -> None:
    client = signed_in(lea)
    wall(page, None)
    drained()
    for number in (page.pk, draft.pk, 10**9):
        for send in (client.get, client.post):
            assert send(f"/useful/{number}/", {"v": "yes"}).status_code == 404
    assert not Usefulness.objects.exists()


def test_collections_and_previews_ask_nothing(
    section: AgencySectionPage,
    page: CasePage,
    make_collection: Any,
    lea: User,
    editor: User,
    signed_in: SignIn,
    drained: Callable[[], None],
) -> None:
    collection = make_collection(section, page)
    drained()
    assert "page useful?" not in shown(signed_in(lea), collection)
    assert signed_in(lea).get(address(collection)).status_code == 404
    preview = signed_in(editor).get(f"/admin/pages/{page.pk}/view_draft/")
    assert "useful" not in preview.content.decode().partition("</main>")[0]


def test_owner_reads_figures_from_three_answers_on_and_never_a_name(
    page: CasePage, editor: User, lea: User, agency: Agency, signed_in: SignIn
) -> None:
    client = signed_in(editor)
    assert "What readers say of this page" in shown(client, page)
    assert "Was this page useful?</legend>" not in shown(client, page)
    usefulness.answer(page, lea, useful=False, missing="What it cost.")
    usefulness.answer(page, person("two", agency), useful=True)
    html = client.get(address(page)).content.decode()
    assert "There are few answers yet." in html
    assert "What it cost." in html
    assert "readers answered" not in html
    usefulness.answer(page, person("three", agency), useful=True)
    html = client.get(address(page)).content.decode()
    assert "3 readers answered; 2 found the page useful." in html
    main = html.partition("<main")[2].partition("</main>")[0]
    assert "lea" not in re.sub("<[^>]+>", " ", main).split()


def test_other_agents_read_no_answers(
    page: CasePage, lea: User, jean: User, publisher: User, signed_in: SignIn
) -> None:
    usefulness.answer(page, lea, useful=False, missing="What it cost.")
    assert b"What it cost." not in signed_in(jean).get(address(page)).content
    assert b"What it cost." in signed_in(publisher).get(address(page)).content


def test_one_answer_for_each_agent_and_page(page: CasePage, lea: User) -> None:
    usefulness.answer(page, lea, useful=True)
    usefulness.answer(page, lea, useful=False)
    assert Usefulness.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Usefulness.objects.create(page=page, by=lea, useful=True)


def test_too_many_answers_have_to_wait(
    page: CasePage, lea: User, signed_in: SignIn
) -> None:
    cache.clear()
    client = signed_in(lea)
    statuses = [
        client.post(address(page), {"v": "yes"}).status_code for _ in range(121)
    ]
    assert statuses[:120] == [302] * 120
    assert statuses[120] == 429


def test_bell_tells_the_owner_of_new_lines(
    page: CasePage, editor: User, lea: User, signed_in: SignIn
) -> None:
    def bell(user: User) -> str:
        return signed_in(user).get("/notices/").content.decode()

    usefulness.answer(page, lea, useful=False)
    assert "what is missing" not in bell(editor)
    usefulness.answer(page, lea, useful=False, missing="What it cost.")
    assert "A reader says what is missing on your page:" in bell(editor)
    assert address(page) in bell(editor)
    assert "What it cost." not in bell(editor)
    assert address(page) not in bell(lea)
    long_ago = timezone.now() - notices.LATELY - datetime.timedelta(days=1)
    Usefulness.objects.update(at=long_ago)
    assert address(page) not in bell(editor)


def test_report_is_for_those_who_work_on_the_pages(
    page: CasePage,
    public: CasePage,
    editor: User,
    agency: Agency,
    lea: User,
    signed_in: SignIn,
) -> None:
    for number in range(4):
        usefulness.answer(page, person(f"a{number}", agency), useful=number > 0)
    usefulness.answer(page, lea, useful=False, missing="What it cost.")
    usefulness.answer(public, lea, useful=False)
    report = "/admin/reports/useful/"
    assert signed_in(lea).get(report).status_code == 302
    html = signed_in(editor).get(report).content.decode()
    assert "Counter" in html
    assert "60 %" in html
    assert "Others public" not in html
    html = signed_in(editor).get(f"{report}?missing=true").content.decode()
    assert "Counter" in html
    rows = signed_in(editor).get(f"{report}?export=csv")
    text = b"".join(rows.streaming_content).decode()
    assert "Counter" in text
    assert ",5,3,1," in text


def test_report_hides_few_answers(
    page: CasePage, editor: User, lea: User, signed_in: SignIn
) -> None:
    usefulness.answer(page, lea, useful=False)
    html = signed_in(editor).get("/admin/reports/useful/").content.decode()
    assert "Few yet" in html
    assert "0 %" not in html
    rows = signed_in(editor).get("/admin/reports/useful/?export=csv")
    text = b"".join(rows.streaming_content).decode()
    assert "Counter" in text
    assert ",1," not in text


def test_answers_are_in_ones_own_data_and_end_with_the_account(
    page: CasePage, lea: User, jean: User
) -> None:
    usefulness.answer(page, lea, useful=False, missing="What it cost.")
    usefulness.answer(page, jean, useful=True)
    (row,) = data_of(lea)["usefulness"]
    assert (row["page__title"], row["missing"]) == ("Counter", "What it cost.")
    close_account(lea)
    assert Usefulness.objects.get().by == jean
    jean.delete()
    assert not Usefulness.objects.exists()
