"""What the hub adds to digests: one's own pages and what editors rank, told once."""

import datetime
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import User
from catalogue.models import Entry, Importance
from communities.following.mailing import last_digest, send_due
from communities.models import MailChoice
from communities.models.following import Rhythm
from practices.models import CasePage
from tests.communities.test_notice_mails import Away
from tests.hub.conftest import Make

WEEK = datetime.timedelta(days=7)
# The last time that digests were due, and two days before.
MONDAY = last_digest(Rhythm.WEEKLY, timezone.now())
BEFORE = MONDAY - datetime.timedelta(days=2)


@pytest.fixture
def keeper(agent: User, publish: Make) -> User:
    """Somebody who follows nothing, but keeps a page that is due for its check."""
    page = publish("case", "Clear letters")
    day = BEFORE.date() + datetime.timedelta(days=30)
    CasePage.objects.filter(pk=page.pk).update(page_owner=agent, review_on=day)
    User.objects.exclude(pk=agent.pk).update(is_active=False)
    User.objects.update(date_joined=BEFORE - WEEK)
    return agent


def in_the_week(publish: Make, title: str, rank: Importance, **fields: Any) -> Any:
    """A case that was published before the digest."""
    page = publish("case", title, importance=rank, **fields)
    Entry.objects.filter(key=f"page:{page.pk}").update(published_at=BEFORE)
    return page


def body() -> str:
    """The only mail, both as plain text and as HTML."""
    (letter,) = mail.outbox
    text = str(letter.body)
    html = str(letter.alternatives[0][0])
    for word in ("For you", "From the editors", "Must do by", "Clear letters"):
        assert (word in text) is (word in html)
    return text


def test_own_pages_and_what_editors_rank_are_mailed_once_on_monday(
    keeper: User, publish: Make
) -> None:
    deadline = MONDAY.date() + WEEK * 5
    in_the_week(publish, "Close the gap", Importance.MUST_DO, deadline=deadline)
    in_the_week(publish, "Know the law", Importance.MUST_READ)
    in_the_week(publish, "Nothing special", Importance.NORMAL)
    assert send_due(MONDAY).mails == 1
    text = body()
    assert "Your page is due for its check: Clear letters" in text
    assert "Must do by" in text
    assert "Close the gap" in text
    assert "Must read: Know the law" in text
    assert "Nothing special" not in text
    assert send_due(MONDAY + datetime.timedelta(days=1)).mails == 0
    # A week later it is told already; a fortnight before its day a duty is told again.
    assert send_due(MONDAY + WEEK).mails == 0
    assert send_due(MONDAY + WEEK * 3 + datetime.timedelta(hours=1)).mails == 1
    assert "Clear letters" not in mail.outbox[1].body
    assert "Close the gap" in mail.outbox[1].body


@pytest.mark.parametrize(
    "choice",
    [
        {"digest": Rhythm.NEVER},
        {"stopped_at": timezone.now()},
        {"not_mailed": ["review"]},
    ],
)
def test_nobody_is_mailed_what_they_do_not_want(
    keeper: User, choice: dict[str, Any]
) -> None:
    MailChoice.objects.create(user=keeper, **choice)
    assert send_due(MONDAY).mails == 0


def test_who_came_after_the_day_of_digests_waits_for_the_next(keeper: User) -> None:
    User.objects.filter(pk=keeper.pk).update(date_joined=MONDAY + WEEK / 7)
    assert send_due(MONDAY + datetime.timedelta(days=1)).mails == 0


def test_digest_names_nothing_that_is_closed_to_its_reader(
    keeper: User, publish: Make, close: Any
) -> None:
    close(in_the_week(publish, "Behind a wall", Importance.MUST_DO))
    in_the_week(publish, "In the open", Importance.WORTH_READING)
    assert send_due(MONDAY).mails == 1
    assert "In the open" in body()
    assert "Behind a wall" not in body()


def test_a_digest_that_could_not_leave_is_sent_later(
    keeper: User, settings: Any
) -> None:
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{Away.__module__}.{Away.__name__}"
    assert send_due(MONDAY).failed == 1
    settings.EMAIL_BACKEND = backend
    assert send_due(MONDAY + datetime.timedelta(minutes=5)).mails == 1
    assert "Clear letters" in body()


def test_no_mail_when_there_is_nothing(agent: User) -> None:
    assert send_due(MONDAY).mails == 0
    assert send_due(MONDAY + WEEK).mails == 0
