"""Old addresses of discussions that were moved lead on whoever reads them now."""

from collections.abc import Callable

import pytest

from accounts.models import User
from communities.belonging.services import add_member
from communities.models import Comment, CommunityPage, Thread, Visibility
from communities.moderating import services, threads
from tests.communities.people import agent, client_of, joins
from tests.communities.said import comment as say
from tests.communities.said import discussion

Make = Callable[..., CommunityPage]
Person = Callable[..., User]
WAYS = [
    (source, target)
    for source in Visibility.values
    for target in Visibility.values[Visibility.values.index(source) :]
]


def address(page: CommunityPage, thread: Thread, comment: Comment | None = None) -> str:
    tail = f"comments/{comment.pk}/" if comment else ""
    return f"/communities/{page.slug}/discussions/{thread.pk}/{tail}"


def moved(source: CommunityPage, target: CommunityPage) -> tuple[Thread, Comment, User]:
    """A discussion of one community in the other, and who moderates and moved it."""
    judge = agent()
    for page in (source, target):
        joins(judge, page, "moderator")
    thread = discussion(source, author=judge)
    said = say(thread, "Ask the archive first.", author=judge)
    threads.move(thread, target, judge)
    return thread, said, judge


@pytest.mark.parametrize(("before", "now"), WAYS)
def test_old_addresses_lead_those_who_read_it_now_and_nobody_else(
    community: Make, before: str, now: str
) -> None:
    source, target = community(before), community(now)
    thread, said, judge = moved(source, target)
    never = thread.pk + 1000
    old, permalink = address(source, thread), address(source, thread, said)
    new = address(target, thread)
    only_here, only_there, nowhere = agent(), agent(), agent()
    joins(only_here, source)
    joins(only_there, target)
    suspended = agent()
    joins(suspended, source)
    joins(suspended, target, state="suspended")
    # Of a confidential one only its members may learn by which address it was there.
    led = [judge] if before == "confidential" else [judge, only_there]
    for person in led:
        answer = client_of(person).get(old)
        assert (answer.status_code, answer["Location"]) == (302, new)
        assert "no-store" in answer["Cache-Control"]
        answer = client_of(person).get(permalink)
        assert answer["Location"] == f"{new}?c={said.pk}#c-{said.pk}"
    # An open community is read by every agent, whoever left it.
    others = [None] if now == "open" else [None, only_here, nowhere, suspended]
    others += [each for each in (only_there,) if each not in led]
    for person in others:
        client = client_of(person)
        nothing = client.get(f"/communities/{source.slug}/discussions/{never}/")
        assert nothing.status_code in (302, 403, 404)
        for url in (old, permalink, f"{old}?c={said.pk}"):
            answer = client.get(url)
            assert answer.status_code == nothing.status_code
            assert target.slug not in answer.get("Location", "").split("?")[0]
            assert target == source or target.title not in answer.content.decode()


def test_moved_twice_and_back_leads_to_where_it_is(community: Make) -> None:
    first, second, third = (community("private") for _number in range(3))
    thread, _said, judge = moved(first, second)
    add_member(third, judge, "moderator")
    threads.move(thread, third, judge)
    client = client_of(judge)
    for old in (first, second):
        assert client.get(address(old, thread))["Location"] == address(third, thread)
    threads.move(thread, first, judge)
    assert client.get(address(first, thread)).status_code == 200
    for old in (second, third):
        assert client.get(address(old, thread))["Location"] == address(first, thread)
    # What is not there is not looked for elsewhere for ever.
    assert client.get(f"{address(first, thread)}?page=99").status_code == 404


def test_hidden_is_as_closed_by_the_old_address_as_by_the_new_one(
    community: Make,
) -> None:
    source, target = community("private"), community("private")
    thread, said, _judge = moved(source, target)
    reader, other = agent(), agent()
    for person in (reader, other):
        joins(person, source)
        joins(person, target, "moderator" if person == other else "member")
    services.hide(said, other, "It names somebody.")
    assert client_of(reader).get(address(source, thread, said)).status_code == 404
    assert client_of(other).get(address(source, thread, said)).status_code == 302
    opening = Comment.objects.get(thread=thread, is_opening=True)
    services.hide(opening, other, "It names somebody.")
    assert client_of(reader).get(address(source, thread)).status_code == 404


def test_another_discussion_is_not_found_by_an_old_address(community: Make) -> None:
    source, target = community("private"), community("private")
    _thread, _said, judge = moved(source, target)
    stays = discussion(target, author=judge)
    assert client_of(judge).get(address(source, stays)).status_code == 404
    client = client_of(judge)
    assert client.post(address(source, _thread)).status_code in (404, 405)
