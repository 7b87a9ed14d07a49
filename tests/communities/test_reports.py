"""Readers call a moderator: in communities and on pages, once, and not in floods."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.services import knowledge_managers
from communities.models import Appeal, Comment, CommunityPage, Decision, Report
from communities.moderating import appealing, reporting, services
from communities.moderating.queue import count_on_pages
from communities.querysets import library_of
from practices.models import CasePage
from tests.communities.pages import a_case, section_of, wall
from tests.communities.people import agent, client_of
from tests.communities.said import comment as say
from tests.communities.said import comments_on, discussion

Make = Callable[..., CommunityPage]
Person = Callable[..., User]


@pytest.fixture
def comment(circle: CommunityPage, member: Person) -> Comment:
    author = member(circle)
    return say(discussion(circle, author=author), "Ask first.", author=author)


@pytest.fixture
def manager(db: None) -> User:
    user = agent("manager", "valmont")
    user.groups.add(knowledge_managers())
    return user


@pytest.fixture
def case(db: None) -> CasePage:
    return a_case()


@pytest.fixture
def on_page(case: CasePage) -> Comment:
    return say(comments_on(case), "How long did it take?", author=agent("asker"))


def address(comment: Comment) -> str:
    thread = comment.thread
    if thread.community is None:
        return reverse("communities:page-report", args=[thread.page_id, comment.pk])
    args = [thread.community.slug, thread.pk, comment.pk]
    return reverse("communities:report", args=args)


def test_reader_reports_with_and_without_javascript(
    comment: Comment, circle: CommunityPage, member: Person
) -> None:
    client = client_of(member(circle))
    page = client.get(address(comment))
    assert page.status_code == 200
    assert page.content.decode().count('type="radio" name="reason"') == 3
    values = {"reason": "wrong", "note": "It is form 7 now."}
    answer = client.post(address(comment), values, follow=True)
    assert "the moderators look at it" in answer.content.decode()
    other = client_of(member(circle))
    part = other.get(address(comment), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    said = other.post(address(comment), values, headers={"HX-Request": "true"})
    assert 'role="status"' in said.content.decode()
    assert Report.objects.count() == 2


def test_second_report_of_a_person_is_the_first(
    comment: Comment, circle: CommunityPage, member: Person, moderator: Person
) -> None:
    person = member(circle)
    client = client_of(person)
    for reason in ("wrong", "rule"):
        client.post(address(comment), {"reason": reason})
    assert [row.reason for row in Report.objects.all()] == ["wrong"]
    services.keep(comment, moderator(circle))
    client.post(address(comment), {"reason": "rule"})
    assert Report.objects.filter(closed_at=None).count() == 0


def test_report_needs_a_known_reason(
    comment: Comment, circle: CommunityPage, member: Person
) -> None:
    client = client_of(member(circle))
    for values in (
        {"note": ""},
        {"reason": "x\x00"},
        {"reason": "rule", "note": "n" * 501},
    ):
        assert client.post(address(comment), values).status_code == 422
    assert not Report.objects.exists()


def test_own_and_hidden_comments_are_not_reported(
    comment: Comment, circle: CommunityPage, member: Person, moderator: Person
) -> None:
    assert comment.author is not None
    own = client_of(comment.author).post(address(comment), {"reason": "rule"})
    assert own.status_code == 403
    services.hide(comment, moderator(circle), "No.")
    other = client_of(member(circle)).post(address(comment), {"reason": "rule"})
    assert other.status_code == 404
    assert not Report.objects.filter(closed_at=None).exists()


def test_outsiders_report_nothing(comment: Comment, outsider: User) -> None:
    for person in (None, outsider):
        answer = client_of(person).post(address(comment), {"reason": "rule"})
        assert answer.status_code in (302, 403)
    assert not Report.objects.exists()


def test_flood_of_reports_is_told_to_wait(
    circle: CommunityPage, member: Person
) -> None:
    author, person = member(circle), member(circle)
    thread = discussion(circle, author=author)
    most = reporting.LIMITS[0][0]
    for number in range(most):
        reporting.report(say(thread, f"{number}", author=author), person, "rule")
    late = say(thread, "One more.", author=author)
    answer = client_of(person).post(address(late), {"reason": "rule"})
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert Report.objects.count() == most


def test_comment_on_a_page_is_reported_and_decided_on(
    case: CasePage, on_page: Comment, outsider: User, manager: User
) -> None:
    answer = client_of(outsider).post(address(on_page), {"reason": "person"})
    assert answer.status_code == 302
    queue = reverse("communities:page-queue")
    assert (
        "How long did it take?" not in client_of(outsider).get(queue).content.decode()
    )
    client = client_of(manager)
    assert "How long did it take?" in client.get(queue).content.decode()
    values = {"verb": "hide", "reason": "A name.", "comment": on_page.pk}
    assert client.post(queue, values).status_code == 302
    on_page.refresh_from_db()
    assert on_page.state == Comment.State.HIDDEN
    assert Decision.objects.get().community is None


def test_publisher_moderates_the_pages_of_the_section_alone(
    case: CasePage, on_page: Comment, outsider: User
) -> None:
    publisher = agent("publisher")
    publisher.groups.add(section_of().publishers)
    elsewhere = a_case(below=section_of("valmont"), agency=section_of("valmont").agency)
    far = say(comments_on(elsewhere), "Far away.", author=agent("far"))
    for each in (on_page, far):
        reporting.report(each, outsider, "rule")
    client = client_of(publisher)
    html = client.get(reverse("communities:page-queue")).content.decode()
    assert "How long did it take?" in html
    assert "Far away." not in html
    args = [elsewhere.pk, far.pk]
    there = reverse("communities:page-moderate", args=args)
    answer = client.post(there, {"verb": "hide", "reason": "No."})
    assert answer.status_code == 404
    wrong_place = reverse("communities:page-moderate", args=[case.pk, far.pk])
    assert client.post(wrong_place, {"verb": "hide"}).status_code == 404


def test_manager_decides_nothing_on_pages_behind_walls(
    case: CasePage, on_page: Comment, outsider: User, manager: User
) -> None:
    reporting.report(on_page, outsider, "rule")
    wall(case, section_of().publishers)
    html = client_of(manager).get(reverse("communities:page-queue")).content.decode()
    assert "How long did it take?" not in html


def test_appeal_on_a_page_goes_to_another_moderator(
    on_page: Comment, manager: User
) -> None:
    assert on_page.author is not None
    appeal = appealing.appeal(
        services.hide(on_page, manager, "No."), on_page.author, "Yes."
    )
    address = reverse("communities:page-appeal", args=[appeal.pk])
    assert client_of(manager).post(address, {"granted": "yes"}).status_code == 403
    other = agent("other-manager", "valmont")
    other.groups.add(knowledge_managers())
    assert client_of(other).post(address, {"granted": "yes"}).status_code == 302
    on_page.refresh_from_db()
    assert on_page.state == Comment.State.VISIBLE
    assert Appeal.objects.get().outcome == "granted"


def test_knowledge_managers_are_told_how_much_waits_on_pages(
    community: Make, member: Person, on_page: Comment, outsider: User
) -> None:
    circle = community("restricted")
    library = library_of(circle)
    inside = a_case(below=library)
    theirs = say(comments_on(inside), "In the library.", author=member(circle))
    assert count_on_pages() == 0
    reporting.report(theirs, member(circle), "rule")
    assert count_on_pages() == 0
    reporting.report(on_page, outsider, "rule")
    reporting.report(on_page, agent(), "person")
    assert count_on_pages() == 1
