"""Whatever happens to pages, the drained catalogue equals one made from nothing."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    rule,
    run_state_machine_as_test,
)
from wagtail.models import Page, PageViewRestriction

from accounts.models import Agency
from catalogue import access, drain, services
from catalogue.models import Change, Entry
from hub.models import HomePage, StandardPage
from practices.models import CasePage
from vocabulary.models import Tag

NUMBERS = st.integers(min_value=0, max_value=5)


class Undo(Exception):
    """Rolls the surrounding transaction back."""


class Editors(RuleBasedStateMachine):
    """Editors at work, in any order, with a tag on cases and walls on pages."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        access.forget()
        self.group = Group.objects.create(name="insiders")
        self.tag = Tag.objects.create(name="first", slug="first", state="accepted")
        self.agency = Agency.objects.create(slug="agency", name_en="Agency")
        self.count = 0
        self.create_plain_page(parent=0, live=True)
        self.create_plain_page(parent=1, live=True)
        self.create_case(parent=2, live=True)
        drained_equals_made_from_nothing()

    def teardown(self) -> None:
        drained_equals_made_from_nothing()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def any_page(self, number: int) -> Any:
        pages = Page.objects.filter(depth__gt=2).order_by("pk")
        pages = pages.exclude(title="Agency")
        return pages[number % len(pages)].specific if pages else None

    def parent(self, number: int) -> Page:
        pages = Page.objects.type(StandardPage, HomePage).order_by("pk")
        return pages[number % len(pages)]

    def next_title(self) -> str:
        self.count += 1
        return f"Page {self.count}"

    @rule(parent=NUMBERS, live=st.booleans())
    def create_plain_page(self, parent: int, live: bool) -> None:
        page = StandardPage(title=self.next_title(), live=live)
        self.parent(parent).add_child(instance=page)

    @rule(parent=NUMBERS, live=st.booleans())
    def create_case(self, parent: int, live: bool) -> None:
        case = CasePage(title=self.next_title(), agency=self.agency, live=live)
        self.parent(parent).add_child(instance=case)
        case.tags.add(self.tag)
        case.save()

    @rule(number=NUMBERS, publish=st.booleans())
    def edit(self, number: int, publish: bool) -> None:
        page = self.any_page(number)
        if page is None:
            return
        page.title, page.go_live_at = self.next_title(), None
        revision = page.save_revision()
        if publish:
            revision.publish()

    @rule(number=NUMBERS, below=st.booleans())
    def unpublish(self, number: int, below: bool) -> None:
        page = self.any_page(number)
        if page is not None and page.live:
            page.unpublish()
            if below:
                for child in page.get_descendants().live():
                    child.unpublish()

    @rule(number=NUMBERS)
    def schedule(self, number: int) -> None:
        page = self.any_page(number)
        if page is None:
            return
        # Wagtail lets what has expired expire first, and drops its schedule.
        Page.objects.filter(pk=page.pk).update(expire_at=None)
        page.expire_at = None
        now, title = timezone.now(), self.next_title()
        later = now + timedelta(days=2)
        page.go_live_at, page.title = now + timedelta(days=1), title
        page.save_revision().publish()
        with mock.patch.object(timezone, "now", return_value=later):
            call_command("publish_scheduled")
        assert Page.objects.get(pk=page.pk).title == title

    @rule(number=NUMBERS)
    def expire(self, number: int) -> None:
        page = self.any_page(number)
        if page is None:
            return
        past = timezone.now() - timedelta(days=1)
        Page.objects.filter(pk=page.pk).update(expire_at=past)
        call_command("publish_scheduled")

    @rule(number=NUMBERS, onto=NUMBERS)
    def move(self, number: int, onto: int) -> None:
        page, parent = self.any_page(number), self.parent(onto)
        if page is None or parent.path.startswith(page.path):
            return
        page.move(parent, pos="last-child")

    @rule(number=NUMBERS)
    def rename_address(self, number: int) -> None:
        page = self.any_page(number)
        if page is not None:
            page.slug = self.next_title().replace(" ", "-").lower()
            page.save()

    @rule(number=NUMBERS)
    def restrict(self, number: int) -> None:
        page = self.any_page(number)
        if page is not None:
            wall = PageViewRestriction.objects.create(
                page=page, restriction_type=PageViewRestriction.GROUPS
            )
            wall.groups.add(self.group)

    @rule()
    def unrestrict(self) -> None:
        for wall in PageViewRestriction.objects.all()[:1]:
            wall.delete()

    @rule(number=NUMBERS)
    def delete(self, number: int) -> None:
        page = self.any_page(number)
        if page is not None:
            page.delete()

    @rule()
    def rename_tag(self) -> None:
        self.tag.name = self.next_title()
        self.tag.slug = self.tag.name.replace(" ", "-").lower()
        self.tag.save()

    @rule()
    def rename_agency(self) -> None:
        self.agency.name_en = self.next_title()
        self.agency.save()

    @rule(number=NUMBERS)
    def edit_and_roll_back(self, number: int) -> None:
        page = self.any_page(number)
        if page is None:
            return
        try:
            with transaction.atomic():
                page.title = "Never said"
                page.save()
                raise Undo
        except Undo:
            pass

    @rule()
    def drain(self) -> None:
        drained_equals_made_from_nothing()


def drained_equals_made_from_nothing() -> None:
    """Drain, then compare content and readers of every entry with its source."""
    drain.run_all()
    assert not Change.objects.exists()
    assert not any(services.differences().values())
    assert not Entry.objects.filter(title="Never said").exists()
    open_now = set(
        Entry.objects.readable_by(access.reader_of(None)).values_list("key", flat=True)
    )
    public = Page.objects.live().public().values_list("pk", flat=True)
    live = set(Entry.objects.live().values_list("key", flat=True))
    assert open_now == live & {f"page:{pk}" for pk in public}


@pytest.mark.django_db
def test_drained_catalogue_equals_one_made_from_nothing() -> None:
    run_state_machine_as_test(
        Editors,
        settings=settings(
            max_examples=50,
            stateful_step_count=12,
            # The machine is slow to run: a failure is shown as it was found.
            phases=[Phase.generate],
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
