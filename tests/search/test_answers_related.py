"""Related pages: what is close, what the reader may read, and nothing more."""

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page

from accounts.models import Agency, User
from catalogue import drain
from catalogue.access import reader_of
from catalogue.models import Entry
from practices.models import AgencySectionPage, CasePage, GuidePage
from search.answers.related import Related, related
from tests.accounts.people import make_tag
from tests.search.entries import closed_place, make_entry
from vocabulary.models import Theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wagtail_indexes")]


@pytest.fixture
def theme(db: None) -> Theme:
    care = Theme.objects.create(slug="care", label_en="Care")
    return Theme.objects.create(slug="mobility", label_en="Mobility", parent=care)


def about(title: str, *tags: str, themes: tuple[str, ...] = (), **more: Any) -> Entry:
    values = {"tag": list(tags), "theme": list(themes)}
    facets = {**values, **more.pop("facets", {})}
    return make_entry(title, facets=facets, **more)


def close(entry: Entry, user: User | None = None, limit: int = 4) -> list[Related]:
    entry.refresh_from_db()
    return related(entry, reader_of(user), limit)


def titles(found: list[Related]) -> list[str]:
    return [each.row.title for each in found]


def test_rare_tags_count_more_than_common_ones(theme: Theme) -> None:
    make_tag("permits")
    make_tag("badges")
    own = about("Own", "permits", "badges", themes=("mobility", "care"))
    about("Rare", "badges")
    for number in range(8):
        about(f"Common {number}", "permits")
    about("Broad", themes=("care",))
    found = close(own)
    assert titles(found)[0] == "Rare"
    assert "Broad" not in titles(close(own, limit=20))
    assert "Own" not in titles(found)
    assert [word.text for word in found[0].common] == ["badges"]


def test_titles_bring_pages_together_by_two_words_not_by_one(db: None) -> None:
    own = about("Parking permits for residents")
    about("Permits for parking at night")
    about("Parking a boat")
    assert titles(close(own)) == ["Permits for parking at night"]


def test_translations_are_one_line_in_the_readers_language(db: None) -> None:
    make_tag("permits")
    key = uuid.uuid4()
    own = about("Own", "permits", translation_key=key)
    about("Propre", "permits", translation_key=key, language="fr")
    other = uuid.uuid4()
    about("Autre", "permits", translation_key=other, language="fr")
    about("Other", "permits", translation_key=other, language="en")
    about("Ailleurs", "permits", language="fr")
    found = close(own)
    assert titles(found) == ["Other", "Ailleurs"]
    assert [each.language for each in found[0].row.also_in] == ["fr"]


def test_closed_pages_neither_show_nor_weigh(db: None) -> None:
    make_tag("permits")
    make_tag("badges")
    crew = Group.objects.create(name="crew")
    own = about("Own", "permits", "badges")
    about("One", "permits")
    about("Two", "badges")
    before = [(each.row.title, each.common) for each in close(own)]
    for number in range(5):
        about(f"Closed {number}", "permits", place=closed_place(crew))
    assert [(each.row.title, each.common) for each in close(own)] == before
    member = User.objects.create_user("member", "member@x.example", "-")
    member.groups.add(crew)
    assert "Closed 0" in titles(close(own, member, limit=10))


@pytest.fixture
def section(db: None) -> AgencySectionPage:
    agency = Agency.objects.create(slug="town-hall", name_en="Town Hall")
    return AgencySectionPage.objects.get(agency=agency)


def case(section: AgencySectionPage, title: str, **more: Any) -> CasePage:
    page = CasePage(title=title, agency=section.agency, **more)
    section.add_child(instance=page)
    page.tags.set([make_tag_once("permits")])
    page.save()
    return page


def make_tag_once(word: str) -> Any:
    from vocabulary.models import Tag

    return Tag.objects.filter(name=word).first() or make_tag(word)


def test_page_shows_the_way_and_htmx_the_list(
    section: AgencySectionPage, client: Client
) -> None:
    own, other = case(section, "Own"), case(section, "Other")
    drain.run_all()
    address = f"/related/{own.pk}/"
    page = client.get(own.url).content.decode()
    assert f'<a href="{address}">Related pages</a>' in page
    part = client.get(address, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert f'href="{other.url}"' in part.content.decode()
    assert "HX-Request" in part.headers["Vary"]
    whole = client.get(address).content.decode()
    assert "<html" in whole
    assert f'href="{other.url}"' in whole


def test_what_the_page_links_to_is_not_repeated(
    section: AgencySectionPage, client: Client
) -> None:
    other = case(section, "Other")
    own = case(
        section, "Own", lessons=f'<p><a linktype="page" id="{other.pk}">x</a></p>'
    )
    third = case(section, "Third")
    drain.run_all()
    page = client.get(f"/related/{own.pk}/").content.decode()
    assert other.url not in page
    assert third.url in page


def test_pages_that_are_not_there_have_no_list(
    section: AgencySectionPage, client: Client
) -> None:
    own = case(section, "Own")
    drain.run_all()
    Entry.objects.filter(key=f"page:{own.pk}").update(
        place=closed_place(Group.objects.create(name="crew"))
    )
    home = Page.objects.get(depth=2)
    for number in (own.pk, section.pk, home.pk, 10**8, 10**30):
        for headers in ({}, {"HX-Request": "true"}):
            assert client.get(f"/related/{number}/", headers=headers).status_code == 404


def test_nothing_close_is_said_or_left_out(
    section: AgencySectionPage, client: Client
) -> None:
    guide = GuidePage(title="Alone", agency=section.agency)
    section.add_child(instance=guide)
    drain.run_all()
    assert (
        "Nothing on the hub stands close"
        in client.get(f"/related/{guide.pk}/").content.decode()
    )
    part = client.get(f"/related/{guide.pk}/", headers={"HX-Request": "true"})
    assert part.content.strip() == b""


@pytest.mark.parametrize("many", [3, 60])
def test_list_takes_as_many_queries_for_many_pages(
    section: AgencySectionPage,
    client: Client,
    django_assert_max_num_queries: Any,
    many: int,
) -> None:
    own = case(section, "Own")
    for number in range(many):
        about(f"Other {number}", "permits")
    drain.run_all()
    client.get(f"/related/{own.pk}/")
    with django_assert_max_num_queries(8):
        client.get(f"/related/{own.pk}/", headers={"HX-Request": "true"})
