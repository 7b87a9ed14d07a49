"""Communities on the home page: one's own news, and the busy ones, for whoever may."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from catalogue import drain
from communities.models import Comment, CommunityPage, Thread
from tests.communities.conftest import Make, Person, community, guest, member, outsider
from tests.communities.people import client_of

# Fixtures of communities, for this page of the hub.
__all__ = ["community", "guest", "member", "outsider"]


def talk(page: CommunityPage, by: User, title: str, *, days: int = 0) -> Thread:
    """A discussion whose last reply was so many days ago."""
    thread = Thread.objects.create(
        kind=Thread.Kind.QUESTION, community=page, title=title, language="en"
    )
    Comment.objects.create(
        thread=thread, author=by, is_opening=True, text="So?", html="<p>So?</p>"
    )
    at = timezone.now() - datetime.timedelta(days=days)
    Thread.objects.filter(pk=thread.pk).update(last_at=at)
    drain.run_all()
    return thread


def home(user: User | None) -> str:
    return client_of(user).get("/").content.decode()


def test_news_of_own_communities_stand_on_the_home_page(
    community: Make, member: Person, outsider: User
) -> None:
    page = community("confidential", "Kestrel circle")
    person = member(page)
    talk(page, person, "Who rings first?")
    html = home(person)
    assert "New in your communities" in html
    assert "Who rings first?" in html
    assert "Kestrel circle" in html
    for other in (outsider, None):
        html = home(other)
        assert "New in your communities" not in html
        assert "Kestrel" not in html
        assert "Who rings first?" not in html


def test_busy_open_communities_are_shown_to_agents(
    community: Make, member: Person, outsider: User
) -> None:
    quiet, busy = community("open", "Quiet ones"), community("open", "Busy ones")
    closed, idle = community("restricted", "Closed"), community("open", "Idle ones")
    for page, number, days in (
        *((quiet, 1, 2), (busy, 2, 5)),
        *((closed, 3, 1), (idle, 4, 40)),
    ):
        for each in range(number):
            talk(page, member(page), f"{page.title} {each}?", days=days)
    html = home(outsider)
    assert "Active communities" in html
    assert html.index(">Busy ones<") < html.index(">Quiet ones<")
    assert "Closed" not in html
    assert "Idle ones" not in html


def test_strangers_read_the_names_of_open_communities_and_nothing_of_their_talk(
    community: Make, member: Person
) -> None:
    page = community("open", "Alpha")
    for each in range(3):
        other = community("open", f"Beta {each}")
        talk(other, member(other), "Which form?")
    community("restricted", "Gamma")
    drain.run_all()
    before = home(None)
    assert before.index(">Alpha<") < before.index(">Beta 0<")
    assert "Active" not in before
    assert "Gamma" not in before
    assert "Which form?" not in before
    talk(page, member(page), "And now?")
    assert home(None) == before


def test_guests_read_the_news_of_their_community_alone(
    community: Make, guest: Person, member: Person
) -> None:
    own, other = community("private", "Own"), community("open", "Other")
    person = guest(own)
    talk(own, member(own), "Ours?")
    talk(other, member(other), "Theirs?")
    html = home(person)
    assert "Ours?" in html
    assert "Theirs?" not in html
    assert "Active communities" not in html


@pytest.mark.parametrize("many", [1, 8])
def test_home_of_members_takes_the_same_few_queries(
    community: Make, member: Person, many: int, django_assert_max_num_queries: Any
) -> None:
    page = community("open")
    person = member(page)
    for each in range(many):
        other = community("open")
        talk(other, member(other), f"Which form {each}?")
        talk(page, person, f"Which one {each}?")
    client = client_of(person)
    client.get("/")
    with django_assert_max_num_queries(13):
        client.get("/")
