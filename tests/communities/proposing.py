"""What is proposed for the portal, and those who are asked; for several test files."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Locale, Page

from accounts.models import User
from catalogue import drain
from catalogue.access import reader_of
from communities.models import (
    Comment,
    CommunityPage,
    Nomination,
    Thread,
)
from communities.portal import services, taking
from communities.querysets import library_of
from communities.standing import standing_in
from practices.models import AgencySectionPage, GuidePage
from tests.communities.conftest import Make, Person
from tests.communities.people import agency, agent

Talk = Callable[..., Thread]
SECRET = "Our register lists the Kestrel file."


@pytest.fixture
def editor(db: None) -> User:
    """Somebody who publishes in the section of Valmont."""
    user = agent("editor", "valmont")
    section = AgencySectionPage.objects.get(agency=agency("valmont"))
    user.groups.add(section.publishers)
    return user


@pytest.fixture
def section(editor: User) -> AgencySectionPage:
    return AgencySectionPage.objects.get(agency=editor.agency)


@pytest.fixture
def asked(community: Make, member: Person) -> Talk:
    """A question with an accepted answer and a comment, in a community."""

    def make(page: CommunityPage, **fields: Any) -> Thread:
        thread = Thread.objects.create(
            kind=Thread.Kind.QUESTION,
            community=page,
            title="Which form do you use?",
            language="en",
        )
        said = {"asker": "Which form?", "answerer": SECRET, "third": "We too."}
        for name, text in said.items():
            person = member(page, f"{name}{page.pk}")
            Comment.objects.create(
                thread=thread,
                is_opening=name == "asker",
                author=person,
                agency=person.agency,
                text=text,
                html=f"<p>{text}</p>",
                language="en",
                unnamed=bool(fields.get("unnamed") and name == "asker"),
            )
        thread.accepted = thread.comments.get(text=SECRET)
        thread.save()
        drain.run_all()
        return thread

    return make


def standing(page: CommunityPage, user: User) -> Any:
    return standing_in(page, user, reader_of(user))


def propose(page: CommunityPage, by: User, thread: Thread, **fields: Any) -> Nomination:
    quoted = [each.pk for each in thread.comments.filter(is_opening=False)]
    return services.nominate_thread(
        standing(page, by), thread, quoted, "Good.", **fields
    )


def say(nomination: Nomination, text: str, answer: str) -> None:
    consent = nomination.consents.get(comment__text=text)
    services.answer(consent.by, nomination, {consent.pk: answer})


def order(section: AgencySectionPage, **fields: Any) -> taking.Order:
    values = {"title": "A form for all", "language": "en", **fields}
    return taking.Order(section=section, **values)


def library_page(
    community: CommunityPage, owner: User, title: str = "How we do it"
) -> Any:
    library = library_of(community)
    assert library is not None
    page = GuidePage(
        title=title,
        summary=SECRET,
        agency=owner.agency,
        page_owner=owner,
        locale=Locale.objects.get(language_code="en"),
    )
    library.add_child(instance=page)
    page.save_revision().publish()
    drain.run_all()
    return page


def publish(page: Page) -> None:
    page.specific.save_revision().publish()
    drain.run_all()
