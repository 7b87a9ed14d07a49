"""The page of a case: what it shows to whom, in how many queries."""

import datetime
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale

from accounts.models import SIGNED_IN_AGENTS, Agency, User
from accounts.services import set_agency
from practices.models import (
    AgencySectionPage,
    CaseAsset,
    CaseContact,
    CaseIndicator,
    CasePage,
    CasePartner,
)
from tests.practices.conftest import publish
from vocabulary.models import Profession, Tag, Theme

pytestmark = pytest.mark.django_db
MakeCase = Callable[..., CasePage]
SignIn = Callable[[User], Client]


@pytest.fixture
def agent(agency: Agency) -> User:
    user = User.objects.create_user(
        "agent", "agent@noordzoom.example", "secret", agency=agency
    )
    user.groups.add(Group.objects.get(name=SIGNED_IN_AGENTS))
    return user


@pytest.fixture
def case(
    section: AgencySectionPage,
    other_agency: Agency,
    editor: User,
    make_case: MakeCase,
    drained: Callable[[], None],
) -> CasePage:
    """A case with every kind of row below it, and a translation."""
    case = make_case(
        section,
        "Counter",
        status="in-use",
        page_owner=editor,
        fallback_owner=editor,
        lessons="<p>Stop in time</p>",
        live=False,
    )
    case.themes = [Theme.objects.create(slug="care", label_en="Care")]
    case.readers = [Profession.objects.create(slug="desk", label_en="Desk")]
    case.tags.set(
        [Tag.objects.create(name="evening", slug="evening", state="accepted")]
    )
    case.partners = [CasePartner(agency=other_agency), CasePartner(name="Library")]
    case.indicators = [CaseIndicator(name=f"Figure {n}", value=n) for n in range(5)]
    case.assets = [CaseAsset(title="Agreement", url="https://a.example")]
    case.contacts = [
        CaseContact(name="Ann Public", email="ann@noordzoom.example", public=True),
        CaseContact(name="Bob Members", email="bob@noordzoom.example"),
    ]
    publish(case)
    french = Locale.objects.get(language_code="fr")
    make_case(section, "Guichet", locale=french, translation_key=case.translation_key)
    drained()
    return case


def test_page_shows_the_case(case: CasePage, client: Client) -> None:
    page = client.get(case.url).content.decode()
    for words in (
        *("Counter", "It took too long.", "We made it shorter.", "Stop in time"),
        *("Figure 4", "Library", "Ville de Valmont", "Agreement", "In use", "Care"),
        "/noordzoom/guichet/",
    ):
        assert words in page, words


def test_members_contact_is_for_agents(
    case: CasePage, client: Client, agent: User, signed_in: SignIn
) -> None:
    page = client.get(case.url).content.decode()
    assert "Ann Public" in page
    assert "Bob Members" not in page
    assert "bob@" not in page
    page = signed_in(agent).get(case.url).content.decode()
    assert "Bob Members" in page


def test_signed_in_page_takes_at_most_twelve_queries(
    case: CasePage,
    agent: User,
    signed_in: SignIn,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    client = signed_in(agent)
    client.get(case.url)
    with django_assert_max_num_queries(12):
        assert client.get(case.url).status_code == 200


def test_ten_times_the_data_takes_as_many_queries(
    case: CasePage,
    other_section: AgencySectionPage,
    agent: User,
    make_case: MakeCase,
    drained: Callable[[], None],
    signed_in: SignIn,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    client = signed_in(agent)
    for number in range(20):
        case.indicators.add(CaseIndicator(name=f"More {number}", value=number))
        case.partners.add(CasePartner(agency=other_section.agency))
        case.contacts.add(CaseContact(name=f"Person {number}", phone="1", public=True))
        make_case(other_section)
    publish(case)
    drained()
    client.get(case.url)
    with django_assert_max_num_queries(12):
        client.get(case.url)


@pytest.mark.parametrize(("days", "stale"), [(-10, False), (-30, False), (-31, True)])
def test_freshness_line_turns_thirty_days_after_the_review_date(
    section: AgencySectionPage,
    make_case: MakeCase,
    client: Client,
    days: int,
    stale: bool,
) -> None:
    day = timezone.localdate() + datetime.timedelta(days=days)
    case = make_case(section, review_on=day)
    assert case.is_stale is stale
    page = client.get(case.url).content.decode().partition("</main>")[0]
    assert ("note warn" in page) is stale


def test_preview_of_a_draft_shows_the_draft(
    case: CasePage, editor: User, signed_in: SignIn
) -> None:
    case.title = "Counter renewed"
    case.themes = [Theme.objects.create(slug="work", label_en="Work")]
    case.save_revision()
    page = signed_in(editor).get(f"/admin/pages/{case.pk}/view_draft/")
    assert "Counter renewed" in page.content.decode()
    assert "Work" in page.content.decode()


@pytest.mark.parametrize("asked", ["", "?print=en"])
def test_function_and_agency_stand_beside_every_name(
    case: CasePage, editor: User, agent: User, signed_in: SignIn, asked: str
) -> None:
    User.objects.filter(pk=editor.pk).update(
        first_name="Edith", last_name="Moor", job_title="Head of counters"
    )
    CaseContact.objects.update(role="Clerk")
    page = signed_in(agent).get(case.url + asked).content.decode()
    words = " ".join(re.sub("<[^>]+>|\xad", "", page).split())
    agency = str(case.agency)
    for line in (
        f"Edith Moor (Head of counters, {agency})",
        f"Ann PublicClerk, {agency}",
        f"Bob MembersClerk, {agency}",
    ):
        assert line in words
    assert words.count("Edith Moor") == words.count("Edith Moor (")


def test_contact_who_is_an_agent_has_the_function_and_agency_of_the_hub(
    case: CasePage,
    client: Client,
    agent: User,
    editor: User,
    signed_in: SignIn,
    drained: Callable[[], None],
) -> None:
    desk = Profession.objects.create(slug="clerks", label_en="Clerks")
    User.objects.filter(pk=editor.pk).update(
        first_name="Edith", last_name="Moor", function=desk
    )
    case.contacts = [CaseContact(person=editor, email="desk@a.example", public=True)]
    publish(case)
    drained()
    page = client.get(case.url).content.decode()
    assert "Edith Moor" in page
    assert ">Clerks</span>" in page
    assert "desk@a.example" in page
    assert f"/people/{editor.pk}/" not in page
    page = signed_in(agent).get(case.url).content.decode()
    assert f'<a href="/people/{editor.pk}/">Edith Moor</a>' in page
    set_agency(editor, None)
    drained()
    for reader in (client, signed_in(agent)):
        assert "Edith Moor" not in reader.get(case.url).content.decode()
