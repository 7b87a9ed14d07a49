"""A case or a guide for printing: one language, or two side by side."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils.html import strip_tags
from wagtail.models import Locale

from practices.models import (
    AgencySectionPage,
    CaseContact,
    CaseIndicator,
    CasePage,
    GuidePage,
    TranslationLink,
)
from tests.practices.conftest import publish, wall

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
Drained = Callable[[], None]


def in_language(code: str) -> Locale:
    return Locale.objects.get(language_code=code)


@pytest.fixture
def case(section: AgencySectionPage, make_case: Make) -> CasePage:
    case = make_case(
        section,
        "Guichet ouvert",
        locale=in_language("fr"),
        lessons="<p>Commencer petit</p>",
        conditions="<p>Un agent</p>",
        live=False,
    )
    case.indicators = [CaseIndicator(name="Attente", value=5)]
    case.contacts = [CaseContact(name="Ann", email="ann@a.example", public=True)]
    return publish(case)


@pytest.fixture
def dutch(
    case: CasePage, section: AgencySectionPage, make_case: Make, drained: Drained
) -> CasePage:
    page = make_case(
        section,
        "Open loket",
        locale=in_language("nl"),
        translation_key=case.translation_key,
        lessons="<p>Klein beginnen</p>",
        sustainability="<p>Vast budget</p>",
    )
    TranslationLink.objects.create(
        page=page, original=case, seen_at=case.last_published_at
    )
    drained()
    return page


def page_of(client: Client, url: str) -> str:
    return client.get(url, headers={"accept-language": "en"}).content.decode()


def columns(page: str, words: str) -> list[str]:
    """The cells of the row in which these words stand."""
    rows = page.split('<section class="pair">')
    row = next(part for part in rows if words in part)
    return re.split(r'<div class="prose"|<p class="small muted hole"', row)[1:]


def test_two_languages_stand_side_by_side_with_their_lang(
    case: CasePage, dutch: CasePage, client: Client
) -> None:
    page = page_of(client, f"{case.url}?print=fr&print=nl")
    assert '<span lang="fr">Guichet ouvert</span>' in page
    assert '<span lang="nl">Open loket</span>' in page
    assert page.count("<h1") == 1
    left, right = columns(page, "Commencer petit")
    assert 'lang="fr"' in left
    assert "Commencer petit" in left
    assert 'lang="nl"' in right
    assert "Klein beginnen" in right


def test_order_of_the_columns_is_that_of_the_address(
    case: CasePage, dutch: CasePage, client: Client
) -> None:
    page = page_of(client, f"{case.url}?print=nl&print=fr")
    assert page.index("Open loket") < page.index("Guichet ouvert")


def test_part_that_one_language_lacks_leaves_a_hole(
    case: CasePage, dutch: CasePage, client: Client
) -> None:
    page = page_of(client, f"{case.url}?print=fr&print=nl")
    assert "Un agent" in page
    assert "Not in Dutch." in page
    assert "Not in French." in page
    assert page.count("Not in") == 2


def test_figures_and_contacts_stand_once(
    case: CasePage, dutch: CasePage, client: Client
) -> None:
    dutch.indicators.add(CaseIndicator(name="Wachttijd", value=5))
    publish(dutch)
    page = page_of(client, f"{case.url}?print=fr&print=nl")
    assert page.count("Attente") == 1
    assert "Wachttijd" not in page
    assert page.count("ann@a.example</a>") == 1


def test_original_address_agency_and_day_are_named(
    case: CasePage, dutch: CasePage, client: Client
) -> None:
    page = page_of(client, f"{case.url}?print=fr&print=nl")
    right = page.partition("Open loket</span>")[2]
    right = strip_tags(right.partition('lang="nl"')[2].partition("</div>")[0])
    # In the language of the column, in whatever words.
    assert "Frans" in right
    assert str(case.last_published_at.year) in right
    for words in (case.url, dutch.url, "Noordzoom", "Published"):
        assert words in page
    assert f'{case.url}">' in page.partition('rel="canonical"')[2][:200]
    assert '<meta name="robots" content="noindex">' in page


def test_one_language_alone_and_another_than_the_address(
    case: CasePage, dutch: CasePage, client: Client
) -> None:
    page = page_of(client, f"{case.url}?print=nl")
    assert "Open loket" in page
    assert "Guichet ouvert" not in page
    assert "Not in" not in page
    assert f'{dutch.url}">' in page.partition('rel="canonical"')[2][:200]


@pytest.mark.parametrize(
    "query",
    [
        *("print=", "print=de", "print=xx", "print=fr&print=fr", "print=fr&print=de"),
        *("print=fr&print=nl&print=en", "print=%00", "print=FR", "print=fr,nl"),
    ],
)
def test_any_other_value_gives_the_plain_page(
    case: CasePage, dutch: CasePage, client: Client, query: str
) -> None:
    page = page_of(client, f"{case.url}?{query}")
    assert 'class="sheet' not in page
    assert "Guichet ouvert" in page


def test_closed_or_unpublished_translation_is_not_printed_nor_offered(
    case: CasePage, dutch: CasePage, client: Client, drained: Drained
) -> None:
    both = f"{case.url}?print=fr&amp;print=nl"
    assert both in page_of(client, case.url)
    wall(dutch, Group.objects.create(name="few"))
    for _ in range(2):
        for query in ("print=nl", "print=fr&print=nl"):
            page = page_of(client, f"{case.url}?{query}")
            assert "Open loket" not in page
            assert 'class="sheet' not in page
        page = page_of(client, case.url)
        assert both not in page
        assert f'href="{case.url}?print=fr"' in page
        dutch.view_restrictions.all().delete()
        dutch.unpublish()
        drained()


def test_walled_page_is_not_printed_for_those_outside(
    case: CasePage, dutch: CasePage, client: Client
) -> None:
    wall(case, Group.objects.create(name="few"))
    answer = client.get(f"{case.url}?print=fr")
    assert "Guichet" not in answer.content.decode()
    assert "Guichet" not in page_of(client, f"{dutch.url}?print=fr&print=nl")


def test_members_contact_is_printed_for_agents_alone(
    case: CasePage, dutch: CasePage, client: Client
) -> None:
    case.contacts.add(CaseContact(name="Bob", email="bob@a.example"))
    publish(case)
    assert "bob@" not in page_of(client, f"{case.url}?print=fr&print=nl")


def test_guide_prints_all_its_sections(
    section: AgencySectionPage, make_guide: Make, client: Client, drained: Drained
) -> None:
    guide: GuidePage = make_guide(section, sections=6, locale=in_language("en"))
    make_guide(
        section,
        "Gids",
        sections=5,
        locale=in_language("nl"),
        translation_key=guide.translation_key,
    )
    drained()
    page = page_of(client, f"{guide.url}?print=en&print=nl")
    for number in range(1, 7):
        assert f"Text {number}" in page
    assert page.count("Not in Dutch.") == 1
    assert "Text 6" not in page_of(client, guide.url)


def test_collections_are_not_printed_this_way(
    section: AgencySectionPage, make_collection: Make, client: Client
) -> None:
    collection = make_collection(section)
    page = page_of(client, f"{collection.url}?print=en")
    assert 'class="sheet' not in page
    assert f'href="{collection.url}?print' not in page


def test_address_asked_for_twice_prints_no_draft(
    case: CasePage, dutch: CasePage, client: Client
) -> None:
    dutch.title = "Nog niet"
    dutch.save_revision()
    assert "Nog niet" not in page_of(client, f"{case.url}?print=nl")
