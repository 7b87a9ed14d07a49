"""Saved searches that are followed: what is new is told once, here and by mail."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import User
from catalogue import drain
from communities.following import asking, services
from communities.following.mailing import last_digest, send_due
from communities.models import Follow, Notice
from communities.models.following import Rhythm
from practices.models import AgencySectionPage, CasePage
from search.kept import services as keeping
from search.models import SavedSearch
from tests.communities.following import browser, lines
from tests.communities.people import agency, agent

pytestmark = pytest.mark.django_db

LONG_AGO = datetime.timedelta(days=30)


@pytest.fixture
def reader(db: None) -> User:
    return agent("reader")


@pytest.fixture
def search(reader: User) -> SavedSearch:
    """A saved search that is followed and was asked long ago."""
    found = keeping.save_search(reader, "q=parking", "Parking", [])
    row = services.follow(reader, f"search:{found.pk}", rhythm=Rhythm.WEEKLY)
    Follow.objects.filter(pk=row.pk).update(told_at=timezone.now() - LONG_AGO)
    return found


@pytest.fixture
def publish(db: None) -> Callable[[str], CasePage]:
    def make(title: str) -> CasePage:
        town = agency("town-hall")
        page = CasePage(title=title, agency=town)
        AgencySectionPage.objects.get(agency=town).add_child(instance=page)
        drain.run_all()
        return page

    return make


def again() -> None:
    Follow.objects.update(told_at=timezone.now() - LONG_AGO)


def test_what_is_new_is_told_once(
    search: SavedSearch, reader: User, publish: Callable[[str], Any]
) -> None:
    publish("Parking in town")
    assert asking.ask() == 1
    assert asking.ask() == 0
    again()
    assert asking.ask() == 0
    publish("Parking for bicycles")
    again()
    assert asking.ask(timezone.now() + datetime.timedelta(minutes=2)) == 1
    said = [line.sentence for line in lines(reader)]
    assert said == ["1 new result for your saved search"] * 2


def test_it_stands_in_the_digest_of_its_rhythm(
    search: SavedSearch, reader: User, publish: Callable[[str], Any]
) -> None:
    publish("Parking in town")
    monday = last_digest(Rhythm.WEEKLY, timezone.now()) + datetime.timedelta(days=7)
    asking.ask(monday)
    assert send_due(monday + datetime.timedelta(minutes=1)).mails == 1
    assert "1 new result for your saved search Parking" in mail.outbox[0].body
    assert send_due(monday + datetime.timedelta(days=1)).mails == 0


def test_nothing_is_told_where_nothing_is_new(search: SavedSearch) -> None:
    assert asking.ask() == 0
    assert not Notice.objects.exists()


def test_only_ones_own_searches_are_followed(search: SavedSearch) -> None:
    other = browser(agent())
    data = {"key": f"search:{search.pk}", "follow": "1"}
    assert other.post("/follow/set/", data).status_code == 404


def test_button_stands_beside_the_saved_search(
    search: SavedSearch, reader: User
) -> None:
    html = browser(reader).get("/saved/").content.decode()
    assert f'value="search:{search.pk}"' in html
    assert 'aria-pressed="true"' in html


def test_removed_search_is_followed_no_more(search: SavedSearch) -> None:
    search.delete()
    assert not Follow.objects.exists()
