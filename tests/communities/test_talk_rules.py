"""Which rule holds for the comments on a page, and who says so."""

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from accounts.services import knowledge_managers
from catalogue import drain
from catalogue.access import reader_of
from catalogue.models import Entry
from communities.models import Comment, CommunityPage, Decision, TalkRule
from communities.querysets import library_of
from communities.talk import rules
from practices.models import CasePage
from tests.communities.pages import a_case, section_of
from tests.communities.people import agent, client_of

pytestmark = pytest.mark.django_db
Make = Callable[..., CommunityPage]
Person = Callable[..., User]
Limit = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture
def page() -> CasePage:
    return a_case()


def rule_of(page: Any) -> rules.Rule:
    return rules.of_page(page, reader_of(None))


def test_without_any_rule_agents_read_and_comments_are_open(page: CasePage) -> None:
    assert rule_of(page) == rules.Rule("agents", "open", 0)
    assert rules.of_page_now(page) == rule_of(page)


def test_the_nearest_rule_says_it_and_empty_values_come_from_above(
    page: CasePage,
) -> None:
    TalkRule.objects.create(page=None, readers="everyone", state="closed", days=30)
    assert rule_of(page) == rules.Rule("everyone", "closed", 30)
    section = section_of().page_ptr
    TalkRule.objects.create(page=section, readers="agents", days=0)
    assert rule_of(page) == rules.Rule("agents", "closed", 0)
    own = TalkRule.objects.create(page=page.page_ptr, state="open")
    assert rule_of(page) == rules.Rule("agents", "open", 0)
    assert rules.above(page) == rules.Rule("agents", "closed", 0)
    own.delete()
    assert rule_of(page).state == "closed"


def test_a_remembered_rule_costs_no_query(
    page: CasePage, django_assert_num_queries: Limit
) -> None:
    TalkRule.objects.create(page=page.page_ptr, readers="everyone")
    reader = reader_of(None)
    rules.of_page(page, reader)
    with django_assert_num_queries(0):
        assert rules.of_page(page, reader).readers == "everyone"
        assert not rules.is_moderator(page, reader)


@pytest.mark.parametrize(("days", "closed"), [(9, "over"), (11, ""), (0, "")])
def test_comments_close_so_many_days_after_the_page_appeared(
    days: int, closed: str
) -> None:
    since = timezone.now() - datetime.timedelta(days=10)
    assert rules.Rule(days=days).why_closed(since) == closed
    assert rules.Rule(days=days).why_closed(None) == ""
    assert rules.Rule(state="closed").why_closed(None) == "closed"


def test_where_comments_are_closed_nobody_adds_one_but_who_keeps_order(
    page: CasePage, outsider: User
) -> None:
    TalkRule.objects.create(page=page.page_ptr, state="closed")
    manager = agent("manager")
    manager.groups.add(knowledge_managers())
    client = client_of(outsider)
    text = client.get(page.url).content.decode()
    assert "Comments on this page are closed." in text
    assert "<textarea" not in text
    client.post(f"/talk/{page.pk}/comments/", {"text": "Anyway"})
    assert not Comment.objects.exists()
    client_of(manager).post(f"/talk/{page.pk}/comments/", {"text": "A last word"})
    assert Comment.objects.count() == 1


def test_a_rule_opens_and_closes_what_is_found(page: CasePage, outsider: User) -> None:
    rule = TalkRule.objects.create(page=section_of().page_ptr, readers="everyone")
    client_of(outsider).post(f"/talk/{page.pk}/comments/", {"text": "Words"})
    drain.run_all()
    threads = Entry.objects.of_kind(Entry.Kind.THREAD)
    assert threads.readable_by(reader_of(None)).exists()
    assert threads.readable_by(reader_of(outsider)).exists()
    rule.readers = "agents"
    rule.save()
    assert not threads.readable_by(reader_of(None)).exists()
    drain.run_all()
    assert not threads.readable_by(reader_of(None)).exists()
    assert threads.readable_by(reader_of(outsider)).exists()


def test_no_rule_opens_what_was_written_for_agents(
    page: CasePage, outsider: User
) -> None:
    client_of(outsider).post(f"/talk/{page.pk}/comments/", {"text": "Among agents"})
    rule = TalkRule.objects.create(page=page.page_ptr, readers="everyone")
    drain.run_all()
    threads = Entry.objects.of_kind(Entry.Kind.THREAD)
    assert not threads.readable_by(reader_of(None)).exists()
    assert "Among agents" not in client_of(None).get(page.url).content.decode()
    assert client_of(None).get(f"/talk/{page.pk}/more/?page=1").status_code == 302
    assert "Among agents" in client_of(outsider).get(page.url).content.decode()
    assert rule.readers == "everyone"


