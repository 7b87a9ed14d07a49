"""Discussions and comments among the results, on both engines."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from catalogue import drain
from communities.models import CommunityPage, Readers, TalkRule, Thread
from practices.models import AgencySectionPage, CasePage
from search.indexing.compare import compare
from search.indexing.rebuild import rebuild
from search.indexing.sync import sync
from tests.communities.people import agency, client_of
from tests.communities.said import comment, comments_on, discussion
from tests.test_twin_world import TOKEN

pytestmark = pytest.mark.django_db

ELASTICSEARCH = pytest.param(
    "elasticsearch", marks=[pytest.mark.elasticsearch, pytest.mark.once]
)
Make = Callable[..., CommunityPage]
Person = Callable[..., User]


@pytest.fixture(params=["database", ELASTICSEARCH], autouse=True)
def engine(request: pytest.FixtureRequest) -> str:
    if request.param == "elasticsearch":
        request.getfixturevalue("use_elasticsearch")
        rebuild()
    return str(request.param)


@pytest.fixture
def case(db: None) -> CasePage:
    town = agency("town-hall")
    page = CasePage(
        title="Parking permits",
        slug="permits",
        agency=town,
        summary="Residents ask for a permit online.",
        status="in-use",
    )
    AgencySectionPage.objects.get(agency=town).add_child(instance=page)
    return page


@pytest.fixture
def inside(outsider: User) -> Client:
    return client_of(outsider)


def settle() -> None:
    drain.run_all()
    if settings.ELASTICSEARCH_URL:
        sync()


def found(client: Client, **parameters: Any) -> Any:
    settle()
    response = client.get("/search/", parameters)
    assert response.status_code == 200
    return response


def tabs(page: Any) -> dict[str, int]:
    return {tab.value: tab.count for tab in page.tabs if tab.value}


def test_discussion_says_where_it_stands_and_how_far_it_is(
    community: Make, inside: Client
) -> None:
    page = community("open", "Street parking")
    discussion(page, "How long is a permit valid?", "Ours says a year.", "Two here")
    response = found(inside, q="permit valid")
    (row,) = response.context["page"].rows
    assert (row.line.kind, row.line.status) == ("discussion", "open")
    assert row.line.talk.community == "Street parking"
    assert row.line.talk.replies == 1
    assert not row.line.talk.closed
    html = response.content.decode()
    assert "1 reply" in html
    assert "Members only" not in html
    assert tabs(response.context["page"]) == {"discussion": 1}


def test_members_see_that_only_members_read_it(community: Make, member: Person) -> None:
    page = community("restricted", "Street parking")
    discussion(page, "How long is a permit valid?")
    response = found(client_of(member(page)), q="permit", kind="discussion")
    assert "Members only" in response.content.decode()


def test_answer_is_said_to_be_the_answer(community: Make, inside: Client) -> None:
    thread = discussion(community("open"), "Which colour?", "Which key?", "Not mine")
    thread.accepted = comment(thread, "The zeppelin key is blue.")
    thread.save()
    response = found(inside, q="zeppelin")
    (row,) = response.context["page"].rows
    assert row.of_answer
    assert "Accepted answer:" in response.content.decode()
    (other,) = found(inside, q="mine").context["page"].rows
    assert not other.of_answer


def test_passage_is_of_one_comment_and_in_its_language(
    case: CasePage, community: Make, inside: Client
) -> None:
    thread = discussion(community("open"), "Welcher Turm?", "Welcher ist es?")
    comment(thread, "Der rote.", language="de")
    comment(thread, "Le zeppelin & le <b>vert</b>.", language="fr")
    comment(thread, "Der blaue.", language="de")
    said = comments_on(case, "Nobody knows.")
    comment(said, "Eine Luftbrücke hilft.", language="de")
    (row,) = found(inside, q="zeppelin").context["page"].rows
    assert row.snippet_html == "Le <mark>zeppelin</mark> &amp; le vert."
    assert row.snippet_lang == "fr"
    (row,) = found(inside, q="Luftbrücke").context["page"].rows
    assert row.comments.html == "Eine <mark>Luftbrücke</mark> hilft."
    assert row.comments.language == "de"


def test_comments_show_with_their_page(case: CasePage, inside: Client) -> None:
    thread = comments_on(case, "We did not do it.", "A permit costs a zeppelin here.")
    last = thread.comments.order_by("pk").last()
    response = found(inside, q="permit")
    page = response.context["page"]
    (row,) = page.rows
    assert (row.line.kind, page.total) == ("case", 2)
    assert "<mark>permit</mark>" in row.comments.html
    assert row.comments.url == f"/town-hall/permits/?c={last.pk}#c-{last.pk}"
    assert "In the comments:" in response.content.decode()
    assert tabs(page) == {"case": 1, "discussion": 1}


def test_page_is_found_by_its_comments_alone(case: CasePage, inside: Client) -> None:
    comments_on(case, "A permit costs a zeppelin here.")
    page = found(inside, q="zeppelin").context["page"]
    (row,) = page.rows
    assert (row.line.kind, row.line.title) == ("case", "Parking permits")
    assert row.line.url == "/town-hall/permits/"
    assert row.title_html == "Parking permits"
    assert "zeppelin" in row.comments.html
    assert page.total == 1


def test_title_of_a_page_does_not_find_its_comments(
    case: CasePage, inside: Client
) -> None:
    comments_on(case, "We charge nothing")
    page = found(inside, q="parking").context["page"]
    assert page.total == 1
    assert page.rows[0].comments is None


def test_tab_of_discussions_has_both_kinds(
    case: CasePage, community: Make, inside: Client
) -> None:
    thread = comments_on(case, "A permit costs a zeppelin here.")
    discussion(community("open"), "Zeppelin?", "Who has one?")
    everything = found(inside, q="zeppelin").context["page"]
    assert tabs(everything) == {"discussion": 2}
    page = found(inside, q="zeppelin", kind="discussion").context["page"]
    assert page.total == 2
    assert {row.line.kind for row in page.rows} == {"discussion", "thread"}
    said = next(row for row in page.rows if row.line.kind == "thread")
    first = thread.comments.get()
    assert said.line.url == f"/town-hall/permits/?c={first.pk}#c-{first.pk}"
    cases = found(inside, q="zeppelin", kind="case").context["page"]
    assert cases.total == 0


def test_api_and_file_know_discussions(
    case: CasePage, community: Make, inside: Client
) -> None:
    comments_on(case, "A permit costs a zeppelin here.")
    discussion(community("open"), "Zeppelin?", "Who has one?")
    settle()
    answer = inside.get("/api/v1/search", {"q": "zeppelin", "kind": "discussion"})
    body = answer.json()
    assert body["total"] == 2
    assert {one["kind"] for one in body["results"]} == {"discussion"}
    counts = {one["value"]: one["count"] for one in body["facets"]["kind"]}
    assert counts == {"discussion": 2}
    lines = inside.get("/search/results.csv", {"q": "zeppelin"}).content.decode()
    assert "Zeppelin?,Discussion" in lines
    assert "Parking permits,Case" in lines


def test_filter_by_community(community: Make, member: Person) -> None:
    page = community("private", "Street parking", slug="street-parking")
    user = member(page)
    discussion(page, "How long is a permit valid?")
    discussion(community("open", "Others"), "How long is a permit valid elsewhere?")
    client = client_of(user)
    everything = found(client, q="permit").context["page"]
    assert everything.total == 2
    response = found(client, q="permit", community="street-parking")
    shown = response.context["page"]
    assert [row.line.title for row in shown.rows] == ["How long is a permit valid?"]
    assert [chip.label for chip in shown.chips] == ["Street parking"]
    facet = next(one for one in shown.facets if one.name == "community")
    assert {one.label: one.count for one in facet.options} == {
        "Street parking": 1,
        "Others": 1,
    }


def test_closed_community_is_named_to_nobody_else(
    community: Make, inside: Client
) -> None:
    page = community("confidential", "Night watch")
    discussion(page, "How long is a permit valid?")
    for client in (inside, Client()):
        there, nowhere = (
            TOKEN.sub(b"", found(client, q="permit", community=slug).content)
            for slug in (page.slug, "night-watch-0")
        )
        assert b"Night watch" not in there
        plain = there.replace(page.slug.encode(), b"night-watch-0")
        assert plain == nowhere


def test_strangers_find_no_talk_unless_a_rule_opens_it(
    case: CasePage, community: Make
) -> None:
    stranger = Client()
    comments_on(case, "A permit costs a zeppelin here.")
    discussion(community("open"), "Zeppelin?", "Who has one?")
    assert found(stranger, q="zeppelin").context["page"].total == 0
    TalkRule.objects.create(page=None, readers=Readers.EVERYONE)
    assert found(stranger, q="zeppelin").context["page"].total == 0
    for thread in Thread.objects.exclude(page=None):
        thread.readers = Readers.EVERYONE
        thread.save()
    page = found(stranger, q="zeppelin").context["page"]
    assert [row.line.kind for row in page.rows] == ["case"]


def test_public_feed_and_map_of_the_site_hold_no_talk(
    case: CasePage, community: Make
) -> None:
    TalkRule.objects.create(page=None, readers=Readers.EVERYONE)
    comments_on(case, "A permit costs a zeppelin here.")
    discussion(community("open"), "Zeppelin?", "Who has one?")
    settle()
    stranger = Client()
    assert b"<entry" not in stranger.get("/search/feed/?q=zeppelin").content
    sitemap = stranger.get("/sitemap.xml").content
    assert b"permits/" in sitemap
    assert b"#comments" not in sitemap
    assert b"discussions" not in sitemap


def test_discussions_complete_what_is_typed_and_comments_do_not(
    case: CasePage, community: Make, inside: Client
) -> None:
    comments_on(case, "Parking costs a zeppelin.")
    discussion(community("open"), "Parking on bridges?", "Who has one?")
    settle()
    rows = inside.get("/search/suggest/?q=park").context["suggestions"]
    assert sorted(row.kind for row in rows) == ["case", "discussion"]


def test_index_has_what_the_catalogue_has(
    case: CasePage, community: Make, engine: str
) -> None:
    comments_on(case, "A permit costs a zeppelin here.")
    discussion(community("open"), "Zeppelin?", "Who has one?")
    settle()
    if engine == "elasticsearch":
        assert not compare(settings.ELASTICSEARCH_PREFIX + "-entries").all_faults


def test_more_talk_costs_no_more_queries(
    case: CasePage, community: Make, inside: Client
) -> None:
    page = community("open")

    def queries() -> int:
        found(inside, q="permit")
        with CaptureQueriesContext(connection) as captured:
            inside.get("/search/", {"q": "permit"})
        return len(captured)

    comments_on(case, "A permit costs a zeppelin here.")
    discussion(page, "Which permit?", "Who has one?")
    few = queries()
    for number in range(8):
        discussion(page, f"Which permit {number}?", "Who has one?", "I do")
    comment(Thread.objects.get(page=case), "Another permit")
    assert queries() == few
    assert few <= (10 if settings.ELASTICSEARCH_URL else 12)
