"""Lists across agencies: important first, then newest, and only what one may read."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Locale, PageViewRestriction

from accounts.models import User
from catalogue.models import Importance
from practices.models import AgencySectionPage
from vocabulary.models import Theme

Make = Callable[..., Any]
Drained = Callable[[], None]


@pytest.fixture
def theme(db: None) -> Theme:
    broader = Theme.objects.create(slug="contact", label_en="Contact")
    return Theme.objects.create(slug="letters", label_en="Letters", parent=broader)


def page_of(client: Client, address: str) -> str:
    return client.get(address, headers={"accept-language": "en"}).content.decode()


def test_important_cases_come_first_then_the_newest(
    client: Client, section: AgencySectionPage, make_case: Make, drained: Drained
) -> None:
    make_case(section, "Must be read", importance=Importance.MUST_READ)
    make_case(section, "Older")
    make_case(section, "Newer")
    drained()
    page = page_of(client, "/cases/")
    assert page.index("Must be read") < page.index("Newer") < page.index("Older")
    assert "3 cases" in page
    assert page.count('<span class="badge must">Must read</span>') == 1


def test_lists_hold_one_kind_each(
    client: Client,
    section: AgencySectionPage,
    make_case: Make,
    make_guide: Make,
    make_collection: Make,
    drained: Drained,
) -> None:
    case = make_case(section, "A case")
    make_guide(section, "A guide")
    collection = make_collection(section, case)
    drained()
    titles = {"/cases/": "A case", "/guides/": "A guide"}
    titles["/collections/"] = collection.title
    for address in titles:
        page = page_of(client, address)
        shown = [title for title in titles.values() if f">{title}</a>" in page]
        assert shown == [titles[address]]


def test_long_lists_are_paged_and_any_page_number_answers(
    client: Client, section: AgencySectionPage, make_case: Make, drained: Drained
) -> None:
    for _ in range(21):
        make_case(section)
    drained()
    first, second = page_of(client, "/cases/"), page_of(client, "/cases/?page=2")
    assert first.count('<li class="entry') == 20
    assert second.count('<li class="entry') == 1
    for number in ("0", "-1", "1000000000", "x", "2%00"):
        assert client.get(f"/cases/?page={number}").status_code == 200


def test_closed_pages_are_in_no_list_and_no_count(
    client: Client,
    section: AgencySectionPage,
    make_case: Make,
    theme: Theme,
    drained: Drained,
) -> None:
    case = make_case(section, "Behind a wall")
    case.themes.add(theme)
    case.save()
    wall = PageViewRestriction.objects.create(page=case, restriction_type="groups")
    wall.groups.add(Group.objects.create(name="few"))
    drained()
    for address in ("/cases/", "/themes/", "/themes/letters/", "/agencies/"):
        page = page_of(client, address)
        assert "Behind a wall" not in page
        assert "1 case" not in page
    assert "Letters" not in page_of(client, "/themes/")


def test_theme_holds_the_pages_of_narrower_themes(
    client: Client,
    section: AgencySectionPage,
    make_guide: Make,
    theme: Theme,
    drained: Drained,
) -> None:
    guide = make_guide(section, "Write a letter")
    guide.themes.add(theme)
    guide.save()
    drained()
    broader = page_of(client, "/themes/contact/")
    assert "Write a letter" in broader
    assert 'href="/themes/letters/"' in broader
    assert "Write a letter" in page_of(client, "/themes/letters/")


@pytest.mark.django_db
def test_unknown_theme_is_not_found(client: Client) -> None:
    assert client.get("/themes/no-such-theme/").status_code == 404


def test_agencies_stand_under_their_country_with_their_counts(
    client: Client,
    section: AgencySectionPage,
    other_section: AgencySectionPage,
    make_case: Make,
    drained: Drained,
) -> None:
    make_case(section)
    drained()
    page = page_of(client, "/agencies/")
    assert page.index("France") < page.index("Ville de Valmont")
    assert page.index("Netherlands") < page.index("Noordzoom")
    assert "1 case" in page
    assert "Nothing published yet" in page


def test_list_takes_the_same_queries_with_more_on_it(
    client: Client,
    section: AgencySectionPage,
    make_case: Make,
    drained: Drained,
    django_assert_max_num_queries: Any,
) -> None:
    for _ in range(3):
        make_case(section)
    drained()
    page_of(client, "/cases/")
    with django_assert_max_num_queries(6):
        page_of(client, "/cases/")
    for _ in range(15):
        make_case(section)
    drained()
    page_of(client, "/cases/")
    with django_assert_max_num_queries(6):
        page_of(client, "/cases/")


def test_members_see_their_own_pages_in_lists(
    client: Client, section: AgencySectionPage, make_case: Make, drained: Drained
) -> None:
    case = make_case(section, "For the few")
    group = Group.objects.create(name="few")
    wall = PageViewRestriction.objects.create(page=case, restriction_type="groups")
    wall.groups.add(group)
    drained()
    user = User.objects.create_user("few", "few@noordzoom.example", "-")
    user.groups.add(group)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert "For the few" in page_of(client, "/cases/")


@pytest.mark.parametrize(
    ("reader", "shown"), [("nl", "Loket"), ("fr", "Guichet"), ("de", "Guichet")]
)
def test_translations_are_one_line_in_the_readers_language_else_the_original(
    client: Client,
    section: AgencySectionPage,
    make_case: Make,
    theme: Theme,
    drained: Drained,
    reader: str,
    shown: str,
) -> None:
    titles = {"fr": "Guichet", "nl": "Loket"}
    key = uuid.uuid4()
    for code, title in titles.items():
        locale = Locale.objects.get(language_code=code)
        case = make_case(section, title, locale=locale, translation_key=key)
        case.themes.add(theme)
        case.save()
    drained()
    other = next(title for title in titles.values() if title != shown)
    for address in ("/cases/", "/themes/letters/", "/noordzoom/"):
        answer = client.get(address, headers={"accept-language": reader})
        page = answer.content.decode()
        assert f">{shown}</a>" in page
        assert f">{other}</a>" not in page
        # The other language is one word away.
        assert f'href="/noordzoom/{other.lower()}/" hreflang=' in page


def test_folded_lists_are_paged_by_lines_and_count_all_versions(
    client: Client, section: AgencySectionPage, make_case: Make, drained: Drained
) -> None:
    french = Locale.objects.get(language_code="fr")
    for number in range(21):
        case = make_case(section, f"Number {number}")
        if number < 5:
            key = case.translation_key
            make_case(section, f"Numéro {number}", locale=french, translation_key=key)
    drained()
    first, second = page_of(client, "/cases/"), page_of(client, "/cases/?page=2")
    assert first.count('<li class="entry') == 20
    assert second.count('<li class="entry') == 1
    assert "26 cases" in first
    assert "Numéro" not in first + second


def test_closed_translation_does_not_take_the_place_of_the_open_one(
    client: Client, section: AgencySectionPage, make_case: Make, drained: Drained
) -> None:
    french = Locale.objects.get(language_code="fr")
    open_one = make_case(section, "Guichet", locale=french)
    key = open_one.translation_key
    closed = make_case(section, "Loket", translation_key=key)
    wall = PageViewRestriction.objects.create(page=closed, restriction_type="groups")
    wall.groups.add(Group.objects.create(name="few"))
    drained()
    for address in ("/cases/", "/noordzoom/", open_one.url):
        page = client.get(address, headers={"accept-language": "nl"}).content.decode()
        assert "Guichet" in page
        assert "loket" not in page.lower()
