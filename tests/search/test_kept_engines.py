"""What is new, and feeds, on both engines."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import User
from catalogue.access import reader_of
from search.engines import Engine
from search.forms import read
from search.kept import news
from search.kept.feeds import newest_entries
from search.models import SavedSearch
from tests.search.engines import in_step
from tests.search.entries import make_entry

pytestmark = pytest.mark.django_db


def test_new_entries_are_told_apart(engine: Engine, client: Client) -> None:
    agent = User.objects.create_user("agent", "agent@agency.example", "-")
    client.force_login(agent)
    first = make_entry("Badge one")
    in_step(engine)
    client.post("/saved/searches/", {"query": "q=badge&lang=en"})
    search = SavedSearch.objects.get()
    assert len(search.known) == 1
    make_entry("Badge two")
    make_entry("Un badge", language="fr", translation_key=first.translation_key)
    make_entry("Badge abroad", language="nl")
    in_step(engine)
    assert news.count_new(search, reader_of(agent)) == 1
    client.get(f"/saved/searches/{search.pk}/")
    page = client.get("/search/?q=badge&lang=en")
    fresh = page.context["kept"].fresh
    shown = [row.line for row in page.context["page"].rows]
    assert [line.title for line in shown if line.id in fresh] == ["Badge two"]


def test_feed_holds_each_page_once_newest_first(engine: Engine) -> None:
    for day in (3, 1, 2):
        moment = datetime(2026, 5, day, tzinfo=UTC)
        make_entry(f"Badge {day}", published_at=moment)
    whole = make_entry("The badge", kind="document", key="document:1:1:1")
    key = whole.translation_key
    make_entry("The badge", kind="document", key="document:1:1:2", translation_key=key)
    make_entry("Ines Badge", kind="person")
    in_step(engine)
    entries = newest_entries(read(_Words()).request, reader_of(None))
    titles = [entry.title for entry in entries]
    assert titles == ["Badge 3", "Badge 2", "Badge 1", "The badge"]


class _Words:
    def getlist(self, key: str) -> list[str]:
        return ["badge"] if key == "q" else []
