"""An agency says that it reused a case, corrects it, and takes it back."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from accounts.models import Agency, User
from catalogue.access import reader_of
from catalogue.models import Entry
from hub import notice_sources as notices
from practices import reuses
from practices.listing import agency_label
from practices.models import AgencySectionPage, CasePage, Reuse
from tests.practices.conftest import MakeCase, person, publish, wall

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
Drained = Callable[[], None]

VALUES = {"since": "2026-03", "adapted": "The letter, shorter.", "result": ""}


@pytest.fixture
def case(section: AgencySectionPage, make_case: MakeCase, drained: Drained) -> CasePage:
    page = make_case(section, "A shorter letter")
    drained()
    return page


@pytest.fixture
def ines(other_agency: Agency) -> User:
    return person("ines", other_agency)


def address(page: Any) -> str:
    return reverse("practices:reuse", args=[page.pk])


def undo(page: Any) -> str:
    return reverse("practices:reuse-undo", args=[page.pk])


def entry_of(page: Any) -> Entry:
    return Entry.objects.get(key=f"page:{page.pk}")


def recorded(case: CasePage, user: User, **values: Any) -> Reuse:
    fields = {
        "since": datetime.date(2026, 3, 1),
        "adapted": "The letter.",
        "result": "",
        "own_case": None,
    }
    return reuses.record(case, user, {**fields, **values})[0]


def test_agent_of_another_agency_lists_it_and_takes_it_back(
    case: CasePage, ines: User, signed_in: SignIn, client: Client, drained: Drained
) -> None:
    own = signed_in(ines)
    assert address(case) in own.get(case.url).content.decode()
    answer = own.post(address(case), VALUES)
    assert answer.headers["Location"] == f"{case.url}#reuse"
    drained()
    reuse = Reuse.objects.get()
    assert (reuse.agency, reuse.by, reuse.contact) == (ines.agency, ines, ines)
    assert reuse.since == datetime.date(2026, 3, 1)
    seen = client.get(case.url).content.decode()
    assert "Reused by 1 agency" in seen
    assert "Ville de Valmont" in seen
    assert "The letter, shorter." in seen
    assert "since March 2026" in seen
    assert own.post(undo(case)).headers["Location"] == case.url
    drained()
    assert not Reuse.objects.exists()
    assert "Reused by" not in client.get(case.url).content.decode()


def test_strangers_read_the_agency_but_not_whom_to_ask(
    case: CasePage, ines: User, signed_in: SignIn, client: Client, drained: Drained
) -> None:
    User.objects.filter(pk=ines.pk).update(first_name="Inès", last_name="Valderey")
    recorded(case, ines)
    drained()
    assert "Valderey" not in client.get(case.url).content.decode()
    other = signed_in(person("lea", case.agency))
    assert "Inès Valderey" in other.get(case.url).content.decode()


def test_second_time_corrects_what_was_said(
    case: CasePage, ines: User, signed_in: SignIn
) -> None:
    own = signed_in(ines)
    own.post(address(case), VALUES)
    form = own.get(address(case)).content.decode()
    assert "The letter, shorter." in form
    assert 'value="2026-03"' in form
    colleague = signed_in(person("rene", ines.agency))
    colleague.post(address(case), {**VALUES, "result": "Half the calls."})
    reuse = Reuse.objects.get()
    assert (reuse.by, reuse.result) == (ines, "Half the calls.")
    assert reuse.told_at is not None


def test_own_agency_and_guests_cannot_be_listed(
    case: CasePage, ines: User, signed_in: SignIn, client: Client
) -> None:
    own = signed_in(person("lea", case.agency))
    assert own.get(address(case)).status_code == 403
    assert own.post(address(case), VALUES).status_code == 403
    assert address(case) not in own.get(case.url).content.decode()
    assert client.post(address(case), VALUES).status_code == 302
    assert address(case) not in client.get(case.url).content.decode()
    guest = person("guest", ines.agency)
    User.objects.filter(pk=guest.pk).update(is_guest=True)
    with pytest.raises(reuses.NotYoursError):
        reuses.record(case, User.objects.get(pk=guest.pk), VALUES)
    assert not Reuse.objects.exists()


def test_case_behind_a_wall_is_not_there(
    case: CasePage, section: AgencySectionPage, ines: User, signed_in: SignIn
) -> None:
    wall(case, section.editors)
    own = signed_in(ines)
    assert own.get(address(case)).status_code == 404
    assert own.post(address(case), VALUES).status_code == 404
    assert own.post(undo(case)).status_code == 404
    assert own.get(address(CasePage(pk=987654))).status_code == 404


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"since": ""}, "This field is required."),
        ({"since": "yesterday"}, "Write the month as a year and a month"),
        ({"since": "2199-01"}, "Choose a month from 1990 until now."),
        ({"since": "1066-10"}, "Choose a month from 1990 until now."),
        ({"adapted": "x" * 501}, "Write at most 500 characters."),
        ({"contact": "nobody@valmont.example"}, "Nobody of your agency"),
        ({"own_case": "987654"}, "Select a valid choice"),
        ({"own_case": "1 OR 1"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    case: CasePage,
    ines: User,
    signed_in: SignIn,
    values: dict[str, str],
    sentence: str,
) -> None:
    answer = signed_in(ines).post(address(case), {**VALUES, **values})
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Reuse.objects.exists()


def test_contact_is_a_colleague_and_leaves_with_them(
    case: CasePage, ines: User, signed_in: SignIn, drained: Drained
) -> None:
    rene = person("rene", ines.agency)
    User.objects.filter(pk=rene.pk).update(first_name="René", last_name="Ostrac")
    signed_in(ines).post(address(case), {**VALUES, "contact": rene.email.upper()})
    drained()
    reader = signed_in(person("lea", case.agency))
    assert "René Ostrac" in reader.get(case.url).content.decode()
    User.objects.filter(pk=rene.pk).update(is_active=False)
    assert "René Ostrac" not in reader.get(case.url).content.decode()


def test_own_case_shows_only_to_those_who_may_read_it(
    case: CasePage,
    ines: User,
    other_section: AgencySectionPage,
    make_case: MakeCase,
    signed_in: SignIn,
    client: Client,
    drained: Drained,
) -> None:
    theirs = make_case(other_section, "Our own letter")
    drained()
    signed_in(ines).post(address(case), {**VALUES, "own_case": theirs.pk})
    drained()
    assert "Our own letter" in client.get(case.url).content.decode()
    wall(theirs, other_section.editors)
    drained()
    assert "Our own letter" not in client.get(case.url).content.decode()


def test_every_language_version_says_it_and_the_entry_counts_it(
    case: CasePage, ines: User, drained: Drained, client: Client
) -> None:
    french, _new = Locale.objects.get_or_create(language_code="fr")
    copy = case.copy(
        update_attrs={"locale": french, "slug": "fr", "title": "Une lettre"},
        reset_translation_key=False,
        copy_revisions=False,
    )
    publish(copy)
    drained()
    before = entry_of(copy).prior
    recorded(copy, ines)
    drained()
    assert [entry_of(page).reuses for page in (case, copy)] == [1, 1]
    assert entry_of(copy).prior > before
    assert "Ville de Valmont" in client.get(case.url).content.decode()
    copy.delete()
    assert Reuse.objects.exists()
    case.delete()
    assert not Reuse.objects.exists()


def test_agency_that_reused_is_a_filter(
    case: CasePage, ines: User, drained: Drained, client: Client
) -> None:
    recorded(case, ines)
    drained()
    answer = client.get("/api/v1/search", {"reused": "valmont"}).json()
    assert [each["title"] for each in answer["results"]] == [case.title]
    assert [
        (each["value"], each["label"], each["count"])
        for each in answer["facets"]["reused"]
    ] == [("valmont", "Ville de Valmont", 1)]
    found = client.get("/search/", {"sort": "reused"}).content.decode()
    assert "Reused by 1 agency" in found


def test_keeper_is_told_and_agency_is_asked_after_three_months(
    case: CasePage, ines: User, signed_in: SignIn, drained: Drained
) -> None:
    keeper = person("keeper", case.agency)
    CasePage.objects.filter(pk=case.pk).update(page_owner=keeper)
    reuse = recorded(case, ines)
    drained()
    told = list(notices.reuses_of_own_cases(keeper, reader_of(keeper)))
    assert [(each.title, each.agency and each.agency.text) for each in told] == [
        (case.title, "Ville de Valmont")
    ]
    assert not list(notices.results_to_tell(ines, reader_of(ines)))
    long_ago = timezone.now() - reuses.ASK_AFTER - datetime.timedelta(days=1)
    Reuse.objects.filter(pk=reuse.pk).update(at=long_ago)
    asked = list(notices.results_to_tell(ines, reader_of(ines)))
    assert [each.action_url for each in asked] == [address(case)]
    page = signed_in(ines).get("/notices/").content.decode()
    assert "How did it go?" in page
    # Whoever is asked need not be an editor to answer.
    assert f'href="{address(case)}">Tell it' in page
    recorded(case, ines, result="Well.")
    assert not list(notices.results_to_tell(ines, reader_of(ines)))


def test_case_without_reuse_asks_the_database_nothing_more(
    case: CasePage,
    ines: User,
    drained: Drained,
    django_assert_num_queries: Any,
) -> None:
    drained()
    reader = reader_of(ines)
    with django_assert_num_queries(0):
        found = reuses.reuses_of(case, ines, reader, is_reused=False)
    assert found.may_record
    recorded(case, ines)
    # The names of agencies are known to the process.
    agency_label(ines.agency.slug, reader)
    with django_assert_num_queries(1):
        found = reuses.reuses_of(case, ines, reader)
    assert found.mine is not None
