"""Who keeps order in the comments on a page hears of what waits there, once."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse

from accounts.models import User
from accounts.services import knowledge_managers
from communities.following import mailing
from communities.models import Comment, CommunityPage, MailChoice, Notice, Report
from communities.moderating import appealing, reporting, services
from communities.querysets import library_of
from practices.models import CasePage
from tests.communities.pages import a_case, section_of, wall
from tests.communities.people import agent, client_of
from tests.communities.said import comment as say
from tests.communities.said import comments_on

Make = Callable[..., CommunityPage]
Person = Callable[..., User]


@pytest.fixture
def case(db: None) -> CasePage:
    return a_case()


@pytest.fixture
def asker(db: None) -> User:
    return agent("asker")


@pytest.fixture
def on_page(case: CasePage, asker: User) -> Comment:
    return say(comments_on(case), "How long did it take?", author=asker)


@pytest.fixture
def publisher(case: CasePage) -> User:
    user = agent("publisher")
    user.groups.add(section_of().publishers)
    return user


@pytest.fixture
def manager(db: None) -> User:
    user = agent("manager", "valmont")
    user.groups.add(knowledge_managers())
    return user


def told(verb: str) -> set[User]:
    return {row.to for row in Notice.objects.filter(verb=verb, kind="task")}


def bell(user: User) -> str:
    return str(client_of(user).get(reverse("notices")).content.decode())


def test_report_on_a_page_reaches_its_publishers_once(
    case: CasePage,
    on_page: Comment,
    publisher: User,
    manager: User,
    drained: Callable[[], None],
) -> None:
    drained()
    for _reader in range(2):
        reporting.report(on_page, agent(), "rule")
    assert told("report") == {publisher}
    html = bell(publisher)
    assert "1 comment was reported on" in html
    assert case.title in html
    assert "comment was reported" not in bell(manager)
    mailing.send_due()
    mailing.send_due()
    (letter,) = [each for each in mail.outbox if publisher.email in each.to]
    assert case.title in letter.subject
    assert on_page.text not in str(letter.message())
    row = Notice.objects.get()
    client = client_of(publisher)
    opened = client.get(reverse("communities:notice", args=[row.pk]))
    assert opened["Location"] == reverse("communities:page-queue")
    assert on_page.text in client.get(opened["Location"]).content.decode()
    row.refresh_from_db()
    assert row.read_at is not None


def test_without_another_publisher_knowledge_managers_are_told(
    case: CasePage,
    on_page: Comment,
    publisher: User,
    manager: User,
    drained: Callable[[], None],
) -> None:
    drained()
    # Neither who reports nor who is reported hears of it.
    reporting.report(on_page, publisher, "rule")
    assert told("report") == {manager}
    assert "1 comment was reported on" in bell(manager)
    Notice.objects.all().delete()
    own = say(on_page.thread, "As I said.", author=publisher)
    reporting.report(own, manager, "rule")
    assert told("report") == set()


def test_settings_of_each_hold(
    on_page: Comment, publisher: User, drained: Callable[[], None]
) -> None:
    drained()
    values = {"not_here": ["task"], "not_mailed": ["task"]}
    MailChoice.objects.create(user=publisher, **values)
    reporting.report(on_page, agent(), "rule")
    mailing.send_due()
    assert mail.outbox == []
    assert "comment was reported" not in bell(publisher)


def test_who_may_not_read_the_page_is_told_nothing(
    case: CasePage, on_page: Comment, publisher: User, manager: User
) -> None:
    wall(case, Group.objects.create(name="inside"))
    reporting.report(on_page, agent(), "rule")
    assert told("report") == set()


def test_what_waits_and_appeals_on_pages_are_told_too(
    on_page: Comment, asker: User, publisher: User, drained: Callable[[], None]
) -> None:
    drained()
    judge = agent("judge")
    judge.groups.add(*publisher.groups.all())
    say(on_page.thread, "See https://else.example", author=asker, state="waiting")
    assert told("waiting") == {publisher, judge}
    decision = services.hide(on_page, judge, "It names somebody.")
    appealing.appeal(decision, asker, "It names nobody.")
    assert told("appeal") == {publisher}
    html = bell(publisher)
    assert "1 comment waits for a moderator on" in html
    assert "1 author asks you to look again at a decision on" in html


def test_in_a_library_the_moderators_of_the_community_are_told(
    community: Make,
    member: Person,
    moderator: Person,
    manager: User,
    drained: Callable[[], None],
) -> None:
    circle = community("private")
    judge, reader = moderator(circle), member(circle)
    inside = a_case(below=library_of(circle))
    said = say(comments_on(inside), "In the library.", author=member(circle))
    drained()
    reporting.report(said, reader, "rule")
    assert told("report") == {judge}
    assert Report.objects.count() == 1
    assert "1 comment was reported in" in bell(judge)
    queue = reverse("communities:queue", args=[circle.slug])
    row = Notice.objects.get(verb="report")
    opened = client_of(judge).get(reverse("communities:notice", args=[row.pk]))
    assert opened["Location"] == queue
