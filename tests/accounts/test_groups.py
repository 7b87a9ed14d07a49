"""Groups that follow from accounts: signed-in agents, and each agency's own."""

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from wagtail.users.models import UserProfile

from accounts.models import KNOWLEDGE_MANAGERS, SIGNED_IN_AGENTS, Agency, User
from accounts.services import create_user, reinstate, set_agency, suspend
from catalogue.access import reader_of


def groups_of(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def test_both_groups_of_the_hub_are_there_from_the_start(db: None) -> None:
    assert Group.objects.filter(name=SIGNED_IN_AGENTS).exists()
    managers = Group.objects.get(name=KNOWLEDGE_MANAGERS)
    rights = set(managers.permissions.values_list("codename", flat=True))
    assert {"access_admin", "add_tag", "change_theme", "delete_profession"} <= rights


def test_an_agent_is_in_both_groups(agent: User, agency: Agency) -> None:
    assert groups_of(agent) == {SIGNED_IN_AGENTS, agency.group.name}
    assert reader_of(agent).is_agent


def test_a_person_without_agency_is_still_an_agent(db: None) -> None:
    assert groups_of(create_user("a@b.example")) == {SIGNED_IN_AGENTS}


def test_a_guest_is_in_no_group_of_the_hub(agency: Agency) -> None:
    guest = create_user("guest@b.example", agency=agency, is_guest=True)
    assert groups_of(guest) == set()
    assert not reader_of(guest).is_agent


def test_moving_to_another_agency_moves_between_their_groups(agent: User) -> None:
    other = Agency.objects.create(slug="corvanne", name_fr="Ville de Corvanne")
    set_agency(agent, other)
    assert groups_of(agent) == {SIGNED_IN_AGENTS, other.group.name}
    set_agency(agent, None)
    assert groups_of(agent) == set()


def test_suspension_ends_and_reinstatement_gives_back(
    agent: User, agency: Agency
) -> None:
    board = Group.objects.create(name="board")
    agent.groups.add(board)
    suspend([agent])
    assert groups_of(agent) == {"board"}
    assert reader_of(agent).user_id is None
    reinstate([agent])
    assert groups_of(agent) == {"board", SIGNED_IN_AGENTS, agency.group.name}


@pytest.mark.parametrize("from_group", [False, True])
def test_nobody_is_put_in_or_out_by_hand(
    agent: User, agency: Agency, from_group: bool
) -> None:
    before = groups_of(agent)
    other = Agency.objects.create(slug="corvanne", name_fr="Ville de Corvanne")
    if from_group:
        other.group.user_set.add(agent)
        agency.group.user_set.remove(agent)
    else:
        agent.groups.set([other.group])
    assert groups_of(agent) == before


def test_clearing_all_groups_leaves_those_that_follow(agent: User) -> None:
    before = groups_of(agent)
    agent.groups.add(Group.objects.create(name="board"))
    agent.groups.clear()
    assert groups_of(agent) == before


@pytest.mark.parametrize("name", [SIGNED_IN_AGENTS, KNOWLEDGE_MANAGERS])
def test_a_group_of_the_hub_cannot_be_deleted(db: None, name: str) -> None:
    with pytest.raises(ProtectedError), transaction.atomic():
        Group.objects.get(name=name).delete()
    assert Group.objects.filter(name=name).exists()


def test_signing_in_writes_no_change_of_groups_or_entries(
    agent: User, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(3):
        # A savepoint around one UPDATE.
        agent.save(update_fields=["last_login"])


def test_two_accounts_cannot_share_an_address(agent: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        create_user(agent.email.upper())
    assert User.objects.count() == 1


def test_a_user_name_is_free_even_when_the_address_was_somebodys_name(
    agent: User,
) -> None:
    create_user("x@b.example", username="new@b.example")
    assert create_user("new@b.example").username == "new@b.example-2"


def test_the_language_of_the_profile_is_that_of_the_editing_pages(agent: User) -> None:
    agent.interface_language = "nl"
    agent.save()
    profile = UserProfile.get_for_user(agent)
    assert profile.preferred_language == "nl"
    profile.preferred_language = "fr"
    profile.save()
    agent.refresh_from_db()
    assert agent.interface_language == "fr"
