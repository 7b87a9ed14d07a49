"""A home with a section of plain pages, and the drain at hand."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page, PageViewRestriction

from accounts.models import User
from catalogue import access, drain
from catalogue.models import Entry
from hub.models import HomePage, StandardPage

MakePage = Callable[..., StandardPage]
Wall = Callable[..., PageViewRestriction]


@pytest.fixture
def home(db: None) -> HomePage:
    return HomePage.objects.get()


@pytest.fixture
def make_page(home: HomePage) -> MakePage:
    """Make a page below a parent (home by default)."""

    def make(title: str, parent: Page | None = None, **fields: Any) -> StandardPage:
        page = StandardPage(title=title, **fields)
        (parent or home).add_child(instance=page)
        return page

    return make


@pytest.fixture
def wall(db: None) -> Wall:
    """Restrict a page to groups, as the admin does."""

    def restrict(page: Page, *groups: Group) -> PageViewRestriction:
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.GROUPS
        )
        restriction.groups.set(groups)
        return restriction

    return restrict


@pytest.fixture
def member(db: None) -> User:
    """An agent in a group named like them."""
    user = User.objects.create_user("member", "member@agency.example")
    user.groups.add(Group.objects.create(name="members"))
    return user


def titles(user: User | None = None) -> list[str]:
    """What a reader finds, by title, after everything waiting was taken in."""
    drain.run_all()
    return seen(user)


def seen(user: User | None = None) -> list[str]:
    """What a reader finds now, by title."""
    reader = access.reader_of(user)
    entries = Entry.objects.readable_by(reader).filter(kind="page")
    return sorted(entries.values_list("title", flat=True))
