"""What pages tell search machines of the web, as schema.org has it."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Locale

from accounts.models import User
from practices.models import AgencySectionPage, CasePage
from tests.practices.conftest import publish, wall
from vocabulary.models import Theme

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


def full(url: str) -> str:
    """The address with the name of the hub."""
    return settings.BASE_URL + url


def told(client: Client, url: str) -> Any:
    """The one block of a page, None when there is none."""
    found = BLOCK.findall(client.get(url).content.decode())
    assert len(found) <= 1
    return json.loads(found[0]) if found else None


def work(client: Client, url: str) -> dict[str, Any]:
    """What a page is; behind it stands the way to it."""
    return dict(told(client, url)["@graph"][0])


@pytest.fixture
def case(section: AgencySectionPage, make_case: Make, drained: Make) -> CasePage:
    """A case in English and French, of an agency with a Dutch name."""
    english = Locale.objects.get(language_code="en")
    case: CasePage = make_case(section, "Counter", locale=english, live=False)
    case.themes = [Theme.objects.create(slug="care", label_en="Care")]
    publish(case)
    french = Locale.objects.get(language_code="fr")
    make_case(section, "Guichet", locale=french, translation_key=case.translation_key)
    drained()
    return case


def test_case_tells_what_it_is(case: CasePage, client: Client) -> None:
    said = work(client, case.url)
    assert said == {
        "@type": "Article",
        "@id": full(case.url),
        "url": full(case.url),
        "headline": "Counter",
        "description": "One sentence.",
        "inLanguage": "en",
        "datePublished": case.first_published_at.isoformat(timespec="seconds"),
        "dateModified": case.last_published_at.isoformat(timespec="seconds"),
        "publisher": {
            "@type": "GovernmentOrganization",
            "@id": full("/noordzoom/"),
            "name": "Noordzoom",
        },
        "about": ["Care"],
        "workTranslation": [{"@id": full("/noordzoom/guichet/"), "inLanguage": "fr"}],
    }


def test_crumbs_lead_from_the_home_page(case: CasePage, client: Client) -> None:
    crumbs = told(client, case.url)["@graph"][1]["itemListElement"]
    assert [one["position"] for one in crumbs] == [1, 2, 3]
    addresses = [full(url) for url in ("/", "/cases/", case.url)]
    assert [one["item"] for one in crumbs] == addresses


def test_guide_tells_its_steps_once(
    section: AgencySectionPage, make_guide: Make, drained: Make, client: Client
) -> None:
    guide = make_guide(section, sections=6)
    drained()
    said = work(client, guide.url)
    names = [one["name"] for one in said["step"]]
    assert (said["@type"], names[0], len(names)) == ("HowTo", "Part 1", 6)
    assert told(client, f"{guide.url}steps/2/") is None


def test_agency_and_home_tell_what_they_are(
    section: AgencySectionPage, client: Client
) -> None:
    agency = work(client, section.url)
    assert (agency["@type"], agency["url"]) == (
        "GovernmentOrganization",
        full(section.url),
    )
    home = told(client, "/")
    assert home["@type"] == "WebSite"
    target = home["potentialAction"]["target"]["urlTemplate"]
    assert target == full("/search/?q={words}")


def test_no_title_ends_the_block(
    section: AgencySectionPage, make_case: Make, client: Client
) -> None:
    title = "A </script><!-- & B"
    case = make_case(section, title)
    assert "</script><!--" not in client.get(case.url).content.decode()
    assert work(client, case.url)["headline"] == title


def test_who_is_signed_in_gets_none(case: CasePage, client: Client) -> None:
    client.force_login(User.objects.create_user("agent", "a@agency.example", "-"))
    for url in ("/", case.url):
        assert told(client, url) is None


def test_collection_leaves_out_what_strangers_may_not_read(
    section: AgencySectionPage,
    make_case: Make,
    make_collection: Make,
    drained: Make,
    client: Client,
) -> None:
    is_open, closed = make_case(section), make_case(section)
    wall(closed, Group.objects.create(name="crew"))
    collection = make_collection(section, is_open, closed)
    drained()
    assert work(client, collection.url)["hasPart"] == [{"@id": full(is_open.url)}]
