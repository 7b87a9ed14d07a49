"""Several processes that tell and mail at the same moment: nothing twice."""

from collections.abc import Callable

import pytest
from django.core import mail

from accounts.models import User
from communities.following.mailing import send_due
from communities.following.services import follow
from communities.following.signal_handlers import tell_of_comment
from communities.models import CommunityPage, Follow, Notice
from tests.accounts.test_join_race import at_once
from tests.communities.following import asks, says

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_many_senders_mail_each_notice_once(
    community: Callable[..., CommunityPage], member: Callable[..., User]
) -> None:
    page = community("restricted")
    people = [member(page) for _number in range(5)]
    for asker in people:
        says(people[0] if asker != people[0] else people[1], asks(asker, page))
    ends = at_once(*[send_due] * 6)
    assert len(mail.outbox) == len(people)
    assert {letter.to[0] for letter in mail.outbox} == {each.email for each in people}
    assert sum(end.mails for end in ends) == len(people)


def test_telling_twice_at_once_is_one_notice(
    community: Callable[..., CommunityPage], member: Callable[..., User]
) -> None:
    page = community("restricted")
    asker = member(page, "ann")
    comment = says(member(page, "ben"), asks(asker, page))
    Notice.objects.all().delete()
    at_once(*[lambda: tell_of_comment(comment)] * 6)
    assert Notice.objects.filter(to=asker).count() == 1


def test_pressing_follow_many_times_at_once_follows_once(
    member: Callable[..., User], community: Callable[..., CommunityPage]
) -> None:
    person = member(community("open"))
    Follow.objects.all().delete()
    at_once(*[lambda: follow(person, "theme:mobility")] * 8)
    assert Follow.objects.filter(by=person).count() == 1
