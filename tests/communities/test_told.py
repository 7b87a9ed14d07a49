"""Who is told of what: once, by the strongest reason, and only what they may read."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from catalogue.access import reader_of
from communities.belonging import services as belonging
from communities.following import notices
from communities.following.services import follow
from communities.following.signal_handlers import tell_of_comment
from communities.models import (
    Comment,
    CommunityPage,
    Follow,
    Membership,
    Notice,
    Thread,
)
from communities.moderating import services as moderating
from communities.talk import services as talk
from tests.communities.following import asks, browser, kinds, lines, page_of, says, who
from tests.communities.people import agent, joins

pytestmark = pytest.mark.django_db

Make = Callable[..., CommunityPage]
Person = Callable[..., User]


def words(user: User) -> list[str]:
    return [f"{line.sentence} {line.title}" for line in lines(user)]


def test_replies_reach_who_asked_and_who_is_replied_to(
    community: Make, member: Person
) -> None:
    page = community("restricted")
    asker, first, second = (member(page, name) for name in ("ann", "ben", "cem"))
    thread = asks(asker, page)
    Notice.objects.all().delete()
    comment = says(first, thread)
    says(second, thread, "No, always.", parent=comment)
    assert words(asker) == ["Ben Example replies to your question How long?"]
    assert words(first) == ["Cem Example replies to you in How long?"]
    assert kinds(second) == []


def test_mention_in_a_reply_to_what_one_follows_is_one_notice(
    community: Make, member: Person
) -> None:
    page = community("restricted")
    asker, other = member(page, "ann"), member(page, "ben")
    thread = asks(asker, page)
    follow(asker, f"thread:{thread.pk}")
    says(other, thread, "@Ann Example knows it herself.")
    assert kinds(asker) == ["mention"]
    assert words(asker) == ["Ben Example mentions you in How long?"]


def test_members_hear_of_new_discussions_and_followers_of_replies(
    community: Make, member: Person
) -> None:
    page = community("restricted")
    asker, reader, other = (member(page, name) for name in ("ann", "ben", "cem"))
    thread = asks(asker, page)
    assert words(reader) == ["New question: How long?"]
    follow(reader, f"thread:{thread.pk}")
    says(other, thread)
    says(other, thread, "And one more thing.")
    (line,) = lines(reader)
    assert line.sentence == "2 new replies in"
    assert line.where == page.title


def test_nobody_is_told_of_what_they_did_themselves(
    community: Make, member: Person
) -> None:
    page = community("restricted")
    asker = member(page, "ann")
    thread = asks(asker, page)
    follow(asker, f"thread:{thread.pk}")
    says(asker, thread, "@Ann Example again.")
    assert kinds(asker) == []


def test_muted_discussion_tells_only_what_names_one(
    community: Make, member: Person
) -> None:
    page = community("restricted")
    asker, other = member(page, "ann"), member(page, "ben")
    thread = asks(asker, page)
    row = follow(asker, f"thread:{thread.pk}")
    row.is_muted = True
    row.save()
    says(other, thread)
    assert kinds(asker) == []
    says(other, thread, "@Ann Example, look.")
    assert kinds(asker) == ["mention"]


def test_accepted_answer_reaches_its_author_and_who_follows(
    community: Make, member: Person, moderator: Person
) -> None:
    page = community("restricted")
    asker, author, reader = (member(page, name) for name in ("ann", "ben", "cem"))
    thread = asks(asker, page)
    answer = says(author, thread)
    follow(reader, f"thread:{thread.pk}")
    Notice.objects.all().delete()
    talk.accept(who(moderator(page), page), thread, answer)
    assert words(asker) == ["Your question has an accepted answer: How long?"]
    assert words(author) == ["Your answer was accepted: How long?"]
    assert words(reader) == ["There is an answer to How long?"]


def test_who_asked_without_a_name_stays_without_one(
    community: Make, member: Person
) -> None:
    page = community("restricted")
    asker, other = member(page, "ann"), member(page, "ben")
    thread = asks(asker, page, unnamed=True)
    comment = says(other, thread)
    says(asker, thread, "Thank you.", parent=comment, unnamed=True)
    assert words(other)[0] == "A member replies to you in How long?"
    html = page_of(other)
    assert "Ann" not in html
    assert lines(other)[0].agency == ""


def test_hidden_comment_is_told_to_nobody_but_its_author(
    community: Make, member: Person, moderator: Person
) -> None:
    page = community("restricted")
    asker, author = member(page, "ann"), member(page, "ben")
    thread = asks(asker, page)
    comment = says(author, thread)
    Follow.objects.all().delete()
    moderating.hide(comment, moderator(page), "It names a person.")
    assert words(asker) == []
    assert words(author)[0] == "Your comment was hidden in How long?"
    assert lines(author)[0].reason == "It names a person."


def test_hidden_opening_takes_the_title_out_of_every_notice(
    community: Make, member: Person, moderator: Person
) -> None:
    page = community("restricted")
    reader = member(page, "ann")
    thread = asks(member(page, "ben"), page, "Secret title")
    assert "Secret title" in page_of(reader)
    opening = Comment.objects.get(thread=thread, is_opening=True)
    moderating.hide(opening, moderator(page), "It names a person.")
    assert "Secret title" not in page_of(reader)


@pytest.mark.parametrize("visibility", ["restricted", "private", "confidential"])
def test_nothing_is_told_of_a_community_one_left(
    community: Make, member: Person, owner: Person, visibility: str
) -> None:
    page = community(visibility)
    owner(page)
    reader = member(page, "ann")
    asks(member(page, "ben"), page, "Inside talk")
    assert "Inside talk" in page_of(reader)
    number = Notice.objects.get(to=reader).pk
    belonging.leave(Membership.objects.get(user=reader))
    assert "Inside talk" not in page_of(reader)
    assert browser(reader).get(f"/notices/{number}/").status_code == 404
    assert not Follow.objects.filter(by=reader).exists()


def test_suspended_member_is_shown_nothing_from_inside(
    community: Make, member: Person, moderator: Person
) -> None:
    page = community("restricted")
    reader = member(page, "ann")
    asks(member(page, "ben"), page, "Inside talk")
    row = Membership.objects.get(user=reader)
    number = Notice.objects.get(to=reader).pk
    belonging.suspend(row, moderator(page), "Rude.")
    assert "Inside talk" not in page_of(reader)
    assert browser(reader).get(f"/notices/{number}/").status_code == 404


def test_moderators_hear_that_somebody_asks_to_join(
    community: Make, moderator: Person, outsider: User
) -> None:
    page = community("restricted", joining="request")
    keeper = moderator(page)
    belonging.join(page, outsider, "I do the same.")
    assert words(keeper) == [f"1 person asks to join {page.title}"]
    assert kinds(outsider) == []


def test_whoever_is_let_in_is_told_here_and_mailed_by_others(
    community: Make, moderator: Person, outsider: User
) -> None:
    page = community("restricted", joining="request")
    row = belonging.join(page, outsider)
    belonging.let_in(row, moderator(page))
    notice = Notice.objects.get(to=outsider)
    assert (notice.kind, notice.verb) == ("member", "let-in")
    assert notice.mailed_at is not None


def test_opening_a_notice_leads_on_and_reads_all_on_the_thread(
    community: Make, member: Person
) -> None:
    page = community("restricted")
    asker, other = member(page, "ann"), member(page, "ben")
    thread = asks(asker, page)
    says(other, thread)
    last = says(other, thread, "@Ann Example, look.")
    row = Notice.objects.get(to=asker, comment=last)
    answer = browser(asker).get(f"/notices/{row.pk}/")
    assert answer.headers["Location"].endswith(
        f"/discussions/{thread.pk}/?c={last.pk}#c-{last.pk}"
    )
    assert not Notice.objects.filter(to=asker, read_at=None).exists()
    assert browser(other).get(f"/notices/{row.pk}/").status_code == 404


def test_guests_are_told_what_happens_in_their_community(
    community: Make, member: Person, guest: Person
) -> None:
    page = community("private")
    visitor = guest(page, "gus")
    asks(member(page, "ann"), page, "For guests too")
    assert "For guests too" in page_of(visitor)
    joined = Membership.objects.get(user=visitor)
    Membership.objects.filter(pk=joined.pk).update(until="2020-01-01")
    assert "For guests too" not in page_of(visitor)


def test_fetching_ahead_reads_nothing(community: Make, member: Person) -> None:
    page = community("restricted")
    asker = member(page, "ann")
    says(member(page, "ben"), asks(asker, page))
    row = Notice.objects.get(to=asker)
    browser(asker).get(f"/notices/{row.pk}/", headers={"sec-purpose": "prefetch"})
    assert Notice.objects.filter(pk=row.pk, read_at=None).exists()


def test_mark_all_as_read_reads_what_is_stored(community: Make, member: Person) -> None:
    page = community("restricted")
    asker = member(page, "ann")
    says(member(page, "ben"), asks(asker, page))
    browser(asker).post("/notices/read/")
    assert not Notice.objects.filter(to=asker, read_at=None).exists()
    assert "Nothing new" in page_of(asker, "/notices/?show=unread")


def test_what_somebody_does_not_want_here_is_not_shown(
    community: Make, member: Person
) -> None:
    page = community("restricted")
    asker = member(page, "ann")
    says(member(page, "ben"), asks(asker, page, "Not wanted"))
    client = browser(asker)
    data = {"mail": ["reply"], "digest": "weekly", "language": "en"}
    assert client.post("/notices/settings/", data).status_code == 302
    assert "Not wanted" not in page_of(asker)
    assert "Not wanted" not in page_of(asker, "/notices/?show=unread")


def test_comment_that_waited_is_told_when_it_is_released(
    community: Make, member: Person, moderator: Person
) -> None:
    page = community("restricted", reviews_first=True)
    asker = moderator(page, "ann")
    thread = asks(asker, page)
    comment = says(member(page, "ben"), thread)
    assert comment.state == Comment.State.WAITING
    assert kinds(asker) == ["task"]
    assert words(asker) == [f"1 contribution waits for a moderator in {page.title}"]
    moderating.approve(comment, asker)
    assert "reply" in kinds(asker)


def test_comment_costs_the_same_queries_for_many_followers(
    community: Make, member: Person, django_assert_max_num_queries: Any
) -> None:
    page = community("restricted")
    asker = member(page, "ann")
    thread = asks(asker, page)
    for _number in range(12):
        follow(member(page), f"thread:{thread.pk}")
    comment = Comment(thread=thread, author=asker, text="x", html="x")
    comment.save()
    Notice.objects.all().delete()
    with django_assert_max_num_queries(5):
        tell_of_comment(Comment.objects.select_related("thread").get(pk=comment.pk))
    assert Notice.objects.count() == 12


def test_lines_cost_the_same_queries_however_many(
    community: Make, member: Person, django_assert_max_num_queries: Any
) -> None:
    reader = agent("reader")
    for _number in range(4):
        page = community("restricted")
        joins(reader, page)
        author = member(page)
        for title in ("One", "Two"):
            asks(author, page, title)
    found = Notice.objects.filter(to=reader)
    assert found.count() == 8
    for each in found:
        opening = Comment.objects.get(thread=each.thread, is_opening=True)
        Notice.objects.filter(pk=each.pk).update(comment=opening)
    seen_by = reader_of(reader)
    with django_assert_max_num_queries(4):
        told = notices.told_to(reader, seen_by, notices.stored(reader))
    assert len(told) == 8


def test_thread_moved_out_of_sight_is_no_longer_told(
    community: Make, member: Person
) -> None:
    page, elsewhere = community("restricted"), community("private")
    reader = member(page, "ann")
    thread = asks(member(page, "ben"), page, "Moved away")
    assert "Moved away" in page_of(reader)
    Thread.objects.filter(pk=thread.pk).update(community=elsewhere)
    assert "Moved away" not in page_of(reader)
