"""What pages of cases, guides, collections and agencies show, and to whom."""

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from accounts.models import User
from practices.models import (
    AgencySectionPage,
    CaseAsset,
    CaseContact,
    CaseIndicator,
    CasePage,
    CasePartner,
)
from practices.templatetags.practice_video import video_frame
from tests.practices.conftest import publish

Make = Callable[..., Any]
SignIn = Callable[[User], Client]
Drained = Callable[[], None]
TODAY = timezone.localdate()


def shown(client: Client, page: Any, rest: str = "") -> str:
    answer = client.get(f"{page.url}{rest}", headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


def stream(*blocks: tuple[str, Any]) -> str:
    return json.dumps([{"type": name, "value": value} for name, value in blocks])


@pytest.fixture
def case(section: AgencySectionPage, make_case: Make, drained: Drained) -> CasePage:
    page = make_case(section, "A case", status="in-use")
    page.contacts = [
        CaseContact(name="Ola Open", email="ola@noordzoom.example", public=True),
        CaseContact(name="Mia Members", email="mia@noordzoom.example", public=False),
    ]
    page.indicators = [CaseIndicator(name="Days", baseline=40, value=10)]
    page.partners = [CasePartner(agency=section.agency, role="paid for it")]
    page.assets = [CaseAsset(title="Letter", url="https://noordzoom.example/letter")]
    publish(page)
    drained()
    return page


def test_contacts_that_are_not_public_are_for_agents(
    client: Client, case: CasePage, editor: User, signed_in: SignIn
) -> None:
    stranger, agent = shown(client, case), shown(signed_in(editor), case)
    assert "Ola Open" in stranger
    assert "Mia Members" not in stranger
    assert "mia@" not in stranger
    assert "Mia Members" in agent


def test_figures_stand_with_their_change(client: Client, case: CasePage) -> None:
    page = shown(client, case)
    assert "−75 %" in page
    assert "Not measured yet" not in page


def test_fields_without_content_are_not_shown_but_results_are(
    client: Client, section: AgencySectionPage, make_case: Make, drained: Drained
) -> None:
    page = make_case(section, "Bare")
    drained()
    text = shown(client, page)
    assert "Not measured yet" in text
    for heading in ("Lessons", "Files to reuse", "Who took part", "Will it last"):
        assert f"<h2>{heading}" not in text


@pytest.mark.parametrize(("days", "stale"), [(-31, True), (-30, False), (10, False)])
def test_freshness_turns_amber_thirty_days_after_the_review_date(
    client: Client,
    section: AgencySectionPage,
    make_case: Make,
    drained: Drained,
    days: int,
    stale: bool,
) -> None:
    review_on = TODAY + datetime.timedelta(days=days)
    page = make_case(section, checked_on=TODAY, review_on=review_on)
    drained()
    text = shown(client, page)
    assert ("Not checked since" in text) is stale
    assert ('class="fresh"' in text) is not stale


def test_foreign_page_says_its_language_on_every_own_text(
    client: Client, section: AgencySectionPage, make_case: Make, drained: Drained
) -> None:
    french = Locale.objects.get(language_code="fr")
    page = make_case(section, "Une lettre claire", locale=french)
    drained()
    text = shown(client, page)
    assert '<h1 lang="fr">Une lettre claire</h1>' in text
    assert '<p class="lede" lang="fr">' in text
    assert '<div class="flow" lang="fr">' in text
    assert "<h2>The problem</h2>" in text


def test_translations_are_linked_only_where_one_may_read_them(
    client: Client, section: AgencySectionPage, make_case: Make, drained: Drained
) -> None:
    page = make_case(section, "A clear letter")
    french = Locale.objects.get(language_code="fr")
    key = page.translation_key
    other = make_case(section, "Lettre", locale=french, translation_key=key)
    drained()
    link = f'href="{other.url}" hreflang="fr"'
    assert link in shown(client, page)
    wall = PageViewRestriction.objects.create(page=other, restriction_type="groups")
    wall.groups.add(Group.objects.create(name="few"))
    drained()
    assert link not in shown(client, page)


def test_case_page_takes_twelve_queries_signed_in(
    case: CasePage, editor: User, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(editor)
    shown(client, case)
    with django_assert_max_num_queries(12):
        shown(client, case)


def test_guide_up_to_four_sections_is_one_page(
    client: Client, section: AgencySectionPage, make_guide: Make, drained: Drained
) -> None:
    guide = make_guide(section, sections=4)
    drained()
    text = shown(client, guide)
    assert text.count('<section id="section-') == 4
    assert "Step 1 of" not in text
    assert client.get(f"{guide.url}steps/2/").status_code == 404


def test_guide_above_four_sections_has_an_address_for_each(
    client: Client, section: AgencySectionPage, make_guide: Make, drained: Drained
) -> None:
    guide = make_guide(section, sections=5)
    drained()
    first, third = shown(client, guide), shown(client, guide, "steps/3/")
    assert "Step 1 of 5" in first
    assert "Text 1" in first
    assert "Text 2" not in first
    assert "Text 3" in third
    assert f'rel="prev" href="{guide.url}steps/2/"' in third
    for rest in ("steps/0/", "steps/1/", "steps/6/", "steps/x/", "no-such-part/"):
        assert client.get(f"{guide.url}{rest}").status_code == 404


def test_collection_leaves_out_what_one_may_not_read(
    client: Client,
    section: AgencySectionPage,
    make_case: Make,
    make_collection: Make,
    drained: Drained,
) -> None:
    first, closed = make_case(section, "Open one"), make_case(section, "Closed one")
    collection = make_collection(section, closed, first)
    wall = PageViewRestriction.objects.create(page=closed, restriction_type="groups")
    wall.groups.add(Group.objects.create(name="few"))
    drained()
    text = shown(client, collection)
    assert "Note on Open one" in text
    assert "Closed one" not in text


def test_agency_shows_what_it_has_published(
    client: Client, section: AgencySectionPage, make_case: Make, drained: Drained
) -> None:
    page = make_case(section, "Its case")
    make_case(section, "Its draft", live=False)
    drained()
    text = shown(client, section)
    assert f'href="{page.url}"' in text
    assert "Its draft" not in text


def test_closed_page_stays_closed_on_the_short_way(
    client: Client, case: CasePage, editor: User, signed_in: SignIn
) -> None:
    wall = PageViewRestriction.objects.create(page=case, restriction_type="groups")
    wall.groups.add(Group.objects.create(name="few"))
    assert client.get(case.url).status_code != 200
    assert signed_in(editor).get(case.url).status_code == 404


def test_every_block_is_shown(
    client: Client, section: AgencySectionPage, make_case: Make, drained: Drained
) -> None:
    column = {"type": "text", "heading": "Head"}
    table = {"columns": [column], "rows": [{"values": ["<p>Cell</p>"]}], "caption": ""}
    solution = stream(
        ("callout", {"kind": "legal", "title": "", "text": "<p>Article 5</p>"}),
        ("steps", {"items": [{"title": "First", "text": ""}]}),
        ("checklist", {"title": "", "items": ["Tick me"]}),
        ("table", {"caption": "Costs", "table": table}),
        ("quote", {"text": "So simple", "source": "A clerk"}),
        ("picture", {"source_url": "https://n.example/a.png", "alt": "A queue"}),
        ("video", {"url": "https://youtu.be/abcdefghijk", "title": "The film"}),
        ("code", {"language": "SQL", "code": "SELECT <1>"}),
    )
    page = make_case(section, solution=solution)
    drained()
    text = shown(client, page)
    for part in ("Legal basis", "Article 5", "First", "Tick me", "Cell", "A clerk"):
        assert part in text
    assert '<th scope="col">Head</th>' in text
    assert "A queue" in text
    assert "youtube-nocookie.com/embed/abcdefghijk" in text
    assert "SELECT &lt;1&gt;" in text


@pytest.mark.parametrize(
    ("address", "player"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk", "youtube-nocookie.com/embed/a"),
        ("https://www.youtube.com/watch?t=3&v=abcdefghijk", "embed/abcdefghijk"),
        ("https://vimeo.com/12345", "player.vimeo.com/video/12345"),
        (
            "https://www.dailymotion.com/video/x8abc",
            "dailymotion.com/embed/video/x8abc",
        ),
    ],
)
def test_videos_play_in_frames_of_known_providers(address: str, player: str) -> None:
    frame = video_frame(address)
    assert frame
    assert player in frame.url


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/watch?v=abcdefghijk", "javascript:x", ""]
)
def test_other_videos_are_links_only(address: str) -> None:
    assert video_frame(address) is None
