"""An agency with its section, and pages that are found."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Locale, Page, PageViewRestriction

from accounts import directory
from accounts.models import Agency, User
from catalogue import access, drain
from practices.models import AgencySectionPage, CasePage, CollectionPage, GuidePage
from vocabulary import names
from vocabulary.models import Theme

Make = Callable[..., Any]
MODELS = {"case": CasePage, "guide": GuidePage, "collection": CollectionPage}


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What a process keeps in memory does not outlive the rows of a test."""
    for memory in (access, directory, names):
        memory.forget()
    yield
    for memory in (access, directory, names):
        memory.forget()


@pytest.fixture
def agency(db: None) -> Agency:
    return Agency.objects.create(
        slug="lantern", name_en="Lantern Office", name_fr="Office", country="be"
    )


@pytest.fixture
def section(agency: Agency) -> AgencySectionPage:
    return AgencySectionPage.objects.get(agency=agency)


@pytest.fixture
def theme(db: None) -> Theme:
    return Theme.objects.create(slug="letters", label_en="Letters", label_fr="Lettres")


@pytest.fixture
def publish(section: AgencySectionPage) -> Make:
    """Publish a case, guide or collection and take it into the catalogue."""

    def make(kind: str, title: str, **fields: Any) -> Any:
        day = fields.pop("day", 1)
        themes = fields.pop("themes", ())
        page = MODELS[kind](
            title=title,
            agency=section.agency,
            locale=Locale.objects.get(language_code=fields.pop("lang", "en")),
            first_published_at=datetime(2026, 3, day, tzinfo=UTC),
            last_published_at=datetime(2026, 3, day, tzinfo=UTC),
            **fields,
        )
        section.add_child(instance=page)
        page.themes.set(themes)
        page.save()
        drain.run_all()
        return page

    return make


@pytest.fixture
def close() -> Callable[[Page], Group]:
    """Put a page behind the wall of a new group."""

    def restrict(page: Page) -> Group:
        group = Group.objects.create(name=f"readers of {page.pk}")
        wall = PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.GROUPS
        )
        wall.groups.add(group)
        drain.run_all()
        return group

    return restrict


@pytest.fixture
def agent(agency: Agency) -> User:
    return User.objects.create_user("lea", "lea@lantern.example", "-", agency=agency)


def text(*paragraphs: str) -> str:
    """A stream of paragraphs."""
    stream = [{"type": "paragraph", "value": f"<p>{each}</p>"} for each in paragraphs]
    return json.dumps(stream)
