"""What Wagtail does to many pages at once, or by the clock, reaches the catalogue.

Bulk and scheduled actions handle plain pages: their signals are sent by `Page`, not by
the class of the page.
"""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Agency
from catalogue import access
from catalogue.models import Change, Entry
from practices.models import AgencySectionPage, CasePage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cases() -> list[CasePage]:
    """Two live cases and a draft in a section."""
    agency = Agency.objects.create(slug="harbour", name_en="Harbour Office")
    section = AgencySectionPage.objects.get(agency=agency)
    made = []
    for title, live in (("Cranes", True), ("Locks", True), ("Ferries", False)):
        case = CasePage(title=title, agency=agency, live=live)
        section.add_child(instance=case)
        case.save_revision()
        made.append(case)
    return made


def found() -> set[str]:
    """Titles of cases that anyone finds, without a drain but those after commits."""
    assert not Change.objects.exists()
    reader = access.reader_of(None)
    entries = Entry.objects.readable_by(reader).of_kind("case")
    return set(entries.values_list("title", flat=True))


def together(client: Client, action: str, pages: list[CasePage], **data: Any) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    numbers = "&".join(f"id={page.pk}" for page in pages)
    assert client.post(f"{address}?{numbers}", data).status_code == 302


def test_bulk_actions_are_taken_in(cases: list[CasePage], admin_client: Client) -> None:
    assert found() == {"Cranes", "Locks"}
    together(admin_client, "unpublish", cases[:2])
    assert found() == set()
    together(admin_client, "publish", cases)
    assert found() == {"Cranes", "Locks", "Ferries"}
    together(admin_client, "delete", cases[:1])
    assert found() == {"Locks", "Ferries"}


def test_bulk_move_gives_new_addresses(
    cases: list[CasePage], admin_client: Client
) -> None:
    other = Agency.objects.create(slug="canals", name_en="Canals Office")
    target = AgencySectionPage.objects.get(agency=other)
    together(admin_client, "move", cases[:2], chooser=target.pk)
    urls = Entry.objects.live().of_kind("case").values_list("url", flat=True)
    assert set(urls) == {"/canals/cranes/", "/canals/locks/"}


def test_scheduled_pages_come_and_go_by_the_clock(cases: list[CasePage]) -> None:
    now = timezone.now()
    ferries = cases[2]
    ferries.go_live_at = now + timedelta(days=1)
    ferries.expire_at = now + timedelta(days=3)
    ferries.save_revision().publish()
    for days, there in ((0, False), (2, True), (4, False)):
        with mock.patch.object(timezone, "now", lambda n=days: now + timedelta(n)):
            call_command("publish_scheduled")
        assert ("Ferries" in found()) is there
