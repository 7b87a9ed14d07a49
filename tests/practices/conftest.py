"""Two agencies with their sections, editors and publishers, and makers of pages."""

import datetime
import itertools
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
)

from accounts import directory
from accounts.models import Agency, User
from catalogue import access, drain
from catalogue.models import Importance
from practices.models import (
    AgencySectionPage,
    CasePage,
    CollectionEntry,
    CollectionPage,
    GuidePage,
)
from vocabulary import names

numbers = itertools.count(1)
MakeCase = Callable[..., CasePage]
Ask = Callable[..., CasePage]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What a process keeps in memory does not outlive the rows of a test."""
    access.forget()
    directory.forget()
    names.forget()
    yield
    access.forget()
    directory.forget()
    names.forget()


@pytest.fixture
def agency(db: None) -> Agency:
    return Agency.objects.create(
        slug="noordzoom", name_nl="Noordzoom", country="nl", level="local"
    )


@pytest.fixture
def other_agency(db: None) -> Agency:
    return Agency.objects.create(
        slug="valmont", name_fr="Ville de Valmont", country="fr", level="local"
    )


@pytest.fixture
def section(agency: Agency) -> AgencySectionPage:
    return AgencySectionPage.objects.get(agency=agency)


@pytest.fixture
def other_section(other_agency: Agency) -> AgencySectionPage:
    return AgencySectionPage.objects.get(agency=other_agency)


def person(name: str, agency: Agency, *groups: Any) -> User:
    """An agent of an agency in some groups."""
    user = User.objects.create_user(
        name, f"{name}@{agency.slug}.example", "secret", agency=agency
    )
    user.groups.add(*groups)
    return user


@pytest.fixture
def editor(section: AgencySectionPage) -> User:
    return person("editor", section.agency, section.editors)


@pytest.fixture
def publisher(section: AgencySectionPage) -> User:
    return person("publisher", section.agency, section.publishers)


@pytest.fixture
def admin(db: None) -> User:
    return User.objects.create_superuser("root", "root@hub.example", "secret")


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def blocks(*texts: str) -> str:
    """A stream of paragraphs."""
    return json.dumps([{"type": "paragraph", "value": f"<p>{t}</p>"} for t in texts])


def publish(page: Any) -> Any:
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def _add(section: AgencySectionPage, page: Any, live: bool) -> Any:
    page.live = False
    section.add_child(instance=page)
    return publish(page) if live else page


@pytest.fixture
def make_case() -> Callable[..., CasePage]:
    def make(
        section: AgencySectionPage, title: str = "", *, live: bool = True, **fields: Any
    ) -> CasePage:
        values = {
            "summary": "One sentence.",
            "problem": blocks("It took too long."),
            "solution": blocks("We made it shorter."),
            **fields,
        }
        title = title or f"Case {next(numbers)}"
        page = CasePage(title=title, agency=section.agency, **values)
        return _add(section, page, live)

    return make


@pytest.fixture
def make_guide() -> Callable[..., GuidePage]:
    def make(
        section: AgencySectionPage,
        title: str = "",
        *,
        sections: int = 2,
        live: bool = True,
        **fields: Any,
    ) -> GuidePage:
        body: list[dict[str, Any]] = []
        for number in range(1, sections + 1):
            body.append({"type": "section", "value": {"title": f"Part {number}"}})
            body.append({"type": "paragraph", "value": f"<p>Text {number}</p>"})
        page = GuidePage(
            title=title or f"Guide {next(numbers)}",
            agency=section.agency,
            **{"summary": "How to.", "body": json.dumps(body), **fields},
        )
        return _add(section, page, live)

    return make


@pytest.fixture
def make_collection() -> Callable[..., CollectionPage]:
    def make(
        section: AgencySectionPage, *pages: Any, live: bool = True, **fields: Any
    ) -> CollectionPage:
        page = CollectionPage(
            title=f"Collection {next(numbers)}",
            agency=section.agency,
            **{"summary": "What to read.", **fields},
        )
        page.items = [
            CollectionEntry(page_id=item.pk, note=f"Note on {item.title}", sort_order=n)
            for n, item in enumerate(pages)
        ]
        return _add(section, page, live)

    return make


@pytest.fixture
def drained() -> Callable[[], None]:
    """Take everything in that waits: tests that roll back never commit."""

    def run() -> None:
        drain.run_all()

    return run


def wall(page: Page, group: Group | None) -> None:
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.set([group] if group else [])


def wall_files(collection: Collection, *groups: Group) -> CollectionViewRestriction:
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.set(groups)
    return restriction


@pytest.fixture
def public(other_section: AgencySectionPage, make_case: MakeCase) -> CasePage:
    return make_case(other_section, "Others public")


@pytest.fixture
def draft(other_section: AgencySectionPage, make_case: MakeCase) -> CasePage:
    return make_case(other_section, "Others draft", live=False)


@pytest.fixture
def private(other_section: AgencySectionPage, make_case: MakeCase) -> CasePage:
    page = make_case(other_section, "Others private")
    wall(page, other_section.editors)
    return page


@pytest.fixture
def hidden(draft: CasePage, private: CasePage) -> list[CasePage]:
    return [draft, private]


@pytest.fixture
def files(other_section: AgencySectionPage) -> dict[str, Any]:
    """A document and a picture of section B, in a collection with a wall."""
    collection = Collection.objects.get(pk=other_section.files_id)
    wall_files(collection, other_section.editors)
    return {
        "document": Document.objects.create(
            title="Others paper",
            file=ContentFile(b"secret", "paper.txt"),
            collection=collection,
        ),
        "image": Image.objects.create(
            title="Others picture",
            file=get_test_image_file(),
            collection=collection,
        ),
    }


def day(ahead: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=ahead)


def agency_of(slug: str) -> Agency:
    return Agency.objects.create(slug=slug, name_en=f"Office {slug}", country="be")


@pytest.fixture
def ask(
    section: AgencySectionPage,
    make_case: Callable[..., CasePage],
    drained: Callable[[], None],
) -> Ask:
    """Publish a case that must be acted on by some agencies."""

    def make(*agencies: Agency, title: str = "A duty", **fields: Any) -> CasePage:
        values = {
            "importance": Importance.MUST_DO,
            "deadline": day(20),
            "importance_reason": "Article 14 asks for it.",
            **fields,
        }
        page = make_case(section, title, live=False, **values)
        page.addressed = list(agencies)
        publish(page)
        drained()
        return page

    return make


@pytest.fixture
def lea(agency: Agency) -> User:
    return person("lea", agency)


@pytest.fixture
def jean(other_agency: Agency) -> User:
    return person("jean", other_agency)
