"""Naming somebody: only of those who may read the place."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group

from accounts.models import Agency, User
from communities.models import Comment, CommunityPage, Membership, Mention, Thread
from communities.talk import mentions
from tests.communities.pages import a_case, wall
from tests.communities.people import agent, client_of, outside_guest

pytestmark = pytest.mark.django_db
Make = Callable[..., CommunityPage]
Person = Callable[..., User]


def names(text: str, readers: Any) -> list[int]:
    return [each.number for each in mentions.found(text, readers)]


@pytest.mark.parametrize("visibility", ["restricted", "private", "confidential"])
def test_members_and_guests_are_named_and_nobody_else(
    community: Make, member: Person, guest: Person, outsider: User, visibility: str
) -> None:
    page = community(visibility)
    readers = mentions.readers_of_community(page)
    ann, visitor = member(page, "ann"), guest(page, "gert")
    text = "@Ann Example @Gert Example @Outsider Example @Nobody Atall"
    assert names(text, readers) == [ann.pk, visitor.pk]


def test_every_agent_is_named_in_an_open_community_but_those_shut_out(
    community: Make, member: Person, outsider: User
) -> None:
    page = community("open")
    readers = mentions.readers_of_community(page)
    assert names("@outsider example", readers) == [outsider.pk]
    out = member(page, "out")
    assert names("@Out Example", readers) == [out.pk]
    row = Membership.objects.get(user=out)
    row.state = Membership.State.SUSPENDED
    row.save()
    assert names("@Out Example", readers) == []


def test_on_a_page_agents_who_may_read_it_are_named(outsider: User) -> None:
    page = a_case()
    outside_guest("gert")
    text = "@Outsider Example, @Gert Example"
    assert names(text, mentions.readers_of_page(page)) == [outsider.pk]
    insiders = Group.objects.create(name="insiders")
    wall(page, insiders)
    assert names(text, mentions.readers_of_page(page)) == []
    outsider.groups.add(insiders)
    assert names(text, mentions.readers_of_page(page)) == [outsider.pk]


def test_two_of_one_name_are_told_apart_by_their_agency(outsider: User) -> None:
    Agency.objects.filter(slug="valmont").update(acronym="VAL")
    first = agent("one", first_name="Ann", last_name="Moor")
    second = agent("two", "valmont", first_name="Ann", last_name="Moor")
    readers = User.objects.filter(pk__in=(first.pk, second.pk))
    assert names("@Ann Moor", readers) == []
    assert names("@Ann Moor (VAL)", readers) == [second.pk]
    assert [named.words for named, _who in mentions.suggested("ann", readers)] == [
        "Ann Moor (Noordzoom)",
        "Ann Moor (VAL)",
    ]


def test_the_longest_name_is_meant(outsider: User) -> None:
    ann = agent("one", first_name="Ann", last_name="Moor")
    agent("two", first_name="Ann", last_name="")
    readers = User.objects.all()
    assert names("@Ann Moor", readers) == [ann.pk]


def test_who_is_named_is_kept_once_and_not_in_quotations(outsider: User) -> None:
    author = agent("author")
    thread = Thread.objects.create(kind="page", page=a_case())
    text = (
        "> @Author Example said\n\n`@Code Example` @Outsider Example and "
        "@Outsider Example, says @Author Example"
    )
    agent("code")
    comment = Comment.objects.create(thread=thread, author=author, text=text)
    readers = mentions.readers_of(thread)
    mentions.keep(comment, mentions.found(comment.text, readers))
    rows = Mention.objects.filter(comment=comment)
    assert list(rows.values_list("user", flat=True)) == [outsider.pk]
    comment.text = "nobody"
    mentions.keep(comment, [])
    assert not rows.exists()


def test_no_text_without_the_sign_asks_the_database(
    outsider: User, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert mentions.found("a@example.org and @", User.objects.all()) == []
    with django_assert_num_queries(1):
        text = " ".join(f"@name{number}" for number in range(200))
        assert mentions.found(text, User.objects.all()) == []


def test_names_are_suggested_from_two_letters_on(outsider: User) -> None:
    readers = User.objects.all()
    assert mentions.suggested("o", readers) == []
    assert [who for _named, who in mentions.suggested("@out", readers)] == [outsider]
    assert [who for _named, who in mentions.suggested("exa out", readers)] == [outsider]
    assert mentions.suggested("%_", readers) == []


def test_the_list_of_names_holds_those_who_read_the_place(
    community: Make, member: Person, outsider: User
) -> None:
    page = a_case()
    place = community("private")
    inside = member(place, "ann")
    of_page = f"/talk/{page.pk}/people/?who=exam"
    of_place = f"/communities/{place.slug}/discussions/people/?who=exam"
    text = client_of(inside).get(of_page).content.decode()
    assert "@Outsider Example" in text
    text = client_of(inside).get(of_place).content.decode()
    assert "@Ann Example" in text
    assert "Outsider" not in text
    part = client_of(inside).get(of_place, headers={"HX-Request": "true"})
    assert 'data-insert="@Ann Example "' in part.content.decode()
    assert client_of(outsider).get(of_place).status_code == 403
    assert client_of(None).get(of_page).status_code == 302
    assert client_of(outside_guest()).get(of_page).status_code == 404
    for odd in ("", "?who=%00%00", "?who=" + "x" * 5000, "?who=a&who=b"):
        assert client_of(inside).get(of_page.split("?")[0] + odd).status_code == 200


def test_nobody_copies_the_list_of_people(outsider: User) -> None:
    client, address = client_of(outsider), f"/talk/{a_case().pk}/people/?who=ex"
    answers = [client.get(address) for _ in range(61)]
    assert {answer.status_code for answer in answers[:60]} == {200}
    assert answers[60].status_code == 429
    assert int(answers[60]["Retry-After"]) > 0
