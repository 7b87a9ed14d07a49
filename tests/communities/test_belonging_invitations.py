"""Invitations: who comes in by which link, as what, and what the others learn."""

import datetime
import re

from django.core import mail
from django.utils import timezone

from accounts.models import EmailDomain, Invitation, User
from accounts.services import leave_agency
from communities.belonging import charters, endings, inviting, services
from communities.belonging.inviting import Terms
from communities.models import CommunityInvitation, Membership
from tests.communities.people import (
    A_MONTH,
    agency,
    agent,
    client_of,
    joins,
    outside_guest,
)

LINK = re.compile(r"/communities/invitation/[\w-]+/")


def mailed_link():
    return LINK.search(mail.outbox[-1].body).group()


def invite(page, by, address, role="member", until=None, language="en"):
    inviting.invite(page, address, Terms(role, until, language), by)
    return mailed_link()


def test_an_agent_comes_in_by_the_mailed_link(community, owner):
    page, user = community("confidential"), agent(interface_language="nl")
    boss = owner(page)
    charters.write(page, "Be kind.", boss)
    link = invite(page, boss, user.email)
    client = client_of(user)
    text = client.get(link).content.decode()
    assert page.title in text
    assert "Be kind." in text
    assert client.post(link, {"version": "1"}).status_code == 200
    assert client.post(link, {"version": "1", "accepts": "on"}).url == page.url
    row = Membership.objects.get(user=user)
    assert (row.state, row.role, row.charter.number) == ("active", "member", 1)
    assert row.decided_by == boss


def test_only_the_fingerprint_of_the_secret_is_kept(community, owner):
    page = community()
    link = invite(page, owner(page), "new@else.example")
    token = link.split("/")[-2]
    row = CommunityInvitation.objects.get()
    assert token not in [str(value) for value in vars(row).values()]
    assert len(row.token_hash) == 64


def test_the_mail_of_a_confidential_community_has_no_name_in_its_subject(
    community, owner
):
    page = community("confidential", "Crisis exercise")
    invite(page, owner(page), "new@else.example")
    assert "Crisis" not in mail.outbox[-1].subject
    assert "Crisis exercise" in mail.outbox[-1].body


def test_the_link_is_worth_nothing_for_another_account(community, owner):
    page = community("confidential", "Crisis exercise")
    link = invite(page, owner(page), "new@else.example")
    client = client_of(agent())
    for answer in (client.get(link), client.post(link)):
        assert answer.status_code == 403
        assert "Crisis" not in answer.content.decode()
    assert Membership.objects.filter(community=page).count() == 1


def test_a_wrong_secret_is_a_page_that_is_not_there(community, owner):
    community("confidential")
    for user in (None, agent()):
        client = client_of(user)
        wrong = client.get("/communities/invitation/wrong/")
        missing = client.get("/communities/invitation/")
        assert wrong.status_code == 404
        assert wrong.status_code == missing.status_code


def test_a_stranger_with_the_link_signs_in_and_learns_no_confidential_name(
    community, owner
):
    page = community("confidential", "Crisis exercise")
    user = agent()
    link = invite(page, owner(page), user.email)
    text = client_of(None).get(link).content.decode()
    assert "Crisis" not in text
    assert f"/account/login/?next={link}" in text


def test_an_invitation_is_used_once_and_withdrawn_ones_not_at_all(community, owner):
    page, user = community(), agent()
    boss = owner(page)
    link = invite(page, boss, user.email)
    client = client_of(user)
    client.post(link)
    assert client.get(link).url == page.url
    services.leave(Membership.objects.get(user=user))
    assert client.post(link).status_code == 410
    second = invite(page, boss, user.email)
    inviting.withdraw(CommunityInvitation.objects.order_by("pk").last())
    answer = client.post(second)
    assert answer.status_code == 410
    assert page.title not in answer.content.decode()


def test_a_second_invitation_takes_the_place_of_the_first(community, owner):
    page, user = community(), agent()
    boss = owner(page)
    first, second = (invite(page, boss, user.email) for _number in range(2))
    client = client_of(user)
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_a_link_lets_in_as_many_as_it_says(community, owner):
    page = community("private")
    boss, users = owner(page), [agent(), agent(), agent()]
    made, address = inviting.make_link(page, boss, uses=2, until=timezone.localdate())
    link = LINK.search(address).group()
    answers = [client_of(user).post(link).status_code for user in users]
    assert answers == [302, 302, 410]
    made.refresh_from_db()
    assert made.uses_left == 0


def test_opening_a_link_again_as_a_member_uses_nothing_up(community, owner):
    page = community("private")
    made, address = inviting.make_link(
        page, owner(page), uses=2, until=timezone.localdate()
    )
    client = client_of(agent())
    for _number in range(3):
        client.post(LINK.search(address).group())
    made.refresh_from_db()
    assert made.uses_left == 1


def test_a_link_is_for_agents_alone(community, owner):
    page = community("private")
    _made, address = inviting.make_link(
        page, owner(page), uses=2, until=timezone.localdate()
    )
    answer = client_of(outside_guest()).post(LINK.search(address).group())
    assert answer.status_code == 409
    assert Membership.objects.filter(community=page).count() == 1


def test_a_link_that_is_over_leads_nowhere(community, owner, monkeypatch):
    page = community("private")
    _made, address = inviting.make_link(
        page, owner(page), uses=2, until=timezone.localdate()
    )
    later = timezone.now() + datetime.timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    client = client_of(agent())
    assert client.get(LINK.search(address).group()).status_code == 410


