"""Decisions of moderators: every verb, who may, what follows, what the trail keeps."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from catalogue.models import Change
from communities.models import (
    Appeal,
    CannedReply,
    Comment,
    CommunityPage,
    Decision,
    Notice,
    Report,
    Thread,
)
from communities.moderating import naming, own, services, threads
from communities.moderating.services import Refused, Verb
from tests.communities.people import client_of, joins
from tests.communities.said import comment as say
from tests.communities.said import discussion

State = Comment.State
Make = Callable[..., CommunityPage]
Person = Callable[..., User]


def at(comment: Comment, verb: str) -> str:
    thread = comment.thread
    slug = thread.community.slug if thread.community else ""
    return reverse(f"communities:{verb}", args=[slug, thread.pk, comment.pk])


def decide(user: User | None, comment: Comment, verb: str, **more: Any) -> Any:
    address = at(comment, "moderate")
    return client_of(user).post(address, {"verb": verb, **more})


def test_hiding_takes_the_text_out_of_sight_and_says_why(
    comment: Comment, judge: User, author: User
) -> None:
    answer = decide(judge, comment, "hide", reason="It names a citizen.")
    assert answer.status_code == 302
    comment.refresh_from_db()
    assert (comment.state, comment.state_reason) == ("hidden", "It names a citizen.")
    comment.thread.refresh_from_db()
    assert comment.thread.replies == 0
    row = Decision.objects.get(verb=Verb.HIDE)
    assert (row.by, row.person, row.community) == (
        judge,
        author,
        comment.thread.community,
    )
    key = f"communities.thread:{comment.thread_id}"
    assert Change.objects.filter(key=key, closes=True).exists()


def test_hiding_needs_a_reason(comment: Comment, judge: User) -> None:
    answer = decide(judge, comment, "hide", reason="   ")
    assert answer.status_code == 422
    comment.refresh_from_db()
    assert comment.state == State.VISIBLE
    assert not Decision.objects.filter(verb=Verb.HIDE).exists()


def test_ready_made_reason_is_said_in_the_language_of_the_author(
    comment: Comment, judge: User, author: User
) -> None:
    author.interface_language = "nl"
    author.save()
    ready = CannedReply.objects.first()
    assert ready is not None
    decide(judge, comment, "hide", ready=ready.pk)
    comment.refresh_from_db()
    assert comment.state_reason == ready.text_nl


def test_ready_made_reason_of_another_community_is_none(
    comment: Comment, judge: User, community: Make
) -> None:
    foreign = CannedReply.objects.create(
        name="Ours", text_en="Only ours.", community=community("private")
    )
    assert decide(judge, comment, "hide", ready=foreign.pk).status_code == 422


def test_hidden_comment_comes_back(comment: Comment, judge: User) -> None:
    services.hide(comment, judge, "Too soon.")
    assert decide(judge, comment, "show").status_code == 302
    comment.refresh_from_db()
    assert (comment.state, comment.state_reason) == ("visible", "")
    comment.thread.refresh_from_db()
    assert comment.thread.replies == 1


def test_removed_comment_does_not_come_back_by_a_button(
    comment: Comment, judge: User
) -> None:
    services.remove(comment, judge, "Against the law.")
    assert decide(judge, comment, "show").status_code == 422
    comment.refresh_from_db()
    assert comment.state == State.REMOVED


def test_what_is_hidden_answers_nothing(
    thread: Thread, comment: Comment, judge: User
) -> None:
    thread.accepted = comment
    thread.save()
    services.hide(comment, judge, "Wrong.")
    thread.refresh_from_db()
    assert thread.accepted is None


def test_leaving_it_as_it_is_closes_the_reports(
    comment: Comment, judge: User, member: Person, circle: CommunityPage
) -> None:
    Report.objects.create(comment=comment, by=member(circle), reason="wrong")
    Report.objects.create(comment=comment, by=member(circle), reason="rule")
    assert decide(judge, comment, "keep").status_code == 302
    assert not Report.objects.filter(closed_at=None).exists()
    assert {row.decision.verb for row in Report.objects.all()} == {"keep"}
    assert decide(judge, comment, "keep").status_code == 422


def test_waiting_contribution_is_released(
    thread: Thread, author: User, judge: User
) -> None:
    waits = say(thread, "My first one.", author=author, state=State.WAITING)
    assert decide(judge, waits, "approve").status_code == 302
    waits.refresh_from_db()
    assert waits.state == State.VISIBLE
    thread.refresh_from_db()
    assert thread.replies == 1


@pytest.mark.parametrize("verb", ["hide", "remove", "show", "keep", "approve", "look"])
def test_nobody_but_moderators_decides(
    comment: Comment,
    verb: str,
    member: Person,
    guest: Person,
    outsider: User,
    circle: CommunityPage,
) -> None:
    people = (None, outsider, guest(circle), member(circle), comment.author)
    answers = {decide(who, comment, verb, reason="No.").status_code for who in people}
    assert answers <= {302, 403, 404}
    comment.refresh_from_db()
    assert comment.state == State.VISIBLE
    assert not Decision.objects.exists()


def test_nobody_decides_on_what_they_wrote(thread: Thread, judge: User) -> None:
    own = say(thread, "I am a moderator.", author=judge)
    assert decide(judge, own, "hide", reason="Mine.").status_code == 404


def test_moderator_of_another_community_decides_nothing_here(
    comment: Comment, community: Make, moderator: Person
) -> None:
    stranger = moderator(community("restricted"))
    assert decide(stranger, comment, "hide", reason="No.").status_code == 403
    comment.refresh_from_db()
    assert comment.state == State.VISIBLE


def test_ids_of_one_place_under_another_are_not_there(
    comment: Comment, community: Make, judge: User, circle: CommunityPage, author: User
) -> None:
    other = discussion(circle, author=author)
    elsewhere = community("restricted")
    client = client_of(judge)
    for slug, number in ((circle.slug, other.pk), (elsewhere.slug, comment.thread_id)):
        for name in ("moderate", "report"):
            address = reverse(f"communities:{name}", args=[slug, number, comment.pk])
            assert client.get(address).status_code in (403, 404)
            answer = client.post(address, {"verb": "hide", "reason": "No."})
            assert answer.status_code in (403, 404)


def test_each_look_at_a_name_stands_in_the_trail(
    thread: Thread, author: User, judge: User
) -> None:
    asked = say(thread, "May I ask?", author=author, unnamed=True)
    client = client_of(judge)
    before = client.get(at(asked, "moderate")).content.decode()
    assert str(author) not in before
    after = client.post(at(asked, "moderate"), {"verb": "look"}).content.decode()
    assert str(author) in after
    row = Decision.objects.get(verb=Verb.LOOK)
    assert (row.by, row.person, row.comment) == (judge, author, asked)


def test_name_of_a_named_comment_is_not_looked_at(
    comment: Comment, judge: User
) -> None:
    assert decide(judge, comment, "look").status_code == 404


def test_second_decision_replaces_the_reason_and_both_are_kept(
    comment: Comment, judge: User
) -> None:
    services.hide(comment, judge, "First.")
    services.hide(comment, judge, "Second.")
    comment.refresh_from_db()
    assert comment.state_reason == "Second."
    assert Decision.objects.filter(verb=Verb.HIDE, comment=comment).count() == 2


def test_removing_waits_for_the_appeal(
    comment: Comment, judge: User, author: User
) -> None:
    decision = services.hide(comment, judge, "Why not.")
    Appeal.objects.create(decision=decision, by=author, text="Look again.")
    with pytest.raises(Refused):
        services.remove(comment, judge, "For good.")


def test_own_data_tell_decisions_and_looks(
    thread: Thread, author: User, judge: User
) -> None:
    asked = say(thread, "May I ask?", author=author, unnamed=True)
    naming.look(asked, judge)
    services.hide(asked, judge, "No names.")
    told = own.data_of(author)["decisions about what I wrote"]
    assert {row["reason"] for row in told} == {"", "No names."}
    assert len(told) == 2
    assert str(judge) not in str(told)


def test_all_who_wrote_are_told_once_that_it_moved(
    circle: CommunityPage,
    community: Make,
    thread: Thread,
    author: User,
    judge: User,
    member: Person,
) -> None:
    second, target = member(circle), community("private")
    for person, role in ((author, "member"), (second, "member"), (judge, "owner")):
        joins(person, target, role)
    say(thread, "Me too.", author=second)
    say(thread, "And I.", author=judge)
    threads.move(thread, target, judge)
    told = Notice.objects.filter(kind="moderation", verb="move")
    assert sorted(row.to_id for row in told) == sorted([author.pk, second.pk])
