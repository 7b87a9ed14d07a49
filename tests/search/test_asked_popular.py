"""What is often searched, on the home page and before a search."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from catalogue.access import reader_of
from search.asked.popular import often_searched
from search.models import Question
from tests.search.asked import asked_often
from tests.search.entries import closed_place, make_entry

pytestmark = pytest.mark.django_db


def texts(user: User | None = None) -> list[str]:
    cache.clear()
    return [each.text for each in often_searched(reader_of(user))]


def test_what_many_asked_stands_first(client: Client) -> None:
    make_entry("Parking permits and badges")
    asked_often("badges", visitors=4)
    asked_often("parking permits", visitors=9)
    assert texts() == ["parking permits", "badges"]
    for address in ("/", "/search/"):
        html = client.get(address).content.decode()
        assert 'href="/search/?q=parking+permits"' in html
    assert "Often searched" not in client.get("/search/?q=x").content.decode()


@pytest.mark.parametrize(
    ("visitors", "days_ago", "shown"), [(2, 1, 0), (3, 1, 1), (3, 28, 1), (3, 29, 0)]
)
def test_three_visitors_in_four_weeks_make_it_popular(
    visitors: int, days_ago: int, shown: int
) -> None:
    make_entry("Parking permits")
    asked_often("parking", visitors=visitors, days_ago=days_ago)
    assert texts() == ["parking"] * shown


def test_what_may_not_be_shown_is_not_popular() -> None:
    make_entry("Parking permits")
    asked_often("parking")
    Question.objects.update(shown_from=None)
    assert texts() == []


@pytest.mark.parametrize("text", ["call [name] parking", "parking -badge"])
def test_marks_and_conditions_are_not_popular(text: str) -> None:
    make_entry("Call for parking")
    asked_often(text)
    assert texts() == []


def test_only_what_finds_something_for_this_reader_is_shown() -> None:
    group = Group.objects.create(name="crew")
    make_entry("Parking permits")
    make_entry("Zeppelin hangar", place=closed_place(group))
    for text in ("parking", "zeppelin", "zeppelin parking"):
        asked_often(text)
    insider = User.objects.create_user("crew", "crew@agency.example", "-")
    insider.groups.add(group)
    assert texts() == ["parking"]
    assert set(texts(insider)) == {"parking", "zeppelin", "zeppelin parking"}


def test_what_was_kept_for_one_reader_is_not_shown_to_another() -> None:
    group = Group.objects.create(name="crew")
    make_entry("Zeppelin hangar", place=closed_place(group))
    asked_often("zeppelin")
    insider = User.objects.create_user("crew", "crew@agency.example", "-")
    insider.groups.add(group)
    assert often_searched(reader_of(insider))
    assert not often_searched(reader_of(None))


def test_searches_are_looked_up_once_for_many_readers(
    django_assert_num_queries: Any,
) -> None:
    make_entry("Parking permits")
    for number in range(30):
        asked_often(f"parking {number}")
    reader = reader_of(None)
    often_searched(reader)
    with django_assert_num_queries(0):
        often_searched(reader)
