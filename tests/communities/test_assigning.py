"""One moderator takes something of the queue, or hands it to another."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from communities.models import (
    Appeal,
    Assignment,
    Comment,
    CommunityPage,
    Membership,
    Notice,
    Thread,
)
from communities.moderating import appealing, reporting, services
from tests.communities.pages import a_case
from tests.communities.people import agent, client_of, joins
from tests.communities.said import comment as say
from tests.communities.said import comments_on

Make = Callable[..., CommunityPage]
Person = Callable[..., User]


@pytest.fixture
def other(moderator: Person, circle: CommunityPage) -> User:
    return moderator(circle, "otto")


def home(circle: CommunityPage) -> str:
    return reverse("communities:queue", args=[circle.slug])


def text_of(client: Client, url: str) -> str:
    return str(client.get(url).content.decode())


@pytest.fixture
def things(
    circle: CommunityPage, thread: Thread, author: User, judge: User, member: Person
) -> dict[str, str]:
    """One of each that waits; the appeal is against who does not answer it."""
    first = say(thread, "My very first.", author=author, state="waiting")
    hidden = say(thread, "Hidden words.", author=author)
    decision = services.hide(hidden, judge, "It names somebody.")
    appeal = appealing.appeal(decision, author, "It names nobody.")
    asking = agent("ruth")
    joins(asking, circle, state=Membership.State.WAITING, message="Let me in.")
    row = Membership.objects.get(user=asking)
    reported = say(thread, "Ask the archive.", author=author)
    reporting.report(reported, member(circle), "rule")
    return {
        "Ask the archive.": f"comment-{reported.pk}",
        "My very first.": f"comment-{first.pk}",
        "It names nobody.": f"appeal-{appeal.pk}",
        "Let me in.": f"membership-{row.pk}",
    }


def test_everything_in_the_queue_is_taken_and_found_under_mine(
    circle: CommunityPage, things: dict[str, str], other: User
) -> None:
    client, url = client_of(other), home(circle)
    for words, thing in things.items():
        answer = client.post(f"{url}assign/?show=all", {"thing": thing, "take": "1"})
        assert answer["Location"] == f"{url}?show=all#{thing}"
        mine = text_of(client, f"{url}?mine=1")
        assert words in mine
        assert f"{other} looks at it" in mine
    assert Assignment.objects.filter(to=other).count() == len(things)
    # Whoever takes something need not be told of it.
    assert not Notice.objects.filter(verb="assigned").exists()
    client.post(f"{url}assign/", {"thing": things["Let me in."], "to": ""})
    assert "Let me in." not in text_of(client, f"{url}?mine=1")
    assert "Let me in." in text_of(client, f"{url}?show=joining")


def test_whoever_is_handed_something_is_told_and_others_see_it(
    circle: CommunityPage, things: dict[str, str], other: User, judge: User
) -> None:
    asking = things["Let me in."]
    values = {"thing": asking, "to": other.pk}
    client_of(judge).post(f"{home(circle)}assign/", values)
    assert Notice.objects.get(verb="assigned").to == other
    assert "1 thing is yours to look at" in text_of(
        client_of(other), reverse("notices")
    )
    requests = reverse("communities:requests", args=[circle.slug])
    assert f"{other} looks at it" in text_of(client_of(judge), requests)


def test_appeal_is_never_given_to_who_decided(
    circle: CommunityPage, things: dict[str, str], other: User, judge: User
) -> None:
    appeal, url = things["It names nobody."], f"{home(circle)}assign/"
    for values in ({"take": "1"}, {"to": other.pk}, {"to": judge.pk}):
        answer = client_of(judge).post(url, {"thing": appeal, **values})
        assert answer.status_code == 404
    values = {"thing": appeal, "to": judge.pk}
    assert client_of(other).post(url, values).status_code == 404
    assert not Assignment.objects.exists()


def test_who_wrote_without_a_name_is_not_told_by_who_may_have_it(
    circle: CommunityPage, thread: Thread, judge: User, other: User, member: Person
) -> None:
    named = say(thread, "I say.", author=other)
    unnamed = say(thread, "Somebody says.", author=other, unnamed=True)
    for each in (named, unnamed):
        reporting.report(each, member(circle), "rule")
    html = text_of(client_of(judge), home(circle))
    option = f'<option value="{other.pk}">'
    parts = {
        each.pk: html.split(f'id="to-comment-{each.pk}"')[1].split("</select>")[0]
        for each in (named, unnamed)
    }
    assert option not in parts[named.pk]
    assert option in parts[unnamed.pk]


def test_decided_or_asked_anew_is_nobodys(
    circle: CommunityPage, things: dict[str, str], other: User
) -> None:
    client, url = client_of(other), f"{home(circle)}assign/"
    for thing in things.values():
        client.post(url, {"thing": thing, "take": "1"})
    reported = Comment.objects.get(text="Ask the archive.")
    services.keep(reported, other)
    appealing.answer(Appeal.objects.get(), other, granted=False, text="It stands.")
    left = Assignment.objects.filter(appeal=None, comment__text="Ask the archive.")
    assert not left.exists()
    assert not Assignment.objects.exclude(appeal=None).exists()
    row = Membership.objects.get(user__first_name="Ruth")
    decide = reverse("communities:decide-request", args=[circle.slug, row.pk])
    client.post(decide, {"decline": "1", "reason": "Not now."})
    join = reverse("communities:join", args=[circle.slug])
    client_of(row.user).post(join, {"message": "Please."})
    row.refresh_from_db()
    assert row.state == "waiting"
    assert not Assignment.objects.filter(membership=row).exists()


def test_who_is_no_moderator_any_more_has_nothing(
    circle: CommunityPage, things: dict[str, str], other: User, judge: User
) -> None:
    thing = things["My very first."]
    client_of(other).post(f"{home(circle)}assign/", {"thing": thing, "take": "1"})
    Membership.objects.filter(user=other).update(role="member")
    assert f"{other} looks at it" not in text_of(client_of(judge), home(circle))


def test_nothing_of_another_community_is_given(
    circle: CommunityPage, community: Make, things: dict[str, str], moderator: Person
) -> None:
    elsewhere = community("private")
    client, url = client_of(moderator(elsewhere)), f"{home(elsewhere)}assign/"
    for thing in (*things.values(), "comment-x", "comment-99999999999999999999", ""):
        answer = client.post(url, {"thing": thing, "take": "1"})
        assert answer.status_code == 404
    assert not Assignment.objects.exists()


def test_lists_of_the_editing_pages_are_narrowed_to_mine(db: None) -> None:
    admin = User.objects.create_superuser("admin", "admin@town.example", "-")
    client, case = client_of(admin), a_case()
    thread, writer = comments_on(case), agent()
    mine, free = (say(thread, text, author=writer) for text in ("Mine.", "Free."))
    for each in (mine, free):
        reporting.report(each, agent(), "rule")
    url = reverse("communities:page-assign")
    client.post(url, {"thing": f"comment-{mine.pk}", "take": "1"})
    listed = reverse("moderation_comments:index")
    for value, wanted in (("me", {"Mine."}), ("nobody", {"Free."})):
        html = text_of(client, f"{listed}?assigned={value}")
        assert {text for text in ("Mine.", "Free.") if text in html} == wanted
    hidden = services.hide(free, agent(), "It names somebody.")
    appeal = appealing.appeal(hidden, writer, "Nobody is named.")
    appeals = reverse("moderation_appeals:index")
    assert "Nobody is named." in text_of(client, f"{appeals}?assigned=nobody")
    client.post(url, {"thing": f"appeal-{appeal.pk}", "take": "1"})
    assert "Nobody is named." in text_of(client, f"{appeals}?assigned=me")
    assert "Nobody is named." not in text_of(client, f"{appeals}?assigned=nobody")
