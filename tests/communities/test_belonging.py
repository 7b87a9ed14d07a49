"""Joining, leaving, and the groups that follow."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from accounts.services import leave_agency, reinstate, set_agency, suspend
from catalogue.access import reader_of
from communities.belonging import charters, endings, listing, services
from communities.models import Decision, Membership
from communities.moderating.services import Refused
from tests.communities.people import agency, agent, client_of, joins, outside_guest

State = Membership.State


def groups(user):
    return set(user.groups.values_list("name", flat=True))


def in_group(user, page):
    return page.group.user_set.filter(pk=user.pk).exists()


def row_of(user, page):
    return Membership.objects.get(user=user, community=page)


def test_whoever_joins_an_open_door_is_a_member_at_once(community):
    page, user = community(joining="open"), agent()
    row = services.join(page, user)
    assert (row.state, row.role) == (State.ACTIVE, "member")
    assert in_group(user, page)
    assert not page.moderators.user_set.exists()


def test_joining_twice_makes_one_member(community):
    page, user = community(joining="open"), agent()
    first, second = services.join(page, user), services.join(page, user)
    assert first.pk == second.pk
    assert listing.count(page) == 1


def test_whoever_asks_waits_and_reads_nothing(community):
    page, user = community(joining="request"), agent()
    row = services.join(page, user, "I keep registers.")
    assert (row.state, row.message) == (State.WAITING, "I keep registers.")
    assert not in_group(user, page)


def test_a_fitting_address_lets_in_at_once(community):
    page = community(joining="request", domains="valmont.example")
    inside, outside = agent(slug="valmont"), agent(slug="noordzoom")
    assert services.join(page, inside).state == State.ACTIVE
    assert services.join(page, outside).state == State.WAITING


def test_a_domain_that_only_ends_alike_lets_nobody_in(community):
    page = community(joining="invitation", domains="mont.example")
    with pytest.raises(Refused):
        services.join(page, agent(slug="valmont"))


def test_a_moderator_lets_in_and_the_trail_says_so(community, moderator):
    page, user = community(joining="request"), agent()
    row = services.join(page, user)
    services.let_in(row, moderator(page))
    assert in_group(user, page)
    assert Decision.objects.filter(verb="let-in", person=user).count() == 1


def test_who_was_declined_reads_why_and_may_ask_again(community, moderator):
    page, user = community(joining="request"), agent()
    row = services.decline(services.join(page, user), moderator(page), "Too many now.")
    assert (row.state, row.reason) == (State.DECLINED, "Too many now.")
    assert services.join(page, user).state == State.WAITING


def test_two_moderators_do_not_decide_twice(community, moderator):
    page, user, by = community(joining="request"), agent(), None
    row = services.join(page, user)
    by = moderator(page)
    services.decline(row, by, "No.")
    with pytest.raises(Refused):
        services.let_in(row, by)


def test_a_request_that_is_taken_back_leaves_nothing(community):
    page, user = community(joining="request"), agent()
    services.take_back(services.join(page, user))
    assert not Membership.objects.filter(user=user).exists()


def test_the_last_owner_hands_over_first(community, owner):
    page = community()
    only = owner(page)
    with pytest.raises(Refused):
        services.leave(row_of(only, page))
    second = owner(page)
    services.leave(row_of(only, page))
    assert not in_group(only, page)
    assert in_group(second, page)


def test_an_owner_whose_account_is_closed_does_not_count(community, owner):
    page = community()
    gone, only = owner(page), owner(page)
    suspend([gone])
    with pytest.raises(Refused):
        services.leave(row_of(only, page))


def test_leaving_closes_the_place_at_the_next_request(community, member):
    page = community()
    user = member(page)
    before = reader_of(user).groups
    services.leave(row_of(user, page))
    assert page.group.pk in before
    assert page.group.pk not in reader_of(user).groups


def test_who_is_suspended_cannot_come_back_alone(community, member, moderator):
    page = community(joining="open")
    user, by = member(page), moderator(page)
    row = services.suspend(row_of(user, page), by, "Attacks.")
    assert not in_group(user, page)
    with pytest.raises(Refused):
        services.join(page, user)
    services.reinstate(row, by)
    assert in_group(user, page)


def test_an_owner_is_not_suspended(community, owner, moderator):
    page = community()
    with pytest.raises(Refused):
        services.suspend(row_of(owner(page), page), moderator(page), "No.")


def test_moderators_are_in_both_groups_and_members_in_one(community, moderator):
    page = community()
    user = moderator(page)
    assert {page.group.name, page.moderators.name} <= groups(user)


def test_groups_sleep_with_an_account_and_wake_with_it(community, member):
    page = community()
    user = member(page)
    suspend([user])
    assert not in_group(user, page)
    reinstate([user])
    assert in_group(user, page)


def test_who_leaves_the_agency_belongs_to_nothing(community, moderator):
    page = community()
    user = moderator(page)
    leave_agency(user)
    assert row_of(user, page).state == State.ENDED
    assert not groups(user)


def test_who_came_by_domain_goes_with_the_address(community):
    page = community(joining="request", domains="valmont.example")
    user = agent(slug="valmont")
    services.join(page, user)
    user.email = "x@noordzoom.example"
    user.save()
    assert row_of(user, page).state == State.ENDED
    assert not in_group(user, page)


def test_who_moves_keeps_what_did_not_hang_on_the_address(community, member):
    page = community(domains="noordzoom.example")
    user = member(page)
    set_agency(user, agency("valmont"))
    assert in_group(user, page)


def test_groups_of_communities_cannot_be_given_or_taken_by_hand(community, member):
    page, stranger = community(), agent()
    user = member(page)
    page.group.user_set.add(stranger)
    user.groups.remove(page.group)
    assert not in_group(stranger, page)
    assert in_group(user, page)
    page.group.user_set.set([stranger])
    assert in_group(user, page)
    assert not in_group(stranger, page)


def test_closing_the_account_ends_everything(community, member):
    page = community()
    user = member(page)
    client_of(user).post("/people/me/close/", {"password": "secret", "sure": "on"})
    user.refresh_from_db()
    if not user.is_active:
        assert row_of(user, page).state == State.ENDED
    assert user.is_active is False


def test_a_deleted_account_leaves_no_trace_in_the_groups(community, member):
    page = community()
    user = member(page)
    user.delete()
    assert not page.group.user_set.exists()


@pytest.mark.parametrize("address", ["/communities/", "/search/"])
def test_a_guest_is_out_at_the_first_request_after_the_last_day(
    community, guest, monkeypatch, address
):
    page = community()
    user = guest(page, until=timezone.localdate())
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    assert in_group(user, page)
    endings.remember(None)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    client_of(user).get(address)
    endings.remember(None)
    assert not in_group(user, page)
    row = row_of(user, page)
    assert (row.state, row.reason) == (State.ENDED, "Your time as a guest is over.")


def test_a_guest_stays_on_the_last_day(community, guest):
    page = community()
    user = guest(page, until=timezone.localdate())
    endings.end_overdue()
    assert in_group(user, page)


def test_adding_somebody_again_takes_no_role_away(community, moderator):
    page = community()
    user = moderator(page)
    services.add_member(page, user)
    assert row_of(user, page).role == "moderator"


def test_a_closed_account_joins_nothing(community):
    page, user = community(joining="open"), agent(is_active=False)
    with pytest.raises(Refused):
        services.join(page, user)


def test_found_makes_a_community_with_its_owner(db):
    user = agent()
    page = services.found("Audit", "To compare findings.", "private", user)
    assert row_of(user, page).role == "owner"
    assert page.moderators.user_set.get() == user


def test_a_new_charter_is_owed_by_all_but_its_writer(community, owner, member):
    page = community()
    writer, other = owner(page), member(page)
    first = charters.write(page, "Be kind.", writer)
    assert charters.write(page, "Be kind.", writer).pk == first.pk
    assert row_of(writer, page).charter == first
    assert row_of(other, page).charter is None
    assert not services.accept_charter(row_of(other, page), 2)
    assert services.accept_charter(row_of(other, page), 1)
    assert row_of(other, page).charter == first
    second = charters.write(page, "Be kind and brief.", writer)
    assert second.number == 2
    assert joins(agent(), page).charter == second


def test_guests_cannot_ask(community):
    page = community(joining="open")
    response = client_of(outside_guest()).post(f"/communities/{page.slug}/join/")
    assert response.status_code == 403
    assert listing.count(page) == 0
    assert mail.outbox == []
