"""Mails about notices: when, to whom, what they say, and never twice."""

import datetime
from collections.abc import Callable
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from catalogue.models import Importance
from communities.following import keeping_up
from communities.following.mailing import last_digest, send_due
from communities.following.services import follow
from communities.models import (
    Comment,
    CommunityPage,
    Follow,
    MailChoice,
    Membership,
    Notice,
)
from communities.models.following import Rhythm
from communities.moderating import services as moderating
from tests.communities.following import asks, browser, says
from tests.communities.test_library import case_in

pytestmark = pytest.mark.django_db

Make = Callable[..., CommunityPage]
Person = Callable[..., User]
WEEK = datetime.timedelta(days=7)


class Away(BaseEmailBackend):
    """A server of mails that is away."""

    def send_messages(self, messages: Any) -> int:
        raise SMTPServerDisconnected("away")


def later(days: float) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=days)


@pytest.fixture
def question(community: Make, member: Person) -> Any:
    """A question of Ann, who has a reply of Ben's to be told."""
    page = community("restricted", "Street parking")
    asker, other = member(page, "ann"), member(page, "ben")
    thread = asks(asker, page)
    # What the author of the reply is told of the question is another test.
    Notice.objects.all().delete()
    says(other, thread, "It depends on the very secret street.")
    thread.asker, thread.other = asker, other
    return thread


def test_reply_is_mailed_at_once_and_once(question: Any) -> None:
    assert send_due().mails == 1
    assert send_due().mails == 0
    (letter,) = mail.outbox
    assert letter.to == [question.asker.email]
    assert letter.subject == "Ben Example replies to your question How long?"
    assert "/notices/" in letter.body
    assert "You get this because somebody replied to you." in letter.body


def test_no_mail_holds_what_was_said(question: Any) -> None:
    send_due()
    html = mail.outbox[0].alternatives[0][0]
    assert "secret street" not in mail.outbox[0].body + html
    assert "Street parking" in mail.outbox[0].body
    assert 'lang="en"' in html


def test_one_mail_for_each_discussion_and_day(question: Any) -> None:
    send_due()
    says(question.other, question, "One more.")
    says(question.other, question, "And one more.")
    assert send_due().mails == 0
    assert send_due(later(1)).mails == 1
    assert mail.outbox[1].subject == "2 new replies in How long?"


def test_mention_does_not_wait_for_the_next_day(question: Any) -> None:
    send_due()
    says(question.other, question, "@Ann Example, one more.")
    assert send_due().mails == 1
    assert "mentions you" in mail.outbox[1].subject


def test_what_was_read_here_is_not_mailed(question: Any) -> None:
    Notice.objects.update(read_at=timezone.now())
    assert send_due().mails == 0


@pytest.mark.parametrize(
    "loses", ["hidden", "left", "suspended", "switched off", "stopped", "unticked"]
)
def test_access_and_wishes_are_asked_when_the_mail_leaves(
    question: Any, moderator: Person, loses: str
) -> None:
    asker = question.asker
    if loses == "hidden":
        comment = Comment.objects.get(thread=question, is_opening=False)
        moderating.hide(comment, moderator(question.community), "Wrong.")
        Notice.objects.exclude(to=asker).delete()
    elif loses == "left":
        Membership.objects.filter(user=asker).update(state="ended")
    elif loses == "suspended":
        Membership.objects.filter(user=asker).update(state="suspended")
    elif loses == "switched off":
        User.objects.filter(pk=asker.pk).update(is_active=False)
    elif loses == "stopped":
        MailChoice.objects.create(user=asker, stopped_at=timezone.now())
    else:
        MailChoice.objects.create(user=asker, not_mailed=["reply"])
    assert send_due().mails == 0
    assert not mail.outbox


