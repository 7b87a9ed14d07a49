"""The queue, the appeals and the trail: what moderators see and do there."""

import datetime
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from communities.belonging.services import add_member
from communities.models import (
    Appeal,
    Assignment,
    Comment,
    CommunityPage,
    Decision,
    Membership,
    Report,
    Silence,
    Thread,
)
from communities.moderating import appealing, erasing, services, silencing, threads
from communities.moderating.services import Refused, Verb
from tests.communities.people import client_of
from tests.communities.said import comment as say
from tests.communities.said import discussion

State = Comment.State
Make = Callable[..., CommunityPage]
Person = Callable[..., User]


def queue(circle: CommunityPage) -> str:
    return reverse("communities:queue", args=[circle.slug])


def reported(comment: Comment, by: User, reason: str = "wrong", note: str = "") -> None:
    Report.objects.create(comment=comment, by=by, reason=reason, note=note)


def test_queue_groups_the_reports_of_a_comment(
    circle: CommunityPage, comment: Comment, judge: User, member: Person
) -> None:
    first, second = member(circle, "Ruth"), member(circle, "Otto")
    reported(comment, first, note="Since 2024 it is another form.")
    reported(comment, second)
    html = client_of(judge).get(queue(circle)).content.decode()
    assert html.count("Ask the archive first.") == 1
    assert "Since 2024 it is another form." in html
    # Who reports is nobody's business.
    assert "Ruth" not in html
    assert "Otto" not in html


def test_queue_is_for_moderators(
    circle: CommunityPage, author: User, outsider: User, guest: Person
) -> None:
    for person in (author, guest(circle)):
        assert client_of(person).get(queue(circle)).status_code == 404
    assert client_of(outsider).get(queue(circle)).status_code == 403
    assert client_of(None).get(queue(circle)).status_code == 302


def test_several_are_decided_at_once(
    circle: CommunityPage, thread: Thread, author: User, judge: User, member: Person
) -> None:
    both = [say(thread, text, author=author) for text in ("One.", "Two.")]
    for each in both:
        reported(each, member(circle))
    values = {"verb": "hide", "reason": "Too much.", "comment": [c.pk for c in both]}
    assert client_of(judge).post(queue(circle), values).status_code == 302
    assert set(thread.comments.filter(state="hidden")) == set(both)
    assert Decision.objects.filter(verb=Verb.HIDE).count() == 2


def test_comment_of_another_community_is_not_decided_here(
    circle: CommunityPage,
    community: Make,
    judge: User,
    member: Person,
) -> None:
    elsewhere = community("open")
    writer = member(elsewhere)
    foreign = say(discussion(elsewhere, author=writer), "Far away.", author=writer)
    reported(foreign, member(elsewhere))
    values = {"verb": "hide", "reason": "No.", "comment": foreign.pk}
    assert client_of(judge).post(queue(circle), values).status_code == 422
    foreign.refresh_from_db()
    assert foreign.state == State.VISIBLE


def test_own_comment_is_left_to_somebody_else(
    circle: CommunityPage, thread: Thread, judge: User, member: Person
) -> None:
    own = say(thread, "I know best.", author=judge)
    reported(own, member(circle))
    values = {"verb": "keep", "comment": own.pk}
    assert client_of(judge).post(queue(circle), values).status_code == 422
    assert Report.objects.filter(closed_at=None).exists()


def test_reports_are_assigned(
    circle: CommunityPage,
    comment: Comment,
    judge: User,
    moderator: Person,
    member: Person,
) -> None:
    other = moderator(circle)
    reported(comment, member(circle))
    address = reverse("communities:assign", args=[circle.slug])
    client = client_of(judge)
    thing = f"comment-{comment.pk}"
    client.post(address, {"thing": thing, "to": other.pk})
    assert Assignment.objects.get().to == other
    mine = client_of(other).get(f"{queue(circle)}?mine=1").content.decode()
    assert "Ask the archive first." in mine
    assert (
        "Ask the archive first."
        not in client.get(f"{queue(circle)}?mine=1").content.decode()
    )
    outsider = member(circle)
    answer = client.post(address, {"thing": thing, "to": outsider.pk})
    assert answer.status_code == 404


