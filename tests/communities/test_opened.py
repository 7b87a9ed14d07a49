"""Whoever opens the thing itself has read what they were told of it."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from communities.following.services import follow
from communities.models import CommunityPage, Notice
from communities.moderating import reporting, services
from hub import notices
from tests.communities.pages import a_case
from tests.communities.people import agent, client_of
from tests.communities.talking import address, comment, question

Make = Callable[..., CommunityPage]
Person = Callable[..., User]


def unread(user: User) -> set[str]:
    rows = Notice.objects.filter(to=user, read_at=None)
    return set(rows.values_list("kind", flat=True))


@pytest.fixture
def asker(circle: CommunityPage, member: Person) -> User:
    return member(circle, "asker")


def test_opening_a_discussion_reads_what_was_told_of_it_with_one_query_more(
    circle: CommunityPage, asker: User, member: Person, judge: User
) -> None:
    thread, other = (question(asker, circle, title=f"Q{n}") for n in range(2))
    writer = member(circle)
    follow(judge, f"thread:{thread.pk}")
    client = client_of(asker)
    client.get(address(thread))
    with CaptureQueriesContext(connection) as before:
        client.get(address(thread))
    said = comment(writer, thread, "Hello @Asker Example.")
    comment(writer, thread)
    comment(writer, other)
    services.hide(comment(asker, thread), judge, "It names somebody.")
    with CaptureQueriesContext(connection) as counted:
        client.get(address(thread))
    assert len(counted) <= len(before) + 2
    updates = [each for each in counted if each["sql"].startswith("UPDATE")]
    assert len(updates) == 1
    left = Notice.objects.filter(to=asker, read_at=None)
    # The other discussion, and what was decided, which stands on a page of its own.
    assert {(row.thread_id, row.kind) for row in left} == {
        (other.pk, "reply"),
        (thread.pk, "moderation"),
    }
    # Others have not read it.
    assert Notice.objects.filter(comment=said, read_at=None, to=judge).exists()
    with CaptureQueriesContext(connection) as counted:
        client.get(address(thread))
    assert not [each for each in counted if each["sql"].startswith("UPDATE")]
    decided = left.get(kind="moderation").data["decision"]
    client.get(reverse("communities:decision", args=[decided]))
    assert unread(asker) == {"reply"}


def test_fetching_ahead_or_asking_for_the_head_reads_nothing(
    circle: CommunityPage, asker: User, member: Person
) -> None:
    thread = question(asker, circle)
    comment(member(circle), thread)
    client = client_of(asker)
    client.get(address(thread), headers={"Sec-Purpose": "prefetch"})
    client.head(address(thread))
    client.get(address(thread, "news/"))
    assert unread(asker) == {"reply"}


def test_bell_counts_anew_after_that(
    circle: CommunityPage,
    asker: User,
    member: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cache.clear()
    monkeypatch.setattr(notices, "SOON", 0)
    thread, writer, client = question(asker, circle), member(circle), client_of(asker)
    for opening in ("notice", "thread"):
        cache.clear()
        comment(writer, thread)
        row = Notice.objects.get(to=asker, read_at=None)
        assert client.get("/communities/").context["bell"]()["unread"] == 1
        own = reverse("communities:notice", args=[row.pk])
        client.get(own if opening == "notice" else address(thread))
        assert client.get("/communities/").context["bell"]()["unread"] == 0


def test_opening_a_page_reads_what_was_told_of_it_and_its_comments(
    db: None, drained: Callable[[], None]
) -> None:
    case, reader, writer = a_case(), agent(), agent()
    follow(reader, f"page:{case.translation_key}")
    client_of(writer).post(f"/talk/{case.pk}/comments/", {"text": "How long?"})
    Notice.objects.create(to=reader, kind="page", key="page", entry=f"page:{case.pk}")
    Notice.objects.create(to=reader, kind="page", key="else", entry="page:99999")
    assert Notice.objects.filter(to=reader, read_at=None).count() == 3
    client_of(reader).get(case.url)
    (row,) = Notice.objects.filter(to=reader, read_at=None)
    assert row.entry == "page:99999"
    nobody_yet = a_case()
    Notice.objects.create(
        to=reader, kind="page", key="n", entry=f"page:{nobody_yet.pk}"
    )
    client_of(reader).get(nobody_yet.url)
    assert Notice.objects.filter(to=reader, read_at=None).count() == 1


def test_opening_the_queue_reads_what_waits_there(
    circle: CommunityPage, asker: User, member: Person, judge: User
) -> None:
    said = comment(asker, question(asker, circle))
    reporting.report(said, member(circle), "rule")
    assert "task" in unread(judge)
    client = client_of(judge)
    client.get(address(said.thread))
    assert "task" in unread(judge)
    client.get(reverse("communities:queue", args=[circle.slug]))
    assert "task" not in unread(judge)
