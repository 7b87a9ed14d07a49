"""Pages that change their place by Wagtail's own move: comments keep their readers."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Page

from accounts.models import User
from catalogue import drain
from catalogue.access import reader_of
from catalogue.models import Entry
from communities.models import Comment, CommunityPage, TalkRule, Thread
from communities.querysets import library_of
from tests.communities.pages import a_case, section_of
from tests.communities.people import agent, client_of

pytestmark = pytest.mark.django_db
Make = Callable[..., CommunityPage]
Person = Callable[..., User]
WORDS = "Kestrel words"


def say(page: Any, author: User, text: str = WORDS) -> Comment:
    """Comment on a page as its form does."""
    response = client_of(author).post(f"/talk/{page.pk}/comments/", {"text": text})
    assert response.status_code == 302, response.content.decode()
    return Comment.objects.latest("pk")


def moved(page: Any, target: Page) -> Any:
    """The page after an editor moved it."""
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=target.pk), pos="last-child")
    drain.run_all()
    return type(page).objects.get(pk=page.pk)


def reads(user: User | None, page: Any, words: str = WORDS) -> bool:
    """Whether this person finds words on a page, or hears of them from its verbs."""
    client = client_of(user)
    shown = client.get(page.url)
    more = client.get(f"/talk/{page.pk}/more/", headers={"HX-Request": "true"})
    paper = client.get(f"{page.url}?print=en")
    bodies = [each.content.decode() for each in (shown, more, paper)]
    return any(words in body for body in bodies)


def finds(user: User | None, words: str = WORDS) -> bool:
    """Whether the catalogue gives these words to this person."""
    entries = Entry.objects.readable_by(reader_of(user))
    return entries.filter(body__contains=words).exists()


@pytest.mark.parametrize("visibility", ["restricted", "private", "confidential"])
def test_comments_of_members_stay_with_members_when_a_page_leaves_the_library(
    community: Make, member: Person, outsider: User, visibility: str
) -> None:
    place = community(visibility)
    inside = member(place, "ann")
    page = a_case("Inside", library_of(place))
    comment, before = say(page, inside), page.url
    drain.run_all()
    page = moved(page, section_of())
    # The old address leads on, but not out of what nobody may know of.
    leads_on = 404 if visibility == "confidential" else 301
    for user in (outsider, None):
        assert client_of(user).get(before).status_code == leads_on
    assert client_of(inside).get(before).status_code == 301
    for user in (outsider, None):
        assert client_of(user).get(page.url).status_code == 200
        assert not reads(user, page)
        assert not finds(user)
    # They are a discussion of the community now.
    comment.refresh_from_db()
    assert (comment.thread.page, comment.thread.community) == (None, place)
    address = f"/communities/{place.slug}/discussions/{comment.thread_id}/"
    assert WORDS in client_of(inside).get(address).content.decode()
    assert finds(inside)
    # The page begins anew, for agents.
    say(page, outsider, "First here")
    assert reads(inside, page, "First here")


def test_comments_of_an_open_community_follow_for_agents_alone(
    community: Make, member: Person, guest: Person, outsider: User
) -> None:
    place = community("open")
    inside, visitor = member(place, "ann"), guest(place)
    page = a_case("Inside", library_of(place))
    say(page, inside)
    TalkRule.objects.create(page=None, readers="everyone")
    page = moved(page, section_of())
    assert reads(outsider, page)
    assert finds(outsider)
    for user in (visitor, None):
        assert not reads(user, page)
        assert not finds(user)


def test_comments_do_not_go_from_one_circle_to_another(
    community: Make, member: Person
) -> None:
    first, second = community("restricted"), community("restricted")
    here, there = member(first, "ann"), member(second, "bob")
    page = a_case("Inside", library_of(first))
    say(page, here)
    page = moved(page, library_of(second))
    assert not reads(there, page)
    assert not finds(there)
    assert finds(here)
    assert client_of(here).get(page.url).status_code == 403


@pytest.mark.parametrize("visibility", ["open", "private"])
def test_what_agents_wrote_is_not_for_guests_of_the_library_it_comes_to(
    community: Make, member: Person, guest: Person, outsider: User, visibility: str
) -> None:
    place = community(visibility)
    inside, visitor = member(place, "ann"), guest(place)
    page = a_case("Outside")
    comment = say(page, outsider)
    drain.run_all()
    page = moved(page, library_of(place))
    assert reads(inside, page)
    assert finds(inside)
    assert client_of(visitor).get(page.url).status_code == 200
    for user in (visitor, None):
        assert not reads(user, page)
        assert not finds(user)
    assert reads(outsider, page) is finds(outsider) is (visibility == "open")
    # Where it stands its members write, for those who read.
    answer = client_of(visitor).post(f"/talk/{page.pk}/comments/", {"text": "x"})
    assert answer.status_code == 404
    client_of(outsider).post(f"/talk/{page.pk}/comments/", {"text": "x"})
    assert Comment.objects.count() == 1
    assert say(page, inside, "Welcome").thread_id == comment.thread_id
    # And back again: what members were told is kept as well.
    page = moved(page, section_of())
    assert reads(outsider, page, "Welcome") is (visibility == "open")
    assert finds(outsider, "Welcome") is (visibility == "open")
    for user in (visitor, None):
        assert not reads(user, page)
        assert not finds(user)


def test_what_everyone_read_is_for_all_of_a_library(
    community: Make, guest: Person, outsider: User
) -> None:
    place = community("private")
    visitor = guest(place)
    page = a_case("Outside")
    TalkRule.objects.create(page=page.page_ptr, readers="everyone")
    say(page, outsider)
    page = moved(page, library_of(place))
    assert reads(visitor, page)
    assert not reads(agent(), page)


def test_words_of_a_library_are_read_nowhere_else_however_they_got_there(
    community: Make, member: Person, outsider: User
) -> None:
    place = community("private")
    inside = member(place, "ann")
    page = a_case("Outside")
    thread = Thread.objects.create(kind="page", page=page.page_ptr, circle=place)
    Comment.objects.create(thread=thread, text=WORDS, html=f"<p>{WORDS}</p>")
    drain.run_all()
    for user in (inside, outsider, None):
        assert not reads(user, page)
        assert not finds(user)
