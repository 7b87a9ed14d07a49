"""Many people at the same moment: each is a member once, and counts are exact."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from accounts.joining import LinkOver
from accounts.models import User
from communities.belonging import inviting, listing, services
from communities.models import CommunityInvitation, Membership
from communities.moderating.services import Refused
from communities.services import make_community
from tests.communities.people import agency, agent, joins

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

THREADS = 16
MANY = 1000


def crowd(number: int) -> list[User]:
    """So many agents, written at once."""
    home = agency()
    people = [
        User(username=f"c{n}", email=f"c{n}@noordzoom.example", agency=home)
        for n in range(number)
    ]
    return User.objects.bulk_create(people)


def at_once(works: list[Callable[[], object]]) -> list[object]:
    """What each returned or raised, many at a time."""
    start = threading.Barrier(THREADS, timeout=60)

    def run(work: Callable[[], object]) -> object:
        try:
            return work()
        except (Refused, LinkOver) as error:
            return error

    def begin() -> None:
        start.wait()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda _number: begin(), range(THREADS)))
        ends = list(pool.map(run, works))
        start.reset()
        # Each thread closes its own connection.
        list(
            pool.map(lambda _number: (start.wait(), connection.close()), range(THREADS))
        )
    return ends


def test_a_thousand_people_join_at_once_and_each_is_a_member_once() -> None:
    page = make_community("Crowd", "For all.", visibility="open", joining="open")
    people = crowd(MANY)
    # Every tenth presses the button twice.
    works = [
        lambda user=user: services.join(page, user)
        for number, user in enumerate(people)
        for _press in range(2 if number % 10 == 0 else 1)
    ]
    ends = at_once(works)
    assert [end for end in ends if not isinstance(end, Membership)] == []
    assert listing.count(page) == MANY
    assert page.group.user_set.count() == MANY
    assert Membership.objects.values("user").distinct().count() == MANY


def test_a_link_for_some_lets_in_exactly_so_many() -> None:
    page = make_community("Few", "For some.", visibility="private")
    people = crowd(60)
    _made, address = inviting.make_link(
        page, agent(), uses=25, until=timezone.localdate()
    )
    token = address.split("/")[-2]
    ends = at_once([lambda user=user: inviting.accept(token, user) for user in people])
    assert sum(isinstance(end, Membership) for end in ends) == 25
    assert listing.count(page) == 25
    assert CommunityInvitation.objects.get().uses_left == 0


def test_of_all_owners_who_leave_at_once_one_stays() -> None:
    page = make_community("Owned", "For some.")
    rows = [joins(user, page, "owner") for user in crowd(8)]
    ends = at_once([lambda row=row: services.leave(row) for row in rows])
    assert sum(isinstance(end, Refused) for end in ends) == 1
    assert services.owners_of(page).count() == 1
    assert page.moderators.user_set.count() == 1


def test_a_request_that_many_decide_has_one_answer() -> None:
    page = make_community("Asked", "For some.", joining="request")
    row = services.join(page, agent())
    moderators = crowd(8)
    works = [
        lambda by=by, number=number: (
            services.let_in(row, by) if number % 2 else services.decline(row, by, "No.")
        )
        for number, by in enumerate(moderators)
    ]
    ends = at_once(works)
    assert sum(isinstance(end, Membership) for end in ends) == 1
    row.refresh_from_db()
    is_in = page.group.user_set.exists()
    assert is_in == (row.state == Membership.State.ACTIVE)