def test_a_comment_written_while_agents_read_closes_the_thread_for_good(
    page: CasePage, outsider: User
) -> None:
    address = f"/talk/{page.pk}/comments/"
    rule = TalkRule.objects.create(page=page.page_ptr, readers="everyone")
    client_of(outsider).post(address, {"text": "To everyone"})
    rule.readers = "agents"
    rule.save()
    client_of(outsider).post(address, {"text": "Between us"})
    rule.readers = "everyone"
    rule.save()
    drain.run_all()
    assert "Between us" not in client_of(None).get(page.url).content.decode()


def test_in_a_library_no_rule_lets_others_read(community: Make, member: Person) -> None:
    place = community("confidential")
    inside = member(place)
    page = a_case("Inside", library_of(place))
    TalkRule.objects.create(page=None, readers="everyone")
    assert rule_of(page).readers == rules.MEMBERS
    client_of(inside).post(f"/talk/{page.pk}/comments/", {"text": "Words"})
    drain.run_all()
    threads = Entry.objects.of_kind(Entry.Kind.THREAD)
    assert not threads.readable_by(reader_of(agent())).exists()
    assert threads.readable_by(reader_of(inside)).exists()


def test_publishers_change_the_rule_of_their_page(page: CasePage) -> None:
    publisher = agent("pub")
    publisher.groups.add(section_of().publishers)
    client, address = client_of(publisher), f"/talk/{page.pk}/rule/"
    assert "Who may comment" in client.get(page.url).content.decode()
    assert client.get(address).status_code == 200
    answer = client.post(address, {"readers": "everyone", "state": "", "days": "30"})
    assert answer.status_code == 302
    assert rule_of(page) == rules.Rule("everyone", "open", 30)
    assert Decision.objects.get().verb == Decision.Verb.SETTINGS
    client.post(address, {"readers": "", "state": "", "days": ""})
    assert not TalkRule.objects.exists()
    for odd in ({"days": "-1"}, {"days": "x" * 9}, {"readers": "nobody"}):
        assert client.post(address, odd).status_code == 400
    assert not TalkRule.objects.exists()


def test_nobody_else_changes_it(page: CasePage, outsider: User) -> None:
    address = f"/talk/{page.pk}/rule/"
    editor = agent("editor", "valmont")
    editor.groups.add(section_of("valmont").publishers)
    for user in (outsider, editor):
        assert client_of(user).get(address).status_code == 404
        answer = client_of(user).post(address, {"readers": "everyone"})
        assert answer.status_code == 404
    assert client_of(None).post(address, {"readers": "everyone"}).status_code == 302
    assert not TalkRule.objects.exists()


def test_knowledge_managers_set_rules_for_sections_and_the_hub(
    page: CasePage, outsider: User
) -> None:
    manager = agent("manager")
    manager.groups.add(knowledge_managers())
    client = client_of(manager)
    Page.objects.filter(pk=page.pk).update(title="A case with a rule of its own")
    page.refresh_from_db()
    hidden = TalkRule.objects.create(page=page.page_ptr, state="closed")
    values = {"page": "", "readers": "agents", "state": "", "days": "90"}
    assert client.post("/admin/talk-rules/new/", values).status_code == 302
    again = client.post("/admin/talk-rules/new/", values)
    assert "There is a rule for this already" in again.content.decode()
    values["page"] = str(section_of().pk)
    assert client.post("/admin/talk-rules/new/", values).status_code == 302
    text = client.get("/admin/talk-rules/").content.decode()
    assert "The whole hub" in text
    assert section_of().title in text
    assert page.title not in text
    closed = client.get("/admin/talk-rules/?state=closed").content.decode()
    assert "The whole hub" not in closed
    assert (
        "The whole hub"
        in client.get("/admin/talk-rules/?readers=agents").content.decode()
    )
    rows = b"".join(client.get("/admin/talk-rules/?export=csv")).decode()
    assert rows.startswith("Section,Who reads comments,Comments,Open for days")
    assert "The whole hub" in rows
    assert page.title not in rows
    told = client.get(f"/admin/talk-rules/edit/{hidden.pk}/").content.decode()
    assert page.title not in told
    answer = client_of(outsider).get("/admin/talk-rules/")
    assert answer.status_code in (302, 403)
