"""Bad luck: rules change, pages double or go, while people comment."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from accounts.models import User
from catalogue import drain
from catalogue.access import reader_of
from catalogue.models import Entry
from communities.models import Comment, CommunityPage, Follow, Notice, TalkRule, Thread
from communities.querysets import library_of
from communities.services import change_visibility
from practices.translating import translate
from tests.communities.pages import a_case, section_of
from tests.communities.people import client_of
from tests.communities.talking import comment, question

pytestmark = pytest.mark.django_db
Make = Callable[..., CommunityPage]
Person = Callable[..., User]
WORDS = "Kestrel words"


def form_of(client: Client, address: str) -> dict[str, str]:
    """What the form on a page carries, with a text in it."""
    shown = client.get(address).content.decode()
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown)
    return {**dict(hidden), "text": WORDS}


def say(page: Any, author: User) -> Comment:
    """Comment on a page as its form does."""
    client = client_of(author)
    data = form_of(client, page.url)
    response = client.post(f"/talk/{page.pk}/comments/", data)
    assert response.status_code == 302, response.content.decode()
    return Comment.objects.latest("pk")


def finds(user: User | None) -> bool:
    """Whether the catalogue gives the words to this person."""
    entries = Entry.objects.readable_by(reader_of(user))
    return entries.filter(body__contains=WORDS).exists()


def test_a_form_that_said_agents_is_not_sent_to_everyone(outsider: User) -> None:
    page, client = a_case(), client_of(outsider)
    before = form_of(client, page.url)
    TalkRule.objects.create(page=page.page_ptr, readers="everyone")
    answer = client.post(f"/talk/{page.pk}/comments/", before)
    assert answer.status_code == 400
    assert not Thread.objects.exists()
    text = answer.content.decode()
    assert WORDS in text
    assert "Read by: everyone" in text
    # Now it says so, and is sent knowingly.
    hidden = dict(re.findall(r'name="(readers)" value="(\w+)"', text))
    answer = client.post(f"/talk/{page.pk}/comments/", {**before, **hidden})
    assert answer.status_code == 302
    assert Thread.objects.get().readers == "everyone"


def test_a_question_for_members_is_not_asked_to_all_agents(
    community: Make, owner: Person
) -> None:
    place = community("restricted")
    boss = owner(place)
    client, address = client_of(boss), f"/communities/{place.slug}/discussions/new/"
    before = form_of(client, address) | {"title": "Who knows?", "kind": "question"}
    change_visibility(place, "open", boss)
    assert client.post(address, before).status_code == 400
    assert not Thread.objects.exists()
    again = form_of(client, address) | {"title": "Who knows?", "kind": "question"}
    assert client.post(address, again).status_code == 302


def test_narrowed_meanwhile_nothing_is_asked_twice(outsider: User) -> None:
    page, client = a_case(), client_of(outsider)
    rule = TalkRule.objects.create(page=page.page_ptr, readers="everyone")
    before = form_of(client, page.url)
    rule.delete()
    answer = client.post(f"/talk/{page.pk}/comments/", before)
    assert answer.status_code == 302
    assert Thread.objects.get().readers == "agents"


def test_a_form_of_a_library_is_not_sent_where_the_page_went(
    community: Make, member: Person
) -> None:
    place = community("private")
    inside = member(place)
    page, client = a_case("Inside", library_of(place)), client_of(inside)
    before = form_of(client, page.url)
    Page.objects.get(pk=page.pk).move(section_of(), pos="last-child")
    drain.run_all()
    answer = client.post(f"/talk/{page.pk}/comments/", before)
    assert answer.status_code == 400
    assert not Comment.objects.exists()


def test_comments_close_at_once_with_their_page(outsider: User) -> None:
    page = a_case()
    say(page, outsider)
    drain.run_all()
    assert finds(outsider)
    wall = PageViewRestriction.objects.create(page=page, restriction_type="groups")
    assert not finds(outsider)
    wall.delete()
    drain.run_all()
    assert finds(outsider)
    Page.objects.get(pk=page.pk).unpublish()
    assert not finds(outsider)


def test_what_is_made_of_a_page_begins_without_its_comments(
    community: Make, member: Person, outsider: User
) -> None:
    place = community("private")
    inside = member(place)
    for page, author in (
        (a_case("Outside"), outsider),
        (a_case("Inside", library_of(place)), inside),
    ):
        say(page, author)
        target = section_of("valmont")
        values = {"slug": f"copy-{page.slug}", "title": "Copy"}
        copied = page.copy(to=target, update_attrs=values, keep_live=True)
        alias = page.create_alias(parent=target, update_slug=f"alias-{page.slug}")
        french = translate(page, "fr", author)
        french.save_revision().publish()
        drain.run_all()
        for made in (copied, alias, french):
            for who in (author, None):
                shown = client_of(who).get(made.url).content.decode()
                assert WORDS not in shown
            assert not Thread.objects.filter(page=made.pk).exists()
    assert Entry.objects.filter(body__contains=WORDS).count() == 2


def test_a_deleted_community_leaves_nothing_behind(
    community: Make, member: Person, owner: Person, outsider: User
) -> None:
    place = community("private", "Zeppelin circle")
    inside, boss = member(place), owner(place)
    page = a_case("Inside", library_of(place))
    say(page, inside)
    thread = question(inside, place)
    comment(boss, thread)
    groups = [place.group_id, place.moderators_id]
    root = User.objects.create_superuser("root", "root@hub.example", "x")
    answer = client_of(root).post(f"/admin/pages/{place.pk}/delete/")
    assert answer.status_code == 302
    drain.run_all()
    for model in (Thread, Comment, Notice, Follow):
        assert not model._default_manager.exists()
    assert not Group.objects.filter(pk__in=groups).exists()
    assert not finds(inside)
    addresses = (page.url, place.url, f"{place.url}discussions/{thread.pk}/")
    for user in (inside, boss, outsider, None):
        client = client_of(user)
        for address in (*addresses, f"/talk/{page.pk}/"):
            assert client.get(address).status_code == 404
        for address in ("/", "/notices/", "/follow/", "/communities/"):
            assert b"Zeppelin" not in client.get(address, follow=True).content
