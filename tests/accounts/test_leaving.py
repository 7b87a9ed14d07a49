"""The table of docs/people.md, line by line: what leaving, moving, switching off do."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from accounts.inviting import Terms, invite
from accounts.models import KNOWLEDGE_MANAGERS, SIGNED_IN_AGENTS, Agency, User
from accounts.services import (
    create_user,
    knowledge_managers,
    leave_agency,
    reinstate,
    set_agency,
    suspend,
)
from catalogue import drain
from catalogue.models import Entry
from practices.models import AgencySectionPage, CasePage
from tests.accounts.people import signed_in

Change = Callable[[User], None]
LEFT, MOVED, OFF, DELETED = WAYS = ("left", "moved", "off", "deleted")


@pytest.fixture
def other(db: None) -> Agency:
    return Agency.objects.create(slug="corvanne", name_fr="Ville de Corvanne")


@pytest.fixture
def section(agency: Agency) -> AgencySectionPage:
    return AgencySectionPage.objects.get(agency=agency)


@pytest.fixture
def worker(agent: User, section: AgencySectionPage, other: Agency) -> User:
    """An editor of two agencies, knowledge manager, in a group given by hand."""
    theirs = AgencySectionPage.objects.get(agency=other)
    agent.groups.add(
        *(section.editors, section.publishers, theirs.editors, knowledge_managers()),
        Group.objects.create(name="board"),
    )
    return agent


@pytest.fixture
def second(agency: Agency) -> User:
    return create_user("second@wilgendam.example", agency=agency)


@pytest.fixture
def change(other: Agency) -> Callable[[str, User], None]:
    def do(way: str, user: User) -> None:
        if way == LEFT:
            leave_agency(user)
        elif way == MOVED:
            set_agency(user, other)
        elif way == OFF:
            suspend([user])
        else:
            user.delete()

    return do


def make(section: AgencySectionPage, **fields: Any) -> CasePage:
    page = CasePage(title="Letters", agency=section.agency, **fields)
    section.add_child(instance=page)
    return page


def groups_of(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


@pytest.mark.parametrize(
    ("way", "kept"),
    [
        (LEFT, set()),
        (
            MOVED,
            {
                *("board", SIGNED_IN_AGENTS, KNOWLEDGE_MANAGERS),
                *("Ville de Corvanne (corvanne)", "Ville de Corvanne editors"),
            },
        ),
        (OFF, {"board"}),
    ],
)
def test_groups(worker: User, change: Any, way: str, kept: set[str]) -> None:
    change(way, worker)
    assert groups_of(worker) == kept


def test_switched_on_again_an_agent_has_the_agency_and_no_role(worker: User) -> None:
    own = worker.agency.group.name
    suspend([worker])
    reinstate([worker])
    assert groups_of(worker) == {"board", SIGNED_IN_AGENTS, own}
    assert not worker.is_guest


@pytest.mark.parametrize("way", WAYS)
def test_the_fallback_owner_takes_over(
    agent: User, second: User, section: AgencySectionPage, change: Any, way: str
) -> None:
    page = make(section, page_owner=agent, fallback_owner=second)
    change(way, agent)
    page.refresh_from_db()
    assert (page.page_owner, page.fallback_owner) == (second, None)
    logged = PageLogEntry.objects.get(page=page.pk, action="practices.hand_over")
    assert logged.data["after"]["page_owner"] == second.pk


@pytest.mark.parametrize("way", WAYS)
def test_without_another_owner_the_page_is_listed(
    agent: User,
    section: AgencySectionPage,
    change: Any,
    way: str,
    admin_client: Client,
) -> None:
    page = make(section, page_owner=agent)
    address = reverse("practices_ownerless")
    assert "Letters" not in admin_client.get(address).content.decode()
    change(way, agent)
    page.refresh_from_db()
    assert page.page_owner is None
    assert "Letters" in admin_client.get(address).content.decode()


def test_a_fallback_who_is_switched_off_takes_no_page(
    agent: User, second: User, section: AgencySectionPage
) -> None:
    page = make(section, page_owner=agent, fallback_owner=second)
    User.objects.filter(pk=second.pk).update(is_active=False)
    suspend([agent])
    page.refresh_from_db()
    assert page.page_owner is None


def test_whoever_moves_keeps_pages_of_other_agencies(
    agent: User, section: AgencySectionPage, other: Agency
) -> None:
    theirs = AgencySectionPage.objects.get(agency=other)
    here, there = make(section, page_owner=agent), make(theirs, page_owner=agent)
    set_agency(agent, other)
    for page in (here, there):
        page.refresh_from_db()
    assert (here.page_owner, there.page_owner) == (None, agent)


def test_a_draft_does_not_bring_the_owner_back(
    agent: User, second: User, section: AgencySectionPage
) -> None:
    page = make(section, page_owner=agent, fallback_owner=second)
    page.title = "Letters, again"
    page.save_revision()
    suspend([agent])
    page.refresh_from_db()
    page.latest_revision.publish()
    page.refresh_from_db()
    assert (page.title, page.page_owner) == ("Letters, again", second)


@pytest.mark.parametrize("way", WAYS)
def test_open_invitations_are_withdrawn(agent: User, change: Any, way: str) -> None:
    invitation = invite("x@elsewhere.example", Terms(is_guest=True), agent)
    change(way, agent)
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None


def test_a_session_ends_with_the_account_and_does_not_wake_up(agent: User) -> None:
    client = Client()
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("accounts:me")).status_code == 302
    suspend([agent])
    client.get("/account/join/")
    reinstate([agent])
    assert "/account/login/" in client.get(reverse("accounts:me"))["Location"]


def test_a_session_that_rested_meanwhile_does_not_wake_up_either(agent: User) -> None:
    colleague = create_user("tess@wilgendam.example", agency=agent.agency)
    browser, another = signed_in(agent), signed_in(colleague)
    suspend([agent])
    reinstate([agent])
    assert browser.get("/people/").status_code == 302
    assert another.get("/people/").status_code == 200


@pytest.mark.parametrize("way", [LEFT, MOVED])
def test_whoever_leaves_stays_signed_in_with_other_rights(
    agent: User, change: Any, way: str
) -> None:
    client = Client()
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    change(way, agent)
    status = client.get(reverse("accounts:people")).status_code
    assert status == (404 if way == LEFT else 200)


@pytest.mark.parametrize(
    ("way", "found"), [(LEFT, False), (MOVED, True), (OFF, False), (DELETED, False)]
)
def test_the_person_is_found_or_not(
    agent: User, change: Any, way: str, found: bool
) -> None:
    drain.run_all()
    people = Entry.objects.live().filter(kind="person", title="Lore Maessen")
    assert people.exists()
    change(way, agent)
    drain.run_all()
    assert people.exists() is found


def test_the_date_follows_the_agency(agent: User, other: Agency) -> None:
    today = timezone.localdate()
    assert agent.joined_agency_on == today
    User.objects.filter(pk=agent.pk).update(joined_agency_on="2020-01-01")
    agent.refresh_from_db()
    agent.save()
    agent.refresh_from_db()
    assert str(agent.joined_agency_on) == "2020-01-01"
    for agency, date in ((other, today), (None, None)):
        set_agency(agent, agency)
        agent.refresh_from_db()
        assert agent.joined_agency_on == date


def test_whoever_leaves_is_a_guest_until_an_agency_takes_them(
    agent: User, other: Agency
) -> None:
    leave_agency(agent)
    agent.refresh_from_db()
    assert agent.is_guest
    set_agency(agent, other)
    agent.refresh_from_db()
    assert not agent.is_guest


def test_an_administrator_who_leaves_stays_one(
    administrator: User, agency: Agency
) -> None:
    set_agency(administrator, agency)
    leave_agency(administrator)
    administrator.refresh_from_db()
    assert administrator.is_superuser
    assert not administrator.is_guest


def test_becoming_a_guest_is_leaving(worker: User) -> None:
    worker.is_guest = True
    worker.save()
    assert groups_of(worker) == set()


def form_of(user: User, **fields: Any) -> dict[str, Any]:
    groups = user.groups.filter(agency=None).exclude(name=SIGNED_IN_AGENTS)
    return {
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "agency": user.agency_id,
        "is_active": "on",
        "groups": list(groups.values_list("pk", flat=True)),
        **fields,
    }


@pytest.mark.parametrize("way", [LEFT, MOVED, OFF])
def test_the_form_does_the_same_as_the_services(
    admin_client: Client,
    worker: User,
    second: User,
    section: AgencySectionPage,
    other: Agency,
    way: str,
) -> None:
    page = make(section, page_owner=worker, fallback_owner=second)
    fields = {LEFT: {"agency": ""}, MOVED: {"agency": other.pk}, OFF: {"is_active": ""}}
    address = reverse("wagtailusers_users:edit", args=[worker.pk])
    answer = admin_client.post(address, form_of(worker, **fields[way]))
    assert answer.status_code == 302
    names = groups_of(worker)
    assert section.editors.name not in names
    assert section.publishers.name not in names
    assert (KNOWLEDGE_MANAGERS in names) is (way == MOVED)
    assert ("board" in names) is (way != LEFT)
    page.refresh_from_db()
    assert page.page_owner == second


def test_a_group_ticked_while_leaving_is_given(
    admin_client: Client, worker: User
) -> None:
    jury = Group.objects.create(name="jury")
    data = form_of(worker, agency="")
    data["groups"].append(jury.pk)
    admin_client.post(reverse("wagtailusers_users:edit", args=[worker.pk]), data)
    assert groups_of(worker) == {"jury"}


def test_switching_many_off_at_once_does_the_same(
    admin_client: Client, worker: User, second: User, section: AgencySectionPage
) -> None:
    page = make(section, page_owner=worker, fallback_owner=second)
    address = reverse(
        "wagtail_bulk_action", args=["accounts", "user", "set_active_state"]
    )
    admin_client.post(f"{address}?id={worker.pk}", {"mark_as_active": "False"})
    assert groups_of(worker) == {"board"}
    page.refresh_from_db()
    assert page.page_owner == second


def test_deleting_many_at_once_hands_their_pages_over(
    admin_client: Client, agent: User, second: User, section: AgencySectionPage
) -> None:
    page = make(section, page_owner=agent, fallback_owner=second)
    address = reverse("wagtail_bulk_action", args=["accounts", "user", "delete"])
    admin_client.post(f"{address}?id={agent.pk}")
    assert not User.objects.filter(pk=agent.pk).exists()
    page.refresh_from_db()
    assert page.page_owner == second
