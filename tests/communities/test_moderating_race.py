"""Several moderators decide at the same moment; readers report at the same moment."""

import threading
from collections.abc import Callable, Sequence
from functools import partial

import pytest
from django.db import connection

from accounts.models import User
from catalogue.access import reader_of
from communities.models import Appeal, Comment, CommunityPage, Decision, Report, Thread
from communities.moderating import appealing, reporting, services
from communities.moderating.services import Refused
from communities.standing import standing_in
from communities.talk import services as talk
from tests.communities.people import agent, joins
from tests.communities.said import comment as say
from tests.communities.said import discussion

WAIT = 60
MANY = 12
Make = Callable[..., CommunityPage]

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def comment(community: Make) -> Comment:
    circle = community("restricted")
    author = agent("author")
    joins(author, circle)
    return say(discussion(circle, author=author), "Said.", author=author)


def at_once(deeds: Sequence[Callable[[], object]]) -> list[Exception]:
    """Do all of it at the same moment; what went wrong."""
    start, problems = threading.Barrier(len(deeds), timeout=WAIT), []

    def run(deed: Callable[[], object]) -> None:
        try:
            start.wait()
            deed()
        except Exception as error:  # noqa: BLE001, told below
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    return problems


def judges(comment: Comment, many: int) -> list[User]:
    found = [agent() for _ in range(many)]
    for judge in found:
        assert comment.thread.community is not None
        joins(judge, comment.thread.community, "moderator")
    return found


def test_decisions_at_once_leave_one_state_and_a_row_each(comment: Comment) -> None:
    one, other = judges(comment, 2)
    problems = at_once(
        [
            lambda: services.hide(comment, one, "The one."),
            lambda: services.hide(comment, other, "The other."),
        ]
    )
    assert problems == []
    comment.refresh_from_db()
    last = Decision.objects.order_by("-pk").first()
    assert last is not None
    assert (comment.state, comment.state_reason) == ("hidden", last.reason)
    assert Decision.objects.filter(comment=comment).count() == 2
    assert Thread.objects.get(pk=comment.thread_id).replies == 0


def test_hiding_and_choosing_the_answer_leave_no_hidden_answer(
    comment: Comment,
) -> None:
    (judge,) = judges(comment, 1)
    asker = agent("asker")
    circle = comment.thread.community
    assert circle is not None
    joins(asker, circle, "moderator")
    who = standing_in(circle, asker, reader_of(asker))
    for _round in range(5):
        at_once(
            [
                lambda: services.hide(comment, judge, "Wrong."),
                lambda: talk.accept(who, comment.thread, comment),
            ]
        )
        comment.refresh_from_db()
        assert comment.state == Comment.State.HIDDEN
        assert Thread.objects.get(pk=comment.thread_id).accepted is None
        services.show(comment, judge)


def test_comments_hidden_at_once_are_counted_exactly(comment: Comment) -> None:
    (judge,) = judges(comment, 1)
    said = [say(comment.thread, f"{n}", author=comment.author) for n in range(MANY)]
    deeds = [partial(services.hide, each, judge, "Off.") for each in said]
    assert at_once(deeds) == []
    assert Thread.objects.get(pk=comment.thread_id).replies == 1


def test_reports_at_once_are_one_for_each_person(comment: Comment) -> None:
    people = [agent() for _ in range(MANY // 2)]
    deeds = [partial(reporting.report, comment, each, "rule") for each in people * 2]
    assert at_once(deeds) == []
    assert Report.objects.filter(comment=comment).count() == len(people)


def test_appeal_is_made_and_answered_once(comment: Comment) -> None:
    judge, *others = judges(comment, 4)
    assert comment.author is not None
    author = comment.author
    decision = services.hide(comment, judge, "No.")
    problems = at_once([lambda: appealing.appeal(decision, author, "Yes.")] * 4)
    assert [type(problem) for problem in problems] == [Refused] * 3
    row = Appeal.objects.get()
    answers = at_once(
        [partial(appealing.answer, row, each, granted=True, text="") for each in others]
    )
    assert [type(problem) for problem in answers] == [Refused] * 2
    assert Decision.objects.filter(verb="granted").count() == 1
