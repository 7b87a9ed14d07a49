"""How a community fares: for owners alone, and nothing about few people."""

import csv
import datetime
import io
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from communities.models import Comment, CommunityPage, Membership, Thread
from communities.portal.figures import health
from tests.communities.conftest import Make, Person
from tests.communities.people import agency, agent, client_of, joins

DAY = datetime.timedelta(days=1)


def question(community: CommunityPage, by: User, *, days: float = 0) -> Thread:
    """A question asked so many days ago."""
    thread = Thread.objects.create(
        kind=Thread.Kind.QUESTION, community=community, title="Which form?"
    )
    opening = write(thread, by, days=days, is_opening=True)
    Thread.objects.filter(pk=thread.pk).update(created_at=opening.created_at)
    return thread


def write(thread: Thread, by: User, *, days: float = 0, **fields: Any) -> Comment:
    comment = Comment.objects.create(
        thread=thread, author=by, agency=by.agency, text="Ours.", **fields
    )
    at = timezone.now() - days * DAY
    Comment.objects.filter(pk=comment.pk).update(created_at=at)
    comment.created_at = at
    return comment


def members(community: CommunityPage, number: int, slug: str = "noordzoom") -> None:
    for _each in range(number):
        joins(agent("", slug), community)


def page_of(user: User, community: CommunityPage, rest: str = "health/") -> Any:
    return client_of(user).get(f"/communities/{community.slug}/{rest}")


def test_owners_alone_see_how_a_community_fares(
    community: Make, owner: Person, moderator: Person, member: Person, outsider: User
) -> None:
    page = community("open")
    assert page_of(owner(page), page).status_code == 200
    for other in (moderator(page), member(page), outsider):
        for rest in ("health/", "health/csv/"):
            assert page_of(other, page, rest).status_code == 404


def test_members_who_read_are_counted_from_five_on(
    community: Make, owner: Person
) -> None:
    page = community()
    boss = owner(page)
    members(page, 12)
    today = timezone.localdate()
    rows = Membership.objects.filter(community=page).exclude(user=boss).order_by("pk")
    for row in rows[:4]:
        Membership.objects.filter(pk=row.pk).update(seen_on=today)
    assert health(page).active.number is None
    for row in rows[:6]:
        Membership.objects.filter(pk=row.pk).update(seen_on=today - 27 * DAY)
    assert health(page).active.number == 6
    rows.update(seen_on=today - 28 * DAY)
    assert health(page).active.number is None


def test_whoever_wrote_was_here(community: Make, owner: Person) -> None:
    page = community()
    members(page, 12)
    people = [row.user for row in Membership.objects.filter(community=page)]
    thread = question(page, people[0])
    for each in people[:5]:
        write(thread, each)
    assert health(page).active.number == 5


def test_one_does_not_learn_who_stays_away(community: Make, owner: Person) -> None:
    page = community()
    members(page, 9)
    Membership.objects.update(seen_on=timezone.localdate())
    Membership.objects.filter(pk=Membership.objects.latest("pk").pk).update(
        seen_on=None
    )
    found = health(page)
    assert (found.active.number, found.active.at_least) == (None, 5)
    assert found.reached is None


def test_reading_is_kept_once_a_day(
    community: Make, member: Person, django_assert_num_queries: Any
) -> None:
    page = community()
    reader = member(page)
    client_of(reader).get(f"/communities/{page.slug}/discussions/")
    row = Membership.objects.get(user=reader)
    assert row.seen_on == timezone.localdate()


def test_questions_wait_after_three_days(community: Make, owner: Person) -> None:
    page = community()
    boss = owner(page)
    fresh, old, answered = (question(page, boss, days=days) for days in (2, 4, 9))
    answer = write(answered, agent())
    Thread.objects.filter(pk=answered.pk).update(accepted=answer)
    found = health(page)
    assert [thread.pk for thread in found.waiting] == [old.pk]
    assert (found.waiting_count, found.unreplied) == (1, 1)
    assert fresh.pk != old.pk
    html = page_of(boss, page).content.decode()
    assert f"/communities/{page.slug}/discussions/{old.pk}/" in html


def test_time_to_the_first_reply_is_the_median_of_five_or_more(
    community: Make, owner: Person
) -> None:
    page = community()
    boss, other = owner(page), agent()
    for number in range(4):
        asked = question(page, boss, days=10 + number)
        write(asked, boss, days=9.9 + number)
        write(asked, other, days=8 + number)
    assert health(page).first_answer is None
    asked = question(page, boss, days=10)
    write(asked, other, days=3)
    found = health(page).first_answer
    assert found is not None
    assert abs(found - 2 * DAY) < datetime.timedelta(minutes=1)


def test_agencies_of_few_members_are_told_together(
    community: Make, owner: Person
) -> None:
    page = community()
    boss = owner(page)
    members(page, 12)
    members(page, 6, "valmont")
    members(page, 2, "kerrigan")
    html = page_of(boss, page).content.decode()
    assert "Noordzoom" in html
    assert "Valmont" not in html
    assert "Kerrigan" not in html
    assert agency("valmont").name_en == "Valmont"


def test_file_says_what_the_page_says(community: Make, owner: Person) -> None:
    page = community()
    response = page_of(owner(page), page, "health/csv/")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) > 24
    assert {row[2] for row in rows if row[1] == "Comments"} == {"fewer than 5"}
    assert "attachment" in response["Content-Disposition"]


@pytest.mark.parametrize("many", [1, 20])
def test_page_takes_the_same_queries_however_large(
    community: Make, owner: Person, many: int, django_assert_max_num_queries: Any
) -> None:
    page = community()
    boss = owner(page)
    members(page, 5 * many)
    for _each in range(many):
        write(question(page, boss, days=5), agent(), days=4)
    client = client_of(boss)
    client.get(f"/communities/{page.slug}/health/")
    with django_assert_max_num_queries(12):
        client.get(f"/communities/{page.slug}/health/")
