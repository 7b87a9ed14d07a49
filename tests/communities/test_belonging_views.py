"""The pages of belonging: who gets in, who gets what, and what goes wrong."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from communities.belonging import charters, inviting, services
from communities.models import CommunityInvitation, Decision, Membership
from tests.communities.people import A_MONTH, agent, client_of, joins, outside_guest

VISIBILITIES = ("open", "restricted", "private", "confidential")
ROLES = (
    *("stranger", "agent", "guest", "member", "moderator", "owner", "suspended"),
    "other",
)
# Address → for each role, what a GET answers where the community may be known.
# In confidential ones agents, strangers, suspended people and others get 404.
PAGES = {
    "join": (302, 200, 302, 302, 302, 302, 403, 200),
    "leave": (302, 302, 200, 200, 200, 200, 302, 302),
    "charter": (302, 200, 200, 200, 200, 200, 200, 200),
    "edit-charter": (302, 403, 404, 404, 404, 200, 403, 403),
    "members": (302, 403, 200, 200, 200, 200, 403, 403),
    "requests": (302, 403, 404, 404, 200, 200, 403, 403),
    "invitations": (302, 403, 404, 404, 200, 200, 403, 403),
    "settings": (302, 403, 404, 404, 404, 200, 403, 403),
}
INSIDERS = frozenset(("guest", "member", "moderator", "owner"))


def expected(name, visibility, role):
    if visibility == "confidential" and role not in INSIDERS:
        return 404
    answer = PAGES[name][ROLES.index(role)]
    if visibility == "private" and name == "charter" and role not in INSIDERS:
        return 302 if role == "stranger" else 404
    if visibility == "private" and name == "join" and role in ("agent", "other"):
        # They are invited, and the charter is for people inside.
        return 403
    if (visibility, name) == ("private", "join") and role in ("agent", "other"):
        # One is invited into private ones.
        return 403
    if (
        visibility == "open"
        and answer == 403
        and role not in INSIDERS
        and name != "join"
    ):
        # Every agent reads an open community: the part is for others.
        return 200 if name == "members" else 404
    return answer


def people(page, make):
    """Somebody of every role."""
    suspended = joins(agent(), page)
    services.suspend(suspended, None, "Attacks.")
    elsewhere = agent()
    joins(elsewhere, make("open", "Elsewhere"), "owner")
    guest = outside_guest()
    joins(guest, page, "guest", until=timezone.localdate() + A_MONTH)
    found = {role: agent() for role in ("member", "moderator", "owner")}
    for role, user in found.items():
        joins(user, page, role)
    return {
        **found,
        "stranger": None,
        "agent": agent(),
        "guest": guest,
        "suspended": suspended.user,
        "other": elsewhere,
    }


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_every_page_is_for_those_whom_it_concerns(community, visibility):
    page = community(visibility)
    who = people(page, community)
    charters.write(page, "Be kind.", who["owner"])
    wrong = {}
    for role in ROLES:
        client = client_of(who[role])
        for name in PAGES:
            address = reverse(f"communities:{name}", args=[page.slug])
            status = client.get(address).status_code
            if status != expected(name, visibility, role):
                wrong[role, name] = status, expected(name, visibility, role)
    assert wrong == {}


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_nobody_but_owners_and_moderators_decides(community, visibility):
    page = community(visibility)
    who = people(page, community)
    waiting = agent()
    row = Membership.objects.create(user=waiting, community=page, state="waiting")
    member = Membership.objects.get(user=who["member"])
    doors = {
        "decide-request": ([row.pk], {"let_in": "1"}),
        "end-member": ([member.pk], {"reason": "No."}),
        "offer": ([member.pk], {"offer": "too"}),
        "visibility": ([], {"visibility": "confidential"}),
        "archive": ([], {"reason": "Over."}),
        "settings": ([], {"purpose": "Other."}),
        "edit-charter": ([], {"text": "Other."}),
        "invitations": ([], {"by_mail": "1", "addresses": "a@b.example"}),
    }
    for role in ("stranger", "agent", "guest", "member", "suspended", "other"):
        client = client_of(who[role])
        for name, (numbers, data) in doors.items():
            address = reverse(f"communities:{name}", args=[page.slug, *numbers])
            client.post(address, data)
    page.refresh_from_db()
    row.refresh_from_db()
    member.refresh_from_db()
    assert (row.state, member.state, member.offer) == ("waiting", "active", "")
    assert (page.visibility, page.archived_at) == (visibility, None)
    assert page.purpose == "For those who want to do it better."
    assert not page.charters.exists()
    assert not CommunityInvitation.objects.exists()


def test_numbers_of_another_community_are_not_there(community, owner):
    page, other = community(), community()
    boss = owner(page)
    stranger = joins(agent(), other)
    waiting = Membership.objects.create(user=agent(), community=other, state="waiting")
    link, _address = inviting.make_link(
        other, agent(), uses=3, until=timezone.localdate()
    )
    client = client_of(boss)
    for name, number, data in (
        ("member", stranger.pk, {"role": "moderator"}),
        ("end-member", stranger.pk, {"reason": "No."}),
        ("offer", stranger.pk, {"offer": "too"}),
        ("withdraw-invitation", link.pk, {}),
    ):
        address = reverse(f"communities:{name}", args=[page.slug, number])
        assert client.post(address, data).status_code == 404, name
    address = reverse("communities:decide-request", args=[page.slug, waiting.pk])
    client.post(address, {"let_in": "1"})
    waiting.refresh_from_db()
    assert waiting.state == "waiting"


def test_joining_shows_the_charter_and_asks_to_accept_it(community, owner):
    page = community("open", joining="open")
    charters.write(page, "Be **kind**.", owner(page))
    user = agent()
    client, address = client_of(user), f"/communities/{page.slug}/join/"
    assert b"<strong>kind</strong>" in client.get(address).content
    assert client.post(address, {"version": "1"}).status_code == 200
    assert not Membership.objects.filter(user=user).exists()
    assert client.post(address, {"version": "1", "accepts": "on"}).url == page.url
    assert Membership.objects.get(user=user).charter.number == 1


def test_a_charter_that_changed_meanwhile_is_shown_again(community, owner):
    page = community("open", joining="open")
    boss, user = owner(page), agent()
    charters.write(page, "Be kind.", boss)
    charters.write(page, "Be brief.", boss)
    client, address = client_of(user), f"/communities/{page.slug}/join/"
    answer = client.post(address, {"version": "1", "accepts": "on"})
    assert "just changed" in answer.content.decode()
    assert not Membership.objects.filter(user=user).exists()


def test_joining_without_a_charter_is_one_button(community):
    page = community("open", joining="open")
    user = agent()
    client_of(user).post(f"/communities/{page.slug}/join/")
    assert Membership.objects.get(user=user).state == "active"


def test_a_message_that_is_too_long_is_said_and_not_lost(community):
    page = community(joining="request")
    user = agent()
    text = "x" * 501
    answer = (
        client_of(user)
        .post(f"/communities/{page.slug}/join/", {"message": text})
        .content.decode()
    )
    assert "Shorten this by 1 characters" in answer
    assert text in answer


def test_a_request_is_decided_and_the_person_gets_a_mail(community, moderator):
    page = community(joining="request")
    users = [agent(interface_language="fr"), agent()]
    for user in users:
        client_of(user).post(f"/communities/{page.slug}/join/", {"message": "Hello"})
    rows = [Membership.objects.get(user=user) for user in users]
    client = client_of(moderator(page))
    assert b"Hello" in client.get(f"/communities/{page.slug}/requests/").content
    first, second = (f"/communities/{page.slug}/requests/{row.pk}/" for row in rows)
    client.post(first, {"let_in": "1"})
    assert client.post(second, {"decline": "1", "reason": ""}).status_code == 200
    client.post(second, {"decline": "1", "reason": "Only for <auditors>."})
    states = [Membership.objects.get(pk=row.pk).state for row in rows]
    assert states == ["active", "declined"]
    assert [message.to for message in mail.outbox] == [
        [users[0].email],
        [users[1].email],
    ]
    assert "Only for <auditors>." in mail.outbox[1].body
    assert "&lt;auditors&gt;" in mail.outbox[1].alternatives[0][0]
    assert client.post(first, {"let_in": "1"}).status_code == 302


def test_a_request_is_shown_as_sent_and_can_be_withdrawn(community):
    page = community(joining="request")
    user = agent()
    client = client_of(user)
    client.post(f"/communities/{page.slug}/join/", {"message": "Hello"})
    assert b"Request sent" in client.get(page.url).content
    client.post(f"/communities/{page.slug}/join/withdraw/")
    assert not Membership.objects.filter(user=user).exists()
    assert b"Ask to join" in client.get(page.url).content


def test_writing_waits_for_the_new_charter_and_reading_does_not(
    community, owner, member
):
    page = community()
    boss, user = owner(page), member(page)
    charters.write(page, "Be kind.", boss)
    client = client_of(user)
    address = f"/communities/{page.slug}/members/"
    answer = client.get(address)
    assert answer.status_code == 200
    assert not answer.context["may"]["write"]
    assert "Accept the charter" in answer.content.decode()
    accept = f"/communities/{page.slug}/charter/accept/"
    back = client.post(accept, {"version": "1", "next": "https://else.example/"})
    assert back.url == page.url
    answer = client.get(address)
    assert answer.context["may"]["write"]
    assert "Accept the charter" not in answer.content.decode()


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 20, "\0"])
def test_odd_versions_of_a_charter_are_no_fault(community, owner, number):
    page = community()
    boss = owner(page)
    charters.write(page, "Be kind.", boss)
    client = client_of(boss)
    address = f"/communities/{page.slug}/charter/"
    assert client.get(address, {"version": number}).status_code in (200, 404)
    assert client.post(f"{address}accept/", {"version": number}).status_code == 302


def test_a_guest_sees_who_keeps_order_and_nobody_else(community, owner, member, guest):
    page = community()
    boss, user, visitor = owner(page), member(page), guest(page)
    answer = client_of(visitor).get(f"/communities/{page.slug}/members/")
    text = answer.content.decode()
    assert str(boss) in text
    assert str(user) not in text
    assert "?agency" not in text


def test_members_are_found_by_name_and_agency(community, owner):
    page = community()
    client = client_of(owner(page))
    ann, bob = agent("ann", "valmont"), agent("bob", "oostveen")
    joins(ann, page), joins(bob, page)
    address = f"/communities/{page.slug}/members/"
    by_name = client.get(address, {"q": "Ann"}).content.decode()
    assert str(ann) in by_name
    assert str(bob) not in by_name
    by_agency = client.get(address, {"agency": "oostveen"}).content.decode()
    assert str(bob) in by_agency
    assert str(ann) not in by_agency
    assert "Nobody fits" in client.get(address, {"q": "zzz"}).content.decode()
    assert client.get(address, {"q": "x" * 200}).status_code == 400
    assert client.get(address, {"page": "9" * 30}).status_code == 200


def test_many_members_cost_no_more_queries_than_few(
    community, owner, django_assert_max_num_queries
):
    page = community()
    client = client_of(owner(page))
    address = f"/communities/{page.slug}/members/"
    for _number in range(60):
        joins(agent(), page)
    client.get(address)
    with django_assert_max_num_queries(14):
        text = client.get(address).content.decode()
    assert text.count('class="entry"') == 50
    assert 'rel="next"' in text


def test_a_moderator_ends_the_membership_of_a_member_but_not_of_an_owner(
    community, owner, moderator, member
):
    page = community()
    boss, by, user = owner(page), moderator(page), member(page)
    client = client_of(by)
    for person, status in ((boss, 404), (user, 302)):
        row = Membership.objects.get(user=person)
        address = f"/communities/{page.slug}/members/{row.pk}/end/"
        assert client.post(address, {"reason": "Adverts."}).status_code == status
    assert Membership.objects.get(user=user).state == "ended"
    assert Decision.objects.get(verb="put-out").reason == "Adverts."
    assert mail.outbox[-1].to == [user.email]


def test_handing_over_is_offered_and_accepted(community, owner, member):
    page = community()
    boss, heir = owner(page), member(page)
    row = Membership.objects.get(user=heir)
    client_of(boss).post(
        f"/communities/{page.slug}/members/{row.pk}/offer/", {"offer": "instead"}
    )
    client = client_of(heir)
    assert b"in their place" in client.get(page.url).content
    client.post(f"/communities/{page.slug}/offer/", {"accept": "1"})
    roles = {str(each.user): each.role for each in page.memberships.all()}
    assert roles == {str(boss): "moderator", str(heir): "owner"}
    assert page.moderators.user_set.count() == 2


def test_an_offer_of_somebody_who_is_no_owner_any_more_is_none(
    community, owner, member
):
    page = community()
    boss, _other, heir = owner(page), owner(page), member(page)
    row = Membership.objects.get(user=heir)
    client_of(boss).post(
        f"/communities/{page.slug}/members/{row.pk}/offer/", {"offer": "too"}
    )
    services.leave(Membership.objects.get(user=boss))
    client_of(heir).post(f"/communities/{page.slug}/offer/", {"accept": "1"})
    row.refresh_from_db()
    assert row.role == "member"


def test_owners_give_roles_and_moderators_do_not(community, owner, moderator, member):
    page = community()
    boss, by, user = owner(page), moderator(page), member(page)
    row = Membership.objects.get(user=user)
    address = f"/communities/{page.slug}/members/{row.pk}/"
    client_of(by).post(address, {"role": "moderator"})
    row.refresh_from_db()
    assert row.role == "member"
    client_of(boss).post(address, {"role": "owner"})
    row.refresh_from_db()
    assert row.role == "member"
    client_of(boss).post(address, {"role": "moderator"})
    row.refresh_from_db()
    assert row.role == "moderator"
    assert Decision.objects.filter(verb="role", person=user, by=boss).exists()


def test_a_guest_keeps_a_last_day(community, moderator, guest):
    page = community()
    by, visitor = moderator(page), guest(page)
    row = Membership.objects.get(user=visitor)
    address = f"/communities/{page.slug}/members/{row.pk}/"
    client = client_of(by)
    assert client.post(address, {"until": ""}).status_code == 200
    assert client.post(address, {"until": "2001-01-01"}).status_code == 200
    day = timezone.localdate() + A_MONTH * 2
    assert client.post(address, {"until": f"{day:%Y-%m-%d}"}).status_code == 302
    row.refresh_from_db()
    assert row.until == day


def test_the_page_of_a_member_names_nothing_they_wrote(community, owner, member):
    page = community()
    boss, user = owner(page), member(page)
    row = Membership.objects.get(user=user)
    text = client_of(boss).get(f"/communities/{page.slug}/members/{row.pk}/")
    main = re.search(r"<main.*</main>", text.content.decode(), re.S).group()
    assert "comment" not in main.lower().replace("comments stay", "")
    assert "contribution" not in main.lower()
