"""Many at once: numbers stay exact, one answer is chosen, one form is one comment."""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from accounts.models import User
from catalogue.access import reader_of
from communities.models import Comment, Membership, Reaction, Thread
from communities.services import make_community
from communities.standing import Standing, standing_in
from communities.talk import services
from tests.communities.pages import a_case
from tests.communities.people import agency, agent, joins
from tests.communities.talking import comment, opening_of, question

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
AT_ONCE = 12
MANY = 1000


def at_once(work: Callable[[int], None], number: int) -> None:
    """Do it so many times in a few threads, each with its own connection."""
    start = threading.Barrier(AT_ONCE)

    def share(first: int) -> None:
        try:
            start.wait()
            for each in range(first, number, AT_ONCE):
                work(each)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in [pool.submit(share, first) for first in range(AT_ONCE)]:
            done.result()


@pytest.fixture
def place():
    """A community with an owner and a question."""
    page = make_community("Exact", "…", visibility="restricted")
    owner = agent("owner")
    joins(owner, page, "owner")
    return page, owner, question(owner, page)


def members(page, number):
    """So many people who belong to the community, made quickly."""
    home = agency()
    people = User.objects.bulk_create(
        User(username=f"m{n}", email=f"m{n}@x.example", first_name="M", agency=home)
        for n in range(number)
    )
    Membership.objects.bulk_create(
        Membership(
            community=page, user=user, role="member", state=Membership.State.ACTIVE
        )
        for user in people
    )
    page.group.user_set.add(*people)
    return people


def as_member(user, page):
    return standing_in(page, user, reader_of(None))


def test_a_thousand_reactions_at_once_are_counted_exactly(place):
    page, owner, thread = place
    liked = comment(owner, thread)
    opening = opening_of(thread)
    people = members(page, MANY)
    standings = [as_member(user, page) for user in people]

    def press(number: int) -> None:
        who = standings[number]
        services.react(who, liked, Reaction.Kind.USEFUL)
        if number % 2:
            services.react(who, opening, Reaction.Kind.SAME)
        if number % 5 == 0:
            services.react(who, liked, Reaction.Kind.USEFUL, on=False)

    at_once(press, MANY)
    liked.refresh_from_db()
    opening.refresh_from_db()
    assert liked.useful == Reaction.objects.filter(kind="useful").count() == 800
    assert opening.same == Reaction.objects.filter(kind="same").count() == 500


def test_one_person_pressing_in_many_windows_counts_once(place):
    page, owner, thread = place
    liked = comment(owner, thread)
    who = as_member(members(page, 1)[0], page)
    at_once(lambda _n: services.react(who, liked, Reaction.Kind.USEFUL) and None, 60)
    liked.refresh_from_db()
    assert liked.useful == 1
    at_once(
        lambda _n: services.react(who, liked, Reaction.Kind.USEFUL, on=False) and None,
        60,
    )
    liked.refresh_from_db()
    assert liked.useful == 0


def test_a_thousand_choices_at_once_leave_one_answer(place):
    page, owner, thread = place
    answers = [comment(owner, thread) for _number in range(20)]
    who = as_member(owner, page)
    chosen: list[int] = []

    def choose(number: int) -> None:
        services.accept(who, thread, answers[number % 20])
        chosen.append(number)

    at_once(choose, MANY)
    thread.refresh_from_db()
    assert len(chosen) == MANY
    assert thread.accepted_id in {answer.pk for answer in answers}
    assert Thread.objects.exclude(accepted=None).count() == 1


def test_comments_at_once_are_all_counted(place):
    page, _owner, thread = place
    standings = [as_member(user, page) for user in members(page, 120)]
    at_once(lambda n: services.say(standings[n], thread, f"Thought {n}") and None, 120)
    thread.refresh_from_db()
    assert thread.replies == 120
    own = [Comment.objects.get(text=f"Thought {n}") for n in range(0, 120, 2)]
    by_author = {who.user.pk: who for who in standings}
    at_once(lambda n: services.withdraw(by_author[own[n].author_id], own[n]), 60)
    thread.refresh_from_db()
    assert thread.replies == 60


def test_first_comments_on_a_page_at_once_make_one_thread():
    agency()
    page = a_case()
    people = [agent() for _number in range(AT_ONCE * 4)]
    standings = [Standing(user, reader_of(user)) for user in people]

    def write(number: int) -> None:
        # As each of them saw it: nobody had written yet.
        thread = Thread(kind=Thread.Kind.PAGE, page=page.page_ptr)
        services.say(standings[number], thread, f"Thought {number}")

    at_once(write, len(people))
    thread = Thread.objects.get(page=page.pk)
    assert thread.replies == thread.comments.count() == len(people)
    assert (thread.readers, thread.circle) == ("agents", None)


def test_one_form_sent_in_many_requests_is_one_comment(place):
    page, _owner, thread = place
    who = as_member(members(page, 1)[0], page)
    nonce = uuid.uuid4()
    at_once(lambda _n: services.say(who, thread, "Once", nonce=nonce) and None, 48)
    assert Comment.objects.filter(text="Once").count() == 1
    form = uuid.uuid4()
    at_once(
        lambda _n: services.begin(who, "talk", "One", "Just one", nonce=form) and None,
        48,
    )
    assert Thread.objects.filter(title="One").count() == 1
    assert connection.vendor == "postgresql"