def test_an_outsider_becomes_a_guest_of_this_community_alone(community, owner):
    page, other = community("confidential"), community("restricted")
    until = timezone.localdate() + A_MONTH
    link = invite(page, owner(page), "guest@else.example", "guest", until, "fr")
    client = client_of(None)
    way = client.post(link).url
    assert way.startswith("/account/join/")
    form = {"first_name": "Gus", "last_name": "Guest", "password1": "long-enough-9"}
    answer = client.post(way, {**form, "rules": "on"})
    assert answer.url == link
    user = User.objects.get(email="guest@else.example")
    assert user.is_guest
    client.post(link)
    row = Membership.objects.get(user=user)
    assert (row.role, row.until) == ("guest", until)
    assert client.get(page.url).status_code == 200
    assert client.get(f"/communities/{page.slug}/members/").status_code == 200
    assert client.get(f"/communities/{other.slug}/members/").status_code == 403
    assert client.get("/people/").status_code == 404


def test_a_new_agent_gets_an_account_of_the_agency_of_the_domain(community, owner):
    EmailDomain.objects.create(name="valmont.example", agency=agency("valmont"))
    page = community("private")
    link = invite(page, owner(page), "new@valmont.example")
    way = client_of(None).post(link).url
    made = Invitation.objects.get(email="new@valmont.example")
    assert way.startswith("/account/join/")
    assert (made.agency.slug, made.is_guest) == ("valmont", False)


def test_whoever_is_no_guest_and_has_no_agency_asks_the_hub_first(community, owner):
    page = community("private")
    link = invite(page, owner(page), "new@else.example")
    answer = client_of(None).get(link)
    assert "/account/join/" in answer.content.decode()
    assert client_of(None).post(link).url.startswith("/account/login/")
    assert not Invitation.objects.exists()


def test_an_account_form_leads_on_to_no_other_site(community, owner):
    until = timezone.localdate() + A_MONTH
    page = community("private")
    link = invite(page, owner(page), "guest@else.example", "guest", until)
    client = client_of(None)
    way = client.post(link).url.partition("?")[0]
    form = {"first_name": "Gus", "last_name": "Guest", "password1": "long-enough-9"}
    answer = client.post(f"{way}?next=https://else.example/", {**form, "rules": "on"})
    assert "else.example" not in answer.url


def test_who_is_suspended_does_not_come_back_by_a_link(community, owner):
    page, user = community("private"), agent()
    boss = owner(page)
    services.suspend(joins(user, page), boss, "Attacks.")
    link = invite(page, boss, user.email)
    assert client_of(user).post(link).status_code == 409
    assert Membership.objects.get(user=user).state == "suspended"


def test_nobody_comes_in_on_the_word_of_somebody_who_left(community, owner):

    page, user = community("private"), agent()
    boss = owner(page)
    link = invite(page, boss, user.email)
    leave_agency(boss)
    assert client_of(user).post(link).status_code == 410


def test_the_time_of_a_guest_is_not_over_before_it_began(community, owner):
    page = community("private")
    until = timezone.localdate()
    link = invite(page, owner(page), "guest@else.example", "guest", until)
    guest = outside_guest("guest")
    client_of(guest).post(link)
    endings.end_overdue()
    assert Membership.objects.get(user=guest).state == "active"


def test_addresses_are_mailed_once_each_and_wrong_ones_are_named(community, owner):
    page = community()
    client = client_of(owner(page))
    address = f"/communities/{page.slug}/invitations/"
    wrong = {"by_mail": "1", "addresses": "a@b.example\nnonsense", "language": "en"}
    answer = client.post(address, wrong)
    assert "“nonsense”" in answer.content.decode()
    assert mail.outbox == []
    right = {**wrong, "addresses": "a@b.example, A@b.example; c@b.example"}
    assert client.post(address, right).status_code == 302
    assert sorted(message.to[0] for message in mail.outbox) == [
        "a@b.example",
        "c@b.example",
    ]


def test_a_guest_is_invited_with_a_last_day(community, owner):
    page = community()
    client = client_of(owner(page))
    address = f"/communities/{page.slug}/invitations/"
    data = {
        "by_mail": "1",
        "addresses": "a@b.example",
        "language": "de",
        "is_guest": "on",
    }
    assert client.post(address, data).status_code == 200
    assert client.post(address, {**data, "until": "2001-01-01"}).status_code == 200
    assert not CommunityInvitation.objects.exists()
    until = timezone.localdate() + A_MONTH
    client.post(address, {**data, "until": f"{until:%Y-%m-%d}"})
    row = CommunityInvitation.objects.get()
    assert (row.role, row.until, row.language) == ("guest", until, "de")


def test_the_address_of_a_link_is_shown_once(community, owner):
    page = community()
    client = client_of(owner(page))
    address = f"/communities/{page.slug}/invitations/"
    until = f"{timezone.localdate():%Y-%m-%d}"
    answer = client.post(address, {"link": "1", "uses": "5", "until": until})
    assert LINK.search(answer.content.decode())
    assert not LINK.search(client.get(address).content.decode())
    for uses, day in (("0", until), ("501", until), ("5", "2001-01-01"), ("x", "y")):
        client.post(address, {"link": "1", "uses": uses, "until": day})
    assert CommunityInvitation.objects.count() == 1


def test_closed_hubs_open_this_door(community, owner, settings):
    settings.HUB_ACCESS = "signed-in"
    page, user = community(), agent()
    link = invite(page, owner(page), user.email)
    assert client_of(None).get(link).status_code == 200
