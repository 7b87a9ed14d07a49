"""On what people answered: shown by choice alone, named, and of open communities."""

from typing import Any

import pytest

from accounts.catalogue import key_of_person
from accounts.models import Profile, User
from catalogue import drain
from catalogue.models import Entry, FacetValue
from communities.models import Comment, CommunityPage, Thread
from communities.services import change_visibility
from tests.communities.conftest import Make, Person
from tests.communities.people import client_of
from vocabulary.models import Tag


@pytest.fixture
def tag(db: None) -> Tag:
    return Tag.objects.create(
        name="Reminder letters", slug="reminder-letters", state=Tag.State.ACCEPTED
    )


def answered(
    page: CommunityPage, asker: User, answerer: User, tag: Tag, **fields: Any
) -> Thread:
    """A question of an agent with an accepted answer of another."""
    thread = Thread.objects.create(
        kind=Thread.Kind.QUESTION, community=page, title="How?", language="en"
    )
    thread.tags.add(tag)
    said = {"thread": thread, "html": "<p>So.</p>", "text": "So."}
    Comment.objects.create(author=asker, is_opening=True, **said)
    thread.accepted = Comment.objects.create(author=answerer, **said, **fields)
    thread.save()
    drain.run_all()
    return thread


def opts_in(user: User, *, shows: bool = True) -> None:
    card = Profile.objects.get_or_create(user=user)[0]
    card.shows_answers = shows
    card.save()
    drain.run_all()


def shown(user: User) -> bool:
    """Whether agents see the tag on the profile, and find the person by it."""
    reader = User.objects.get(username="asker")
    html = client_of(reader).get(f"/people/{user.pk}/").content.decode()
    on_page = "Reminder letters" in html
    value = FacetValue.objects.filter(facet="tag", value="reminder-letters").first()
    entry = Entry.objects.get(key=key_of_person(user.pk))
    in_entry = bool(value and f" {value.pk} " in entry.facets)
    assert on_page == in_entry
    assert in_entry == ("Reminder letters" in entry.body)
    return on_page


def test_answers_show_by_choice_alone(
    community: Make, member: Person, tag: Tag
) -> None:
    page = community("open")
    asker, answerer = member(page, "asker"), member(page, "answerer")
    answered(page, asker, answerer, tag)
    assert not shown(answerer)
    opts_in(answerer)
    assert shown(answerer)
    assert not shown(asker)
    opts_in(answerer, shows=False)
    assert not shown(answerer)


def test_answers_without_a_name_never_show(
    community: Make, member: Person, tag: Tag
) -> None:
    page = community("open")
    asker, answerer = member(page, "asker"), member(page, "answerer")
    opts_in(answerer)
    answered(page, asker, answerer, tag, unnamed=True)
    assert not shown(answerer)


@pytest.mark.parametrize("visibility", ["restricted", "private", "confidential"])
def test_answers_in_closed_communities_never_show(
    community: Make, member: Person, tag: Tag, visibility: str
) -> None:
    page = community(visibility)
    asker, answerer = member(page, "asker"), member(page, "answerer")
    opts_in(answerer)
    answered(page, asker, answerer, tag)
    assert not shown(answerer)


def test_what_an_answer_shows_goes_with_it(
    community: Make, member: Person, tag: Tag
) -> None:
    page = community("open")
    asker, answerer = member(page, "asker"), member(page, "answerer")
    opts_in(answerer)
    hidden, other, gone = (answered(page, asker, answerer, tag) for _each in range(3))
    comment = hidden.accepted
    assert comment is not None
    comment.state = Comment.State.HIDDEN
    comment.save()
    drain.run_all()
    assert shown(answerer)
    other.accepted = None
    other.save()
    drain.run_all()
    assert shown(answerer)
    gone.delete()
    drain.run_all()
    assert not shown(answerer)


def test_answers_stop_showing_when_the_community_closes(
    community: Make, member: Person, tag: Tag
) -> None:
    page = community("open")
    asker, answerer = member(page, "asker"), member(page, "answerer")
    opts_in(answerer)
    answered(page, asker, answerer, tag)
    assert shown(answerer)
    change_visibility(page, "restricted", asker)
    drain.run_all()
    assert not shown(answerer)
