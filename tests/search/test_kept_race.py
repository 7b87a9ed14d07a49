"""Clicks at the same moment save once."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from search.kept import services
from search.models import Kept, KeptList, SavedSearch
from tests.accounts.test_join_race import at_once
from tests.search.entries import make_entry

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tabs() -> list[Client]:
    agent = User.objects.create_user("agent", "agent@agency.example", "-")
    clients = [Client() for _ in range(4)]
    for client in clients:
        client.force_login(agent)
    return clients


def sends(tab: Client, address: str, **fields: object) -> Callable[[], int]:
    return lambda: tab.post(address, fields).status_code


def test_double_click_saves_once(tabs: list[Client]) -> None:
    ends = at_once(*(sends(tab, "/saved/searches/", query="q=badge") for tab in tabs))
    assert set(ends) == {302}
    assert SavedSearch.objects.count() == 1


def test_limit_holds_when_tabs_save_at_once(
    tabs: list[Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_SEARCHES", 2)
    ends = at_once(
        *(sends(tab, "/saved/searches/", query=f"q={n}") for n, tab in enumerate(tabs))
    )
    assert sorted(ends) == [302, 302, 409, 409]
    assert SavedSearch.objects.count() == 2


def test_entry_is_kept_once_on_a_list_made_once(tabs: list[Client]) -> None:
    make_entry("Badge", key="page:501")
    ends = at_once(*(sends(tab, "/saved/keep/", entry="page:501") for tab in tabs))
    assert set(ends) == {302}
    assert KeptList.objects.count() == Kept.objects.count() == 1
