"""What must be done stands on the home page until one's agency has done it."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from accounts.models import Agency, User
from catalogue import drain
from catalogue.models import Importance
from practices import duties
from practices.models import Done
from tests.hub.conftest import Make
from tests.hub.test_home import page_of, sign_in

BUTTON = "Mark as done for my agency"
MakeDuty = Callable[..., Page]


@pytest.fixture
def duty(publish: Make) -> MakeDuty:
    """Publish a guide that some agencies must act on, so many days from now."""

    def make(title: str, ahead: int, *agencies: Agency, **fields: Any) -> Page:
        deadline = timezone.localdate() + datetime.timedelta(days=ahead)
        values = {"importance": Importance.MUST_DO, "deadline": deadline, **fields}
        page = publish("guide", title, **values)
        page.addressed = agencies
        page.save()
        drain.run_all()
        return page

    return make


@pytest.fixture
def elsewhere(db: None) -> Agency:
    return Agency.objects.create(slug="elsewhere", name_en="Elsewhere", country="fr")


def picks(client: Client) -> str:
    """The block of the editors."""
    page = page_of(client)
    return page.split('id="picks"')[1].split("</section>")[0]


def in_order(text: str, *titles: str) -> bool:
    places = [text.find(f">{title}</a>") for title in titles]
    return -1 not in places and places == sorted(places)


def test_what_my_agency_must_do_comes_first_overdue_on_top(
    client: Client, publish: Make, duty: MakeDuty, agent: User, elsewhere: Agency
) -> None:
    publish("guide", "Read this", importance=Importance.MUST_READ, day=9)
    duty("In a month", 30, agent.agency)
    duty("Late", -2, agent.agency)
    duty("For everybody", 5)
    duty("For others", 1, elsewhere)
    sign_in(client, agent)
    shown = picks(client)
    assert in_order(shown, "Late", "For everybody", "In a month", "Read this")
    assert shown.count(BUTTON) == 3
    assert "For others" not in shown


def test_marked_from_the_home_page_it_leaves_the_home_page(
    client: Client, duty: MakeDuty, agent: User
) -> None:
    page = duty("Une règle", 5, agent.agency, lang="fr")
    sign_in(client, agent)
    assert f'action="/done/{page.pk}/"' in picks(client)
    answer = client.post(f"/done/{page.pk}/", {"back": "home"})
    assert answer.headers["Location"] == "/"
    assert Done.objects.get().by == agent
    shown = page_of(client)
    assert "Marked as done for your agency:" in shown
    assert f'<a href="{page.url}" lang="fr">Une règle</a>' in shown
    assert BUTTON not in page_of(client)
    duties.undo(page, agent)
    assert BUTTON in picks(client)


def test_colleague_of_another_agency_still_has_to_do_it(
    client: Client, duty: MakeDuty, agent: User, elsewhere: Agency
) -> None:
    duties.mark_done(duty("A rule", 5), agent)
    other = User.objects.create_user("mia", "mia@else.example", "-", agency=elsewhere)
    sign_in(client, other)
    assert BUTTON in picks(client)


def test_strangers_read_three_lines_without_a_button(
    client: Client, duty: MakeDuty, agent: User
) -> None:
    for number in range(1, 5):
        duties.mark_done(duty(f"Rule {number}", number, agent.agency), agent)
    shown = picks(client)
    assert in_order(shown, "Rule 1", "Rule 2", "Rule 3")
    assert "Rule 4" not in shown
    assert "Must do by" in shown
    assert BUTTON not in shown


def test_at_most_two_must_read_and_three_worth_reading(
    client: Client, publish: Make
) -> None:
    for number in range(5):
        publish("guide", f"Must {number}", importance=Importance.MUST_READ)
        publish("guide", f"Worth {number}", importance=Importance.WORTH_READING)
    shown = picks(client)
    assert len(re.findall(r">Must \d<", shown)) == 2
    assert len(re.findall(r">Worth \d<", shown)) == 3


@pytest.mark.parametrize("copies", [1, 12])
def test_home_of_an_agent_takes_the_same_queries_however_much_is_to_be_done(
    client: Client,
    duty: MakeDuty,
    agent: User,
    copies: int,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(copies):
        duty(f"Rule {number}", number, agent.agency)
        duties.mark_done(duty(f"Done {number}", number, agent.agency), agent)
    sign_in(client, agent)
    page_of(client)
    with django_assert_max_num_queries(14):
        assert picks(client).count(BUTTON) == copies