def test_outage_loses_nothing(question: Any, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "tests.communities.test_notice_mails.Away"
    assert send_due().failed == 1
    assert Notice.objects.filter(to=question.asker, mailed_at=None).count() == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due().mails == 1


def test_process_that_dies_while_sending_mails_nothing_twice(
    question: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_args: Any, **_kwargs: Any) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(EmailMultiAlternatives, "send", die)
        with pytest.raises(KeyboardInterrupt):
            send_due()
    assert send_due().mails == 0


@pytest.mark.parametrize(
    ("language", "subject"),
    [("en", "replies to your question"), ("fr", ""), ("nl", ""), ("de", "")],
)
def test_mail_is_in_the_language_that_was_chosen(
    question: Any, language: str, subject: str
) -> None:
    MailChoice.objects.create(user=question.asker, language=language)
    send_due()
    assert subject in mail.outbox[0].subject
    assert f'<html lang="{language}">' in mail.outbox[0].alternatives[0][0]


@pytest.mark.parametrize(
    ("visibility", "subject", "named"),
    [
        ("restricted", "How long?", True),
        ("private", "Something new in one of your communities", True),
        ("confidential", "Something new in one of your communities", False),
    ],
)
def test_mails_of_hidden_communities_name_little(
    community: Make, member: Person, visibility: str, subject: str, named: bool
) -> None:
    page = community(visibility, "Crisis plan")
    asker = member(page, "ann")
    says(member(page, "ben"), asks(asker, page))
    Notice.objects.exclude(to=asker).delete()
    send_due()
    (letter,) = mail.outbox
    html = letter.alternatives[0][0]
    assert subject in letter.subject
    assert visibility == "restricted" or "How long" not in letter.subject
    for text in ("Crisis plan", "How long?", "Ben"):
        assert (text in letter.body and text in html) is named
    assert page.slug not in letter.body + html


def monday(now: datetime.datetime) -> datetime.datetime:
    return last_digest(Rhythm.WEEKLY, now)


def test_digests_are_due_at_eight_on_working_days_and_mondays() -> None:
    zone = timezone.get_current_timezone()

    def at(day: int, hour: int) -> datetime.datetime:
        return datetime.datetime(2026, 6, day, hour, tzinfo=zone)

    # The 15th of June 2026 is a Monday.
    assert last_digest(Rhythm.DAILY, at(16, 9)) == at(16, 8)
    assert last_digest(Rhythm.DAILY, at(16, 7)) == at(15, 8)
    assert last_digest(Rhythm.DAILY, at(15, 7)) == at(12, 8)
    assert last_digest(Rhythm.DAILY, at(14, 20)) == at(12, 8)
    assert last_digest(Rhythm.WEEKLY, at(15, 7)) == at(8, 8)
    assert last_digest(Rhythm.WEEKLY, at(15, 8)) == at(15, 8)
    assert last_digest(Rhythm.WEEKLY, at(21, 20)) == at(15, 8)


@pytest.fixture
def week(community: Make, member: Person) -> User:
    """A member who is told of three discussions on Mondays."""
    page = community("restricted", "Street parking")
    reader, author = member(page, "ann"), member(page, "ben")
    for title in ("One", "Two", "Three"):
        asks(author, page, title)
    return reader


def test_week_is_one_mail_on_monday(week: User) -> None:
    assert send_due().mails == 0
    when = monday(timezone.now()) + WEEK + datetime.timedelta(minutes=1)
    assert send_due(when).mails == 1
    assert send_due(when + datetime.timedelta(days=1)).mails == 0
    (letter,) = mail.outbox
    assert "Your week: 3 new things" in letter.subject
    for title in ("Street parking", "One", "Two", "Three"):
        assert title in letter.body
        assert title in letter.alternatives[0][0]
    assert "because you asked for a weekly digest" in letter.body


def test_no_digest_when_there_is_nothing_or_nobody_wants_it(week: User) -> None:
    when = monday(timezone.now()) + WEEK
    MailChoice.objects.create(user=week, digest=Rhythm.NEVER)
    assert send_due(when).mails == 0
    assert send_due(when + WEEK).mails == 0


def test_muted_and_only_here_are_in_no_mail(week: User) -> None:
    Follow.objects.filter(by=week).update(is_muted=True)
    assert send_due(monday(timezone.now()) + WEEK).mails == 0
    assert Notice.objects.filter(to=week).count() == 3


def test_digest_leaves_out_what_was_closed_meanwhile(
    week: User, moderator: Person
) -> None:
    opening = Comment.objects.get(thread__title="Two", is_opening=True)
    page = CommunityPage.objects.get(title="Street parking")
    moderating.hide(opening, moderator(page), "Wrong.")
    Notice.objects.exclude(to=week).delete()
    send_due(monday(timezone.now()) + WEEK)
    assert "One" in mail.outbox[0].body
    assert "Two" not in mail.outbox[0].body


def test_what_is_followed_at_once_comes_at_once(
    community: Make, member: Person
) -> None:
    page = community("restricted")
    reader = member(page, "ann")
    Follow.objects.filter(by=reader).update(rhythm=Rhythm.AT_ONCE)
    asks(member(page, "ben"), page)
    assert send_due().mails == 1
    assert f"You get this because you follow “{page.title}”." in mail.outbox[0].body


def test_digest_of_confidential_communities_names_nothing(
    community: Make, member: Person
) -> None:
    page = community("confidential", "Crisis plan")
    member(page, "ann")
    author = member(page, "ben")
    asks(author, page, "The first")
    asks(author, page, "The second")
    send_due(monday(timezone.now()) + WEEK)
    (letter,) = mail.outbox
    text = letter.body + letter.alternatives[0][0] + letter.subject
    for word in ("Crisis", "first", "second", "Ben", page.slug):
        assert word not in text
    assert letter.body.count("Something is new in one of your communities.") == 1


def test_command_and_worker_send_what_is_due(question: Any) -> None:
    assert keeping_up.once().mails == 1
    assert keeping_up.once().mails == 0


def test_link_in_the_mail_leads_to_the_comment(question: Any) -> None:
    send_due()
    number = Notice.objects.get(to=question.asker).pk
    assert f"/notices/{number}/" in mail.outbox[0].body
    answer = browser(question.asker).get(f"/notices/{number}/")
    assert f"/discussions/{question.pk}/" in answer.headers["Location"]


def test_person_with_hundreds_of_notices_costs_the_same_queries(
    community: Make, member: Person, django_assert_max_num_queries: Any
) -> None:
    page = community("restricted")
    reader, author = member(page, "ann"), member(page, "ben")
    thread = asks(author, page)
    follow(reader, f"thread:{thread.pk}", rhythm=Rhythm.DAILY)
    for number in range(20):
        says(author, thread, f"Reply {number}.")
    Notice.objects.exclude(to=reader).delete()
    # Of two people it is asked as well what the hub itself has to tell them.
    with django_assert_max_num_queries(56):
        send_due(later(7))
    assert len(mail.outbox) == 1


def test_page_of_a_confidential_library_is_named_in_no_mail(
    community: Make, member: Person, drained: Callable[[], None]
) -> None:
    page = community("confidential", "Crisis plan")
    reader = member(page, "ann")
    case = case_in(page, "A case of crisis", importance=Importance.MUST_DO)
    drained()
    key = f"page:{case.translation_key}"
    Follow.objects.create(by=reader, key=key, rhythm=Rhythm.AT_ONCE)
    Notice.objects.create(
        to=reader,
        kind=Notice.Kind.PAGE,
        key="page",
        entry=f"page:{case.pk}",
        follow=Follow.objects.get(key=key),
    )
    send_due()
    (letter,) = [each for each in mail.outbox if each.to == [reader.email]]
    send_due(monday(timezone.now()) + WEEK)
    for each in mail.outbox:
        text = each.body + each.alternatives[0][0] + each.subject
        assert "crisis" not in text
        assert case.slug not in text
    assert "Something new in one of your communities" in letter.subject