def test_queue_asks_as_often_with_ten_times_as_much(
    circle: CommunityPage,
    thread: Thread,
    author: User,
    judge: User,
    member: Person,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    reader = member(circle)
    client = client_of(judge)
    client.get(queue(circle))
    for number in range(30):
        reported(say(thread, f"Number {number}.", author=author), reader)
        say(thread, f"Waits {number}.", author=author, state=State.WAITING)
    with django_assert_max_num_queries(20):
        assert client.get(queue(circle)).status_code == 200


def test_author_appeals_once_and_another_moderator_undoes_it(
    circle: CommunityPage,
    comment: Comment,
    author: User,
    judge: User,
    moderator: Person,
) -> None:
    decision = services.hide(comment, judge, "It is wrong.")
    address = reverse("communities:decision", args=[decision.pk])
    client = client_of(author)
    html = client.get(address).content.decode()
    assert "It is wrong." in html
    assert "Ask the archive first." in html
    # Who decided is not said.
    assert str(judge) not in html
    assert client.post(address, {"text": "It is right."}).status_code == 302
    assert client.post(address, {"text": "Again."}).status_code == 422
    appeal = Appeal.objects.get()
    answer = reverse("communities:appeal", args=[circle.slug, appeal.pk])
    assert client_of(judge).post(answer, {"granted": "yes"}).status_code == 403
    appeal.refresh_from_db()
    assert appeal.outcome == ""
    other = moderator(circle)
    assert client_of(other).get(answer).status_code == 200
    assert client_of(other).post(answer, {"granted": "yes"}).status_code == 302
    comment.refresh_from_db()
    assert comment.state == State.VISIBLE
    assert Decision.objects.filter(verb=Verb.GRANTED, by=other).count() == 1


def test_refused_appeal_says_why(
    comment: Comment,
    author: User,
    judge: User,
    moderator: Person,
    circle: CommunityPage,
) -> None:
    appeal = appealing.appeal(services.hide(comment, judge, "No."), author, "Yes.")
    other = client_of(moderator(circle))
    address = reverse("communities:appeal", args=[circle.slug, appeal.pk])
    assert other.post(address, {"granted": "no"}).status_code == 422
    values = {"granted": "no", "text": "It does name a citizen."}
    assert other.post(address, values).status_code == 302
    comment.refresh_from_db()
    assert comment.state == State.HIDDEN
    own = reverse("communities:decision", args=[appeal.decision_id])
    assert "It does name a citizen." in client_of(author).get(own).content.decode()


def test_decision_is_for_whom_it_is_about(
    comment: Comment, judge: User, member: Person, circle: CommunityPage
) -> None:
    decision = services.hide(comment, judge, "No.")
    address = reverse("communities:decision", args=[decision.pk])
    for other in (judge, member(circle)):
        assert client_of(other).get(address).status_code == 404
        assert client_of(other).post(address, {"text": "Hm."}).status_code == 404


def test_after_thirty_days_nobody_appeals_and_the_text_is_erased(
    comment: Comment, author: User, judge: User
) -> None:
    decision = services.remove(comment, judge, "Against the law.")
    assert erasing.erase_removed() == 0
    long_ago = timezone.now() - datetime.timedelta(days=31)
    Decision.objects.filter(pk=decision.pk).update(at=long_ago)
    Comment.objects.filter(pk=comment.pk).update(state_at=long_ago)
    decision.refresh_from_db()
    with pytest.raises(Refused):
        appealing.appeal(decision, author, "Too late?")
    assert erasing.erase_removed() == 1
    comment.refresh_from_db()
    assert (comment.text, comment.html) == ("", "")


def test_text_stays_while_an_appeal_waits(
    comment: Comment, author: User, judge: User
) -> None:
    appealing.appeal(services.remove(comment, judge, "No."), author, "Yes.")
    Comment.objects.update(state_at=timezone.now() - datetime.timedelta(days=40))
    assert erasing.erase_removed() == 0


def test_suspended_person_reads_why_appeals_and_withdraws(
    circle: CommunityPage, comment: Comment, author: User, judge: User
) -> None:
    row = Membership.objects.get(community=circle, user=author)
    decision = silencing.suspend(row, judge, "Three warnings.")
    client = client_of(author)
    assert client.get(queue(circle)).status_code == 403
    mine = client.get(reverse("communities:decisions")).content.decode()
    assert "Three warnings." in mine
    assert "Ask the archive first." in mine
    own = reverse("communities:decision", args=[decision.pk])
    assert client.post(own, {"text": "There was one."}).status_code == 302
    taken = reverse("communities:decision-withdraw", args=[comment.pk])
    assert client.post(taken).status_code == 302
    comment.refresh_from_db()
    assert comment.state == State.WITHDRAWN


def test_granted_appeal_lets_a_suspended_person_in_again(
    circle: CommunityPage, author: User, judge: User, moderator: Person
) -> None:
    row = Membership.objects.get(community=circle, user=author)
    decision = silencing.suspend(row, judge, "No.")
    appeal = appealing.appeal(decision, author, "Yes.")
    appealing.answer(appeal, moderator(circle), granted=True, text="")
    row.refresh_from_db()
    assert row.state == Membership.State.ACTIVE


def test_nobody_withdraws_what_others_wrote(comment: Comment, member: Person) -> None:
    address = reverse("communities:decision-withdraw", args=[comment.pk])
    other = member(comment.thread.community)
    assert client_of(other).post(address).status_code == 404
    comment.refresh_from_db()
    assert comment.state == State.VISIBLE


def test_muted_person_reads_and_does_not_write(
    circle: CommunityPage, thread: Thread, author: User, judge: User
) -> None:
    address = reverse("communities:mute", args=[circle.slug, author.pk])
    values = {"days": "7", "reason": "Cool down."}
    assert client_of(judge).post(address, values).status_code == 302
    assert Silence.objects.get().until > timezone.now()
    client = client_of(author)
    place = reverse("communities:discussion", args=[circle.slug, thread.pk])
    assert client.get(place).status_code == 200
    before = Comment.objects.count()
    client.post(f"{place}reply/", {"text": "And yet."})
    client.post(place, {"text": "And yet."})
    assert Comment.objects.count() == before
    client_of(judge).post(reverse("communities:unmute", args=[circle.slug, author.pk]))
    assert not Silence.objects.exists()


def test_owners_and_moderators_are_not_muted(
    circle: CommunityPage, judge: User, owner: Person
) -> None:
    address = reverse("communities:mute", args=[circle.slug, owner(circle).pk])
    answer = client_of(judge).post(address, {"days": "7", "reason": "Mine."})
    assert answer.status_code == 422
    assert not Silence.objects.exists()


def test_trail_lists_decisions_and_nobody_who_wrote(
    circle: CommunityPage, comment: Comment, author: User, judge: User
) -> None:
    services.hide(comment, judge, "=1+1")
    client = client_of(judge)
    html = client.get(reverse("communities:trail", args=[circle.slug])).content.decode()
    assert "=1+1" in html
    assert str(author) not in html
    answer = client.get(reverse("communities:trail-csv", args=[circle.slug]))
    text = answer.content.decode()
    assert "'=1+1" in text
    assert str(author) not in text


def test_trail_is_filtered_and_bears_bad_values(
    circle: CommunityPage, comment: Comment, judge: User
) -> None:
    services.hide(comment, judge, "One reason.")
    threads.lock(comment.thread, judge, "Another reason.")
    client = client_of(judge)
    address = reverse("communities:trail", args=[circle.slug])
    locked = client.get(f"{address}?verb=lock").content.decode()
    assert "Another reason." in locked
    assert "One reason." not in locked
    for bad in ("verb=x%00", "since=yesterday", "page=999999999999999999999"):
        assert client.get(f"{address}?{bad}").status_code == 200


def test_discussion_moves_to_the_same_or_fewer_readers_only(
    circle: CommunityPage, community: Make, thread: Thread, author: User, judge: User
) -> None:
    wide, narrow = community("open"), community("private")
    stranger_inside = community("private")
    for each in (wide, narrow, stranger_inside):
        add_member(each, judge, "moderator")
    add_member(narrow, author)
    someone = User.objects.create_user("someone", "s@else.example", "-")
    add_member(stranger_inside, someone)
    for target in (wide, stranger_inside, circle):
        with pytest.raises(Refused):
            threads.move(thread, target, judge)
    address = reverse("communities:moderate-thread", args=[circle.slug, thread.pk])
    client = client_of(judge)
    answer = client.post(address, {"verb": "move", "target": narrow.pk})
    assert answer.status_code == 302
    thread.refresh_from_db()
    assert thread.community_id == narrow.pk
    assert Decision.objects.filter(verb=Verb.MOVE).count() == 2
    assert client.get(address).status_code == 404


def test_discussion_moves_only_where_one_moderates(
    circle: CommunityPage, community: Make, thread: Thread, judge: User
) -> None:
    target = community("private")
    address = reverse("communities:moderate-thread", args=[circle.slug, thread.pk])
    answer = client_of(judge).post(address, {"verb": "move", "target": target.pk})
    assert answer.status_code == 422
    thread.refresh_from_db()
    assert thread.community_id == circle.pk
