"""The list of members: who is muted or suspended, and the way there and back."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from accounts.models import User
from communities.models import Comment, CommunityPage, Membership, Silence, Thread
from tests.communities.people import client_of
from tests.communities.said import comment as say
from tests.communities.talking import address

Make = Callable[..., CommunityPage]
Person = Callable[..., User]


@pytest.fixture
def members(circle: CommunityPage) -> str:
    return reverse("communities:members", args=[circle.slug])


def test_moderators_mute_and_suspend_from_the_list_and_undo_it(
    circle: CommunityPage, author: User, judge: User, members: str
) -> None:
    client, number = client_of(judge), author.pk
    below = f"/communities/{circle.slug}/people/{number}/"
    html = client.get(members).content.decode()
    for verb in ("mute", "suspend"):
        assert f'href="{below}{verb}/?back=members"' in html
    form = client.get(f"{below}mute/?back=members").content.decode()
    assert f'action="{below}mute/?back=members"' in form
    values = {"days": "7", "reason": "Three warnings."}
    answer = client.post(f"{below}mute/?back=members", values)
    assert answer["Location"] == members
    html = client.get(members).content.decode()
    assert "Muted" in html
    assert f'action="{below}unmute/?back=members"' in html
    assert f'href="{below}mute/' not in html
    answer = client.post(f"{below}unmute/?back=members")
    assert answer["Location"] == members
    assert not Silence.objects.exists()
    client.post(f"{below}suspend/?back=members", {"reason": "Threats."})
    html = client.get(members).content.decode()
    assert "Threats." in html
    assert f'action="{below}reinstate/?back=members"' in html
    client.post(f"{below}reinstate/?back=members")
    assert Membership.objects.get(user=author).state == "active"


def test_members_see_nothing_of_it(
    circle: CommunityPage, author: User, judge: User, owner: Person, members: str
) -> None:
    below = f"/communities/{circle.slug}/people/{author.pk}/"
    values = {"days": "7", "reason": "Three warnings."}
    client_of(judge).post(f"{below}mute/", values)
    html = client_of(author).get(members).content.decode()
    assert "Muted" not in html
    assert f"/communities/{circle.slug}/people/" not in html
    # Owners and moderators are not muted: there is no way to it.
    page = client_of(owner(circle)).get(members).content.decode()
    assert f"/communities/{circle.slug}/people/{judge.pk}/" not in page


def test_menu_of_a_comment_leads_to_muting_and_names_nobody_unnamed(
    circle: CommunityPage,
    thread: Thread,
    comment: Comment,
    author: User,
    judge: User,
    member: Person,
) -> None:
    way = f"/communities/{circle.slug}/people/{author.pk}/mute/"
    assert way in client_of(judge).get(address(thread)).content.decode()
    assert way not in client_of(member(circle)).get(address(thread)).content.decode()
    hidden = member(circle)
    unnamed = say(thread, "Without a name.", author=hidden, unnamed=True)
    way = f"/people/{hidden.pk}/"
    client = client_of(judge)
    assert way not in client.get(address(thread)).content.decode()
    moderate = f"{address(thread)}comments/{unnamed.pk}/moderate/"
    assert way not in client.get(moderate).content.decode()
    looked = client.post(moderate, {"verb": "look"}).content.decode()
    assert f"{way}mute/" in looked
