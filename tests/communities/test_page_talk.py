"""The comments on a page: who reads them, who writes, in how many queries."""

import datetime
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts.models import Agency, User
from accounts.profiles import data_of
from accounts.services import knowledge_managers
from catalogue import drain
from communities.models import (
    Attachment,
    Comment,
    CommunityPage,
    Draft,
    Silence,
    TalkRule,
    Thread,
)
from communities.querysets import library_of
from communities.talk.presentation import PART
from practices.models import (
    CaseAsset,
    CaseContact,
    CaseIndicator,
    CasePage,
    CollectionPage,
    Reuse,
)
from tests.communities.pages import a_case, a_guide, section_of, wall
from tests.communities.people import agency, agent, client_of, outside_guest

pytestmark = pytest.mark.django_db
Make = Callable[..., CommunityPage]
Person = Callable[..., User]
Limit = Callable[[int], AbstractContextManager[Any]]


def say(page: Any, author: User, text: str, **data: Any) -> Comment:
    """Comment on a page as its form does."""
    response = client_of(author).post(
        f"/talk/{page.pk}/comments/", {"text": text, **data}
    )
    assert response.status_code == 302, response.content.decode()
    return Comment.objects.latest("pk")


def shown(client: Client, page: Any, asked: str = "") -> str:
    """What stands in the main part of a page."""
    response = client.get(page.url + asked)
    assert response.status_code == 200
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def fill(page: Any, number: int, author: User) -> Thread:
    """A thread of so many comments, half of them replies."""
    thread = Thread.objects.create(kind="page", page=page, replies=number)
    values = {"thread": thread, "author": author, "agency": author.agency}
    tops = Comment.objects.bulk_create(
        Comment(text="Top", html="<p>Top</p>", **values) for _ in range(number // 2)
    )
    first = Comment.objects.filter(thread=thread).order_by("pk").first()
    Comment.objects.bulk_create(
        Comment(text="Reply", html="<p>Reply</p>", parent=first, **values) for _ in tops
    )
    return thread


@pytest.mark.parametrize("make", [a_case, a_guide])
def test_agents_comment_on_pages_and_read_each_other(
    make: Callable[..., Any], outsider: User
) -> None:
    page = make()
    writer = agent("ann")
    comment = say(page, writer, "How **long** did it take?")
    text = shown(client_of(outsider), page)
    assert "How <strong>long</strong> did it take?" in text
    assert "Ann Example" in text
    assert "1 comment" in text
    assert comment.thread.page_id == page.pk
    assert comment.thread.replies == 1


def test_a_collection_has_comments_too(outsider: User) -> None:
    page = CollectionPage(title="Reading", summary="One.", agency=agency())
    section_of().add_child(instance=page)
    page.save_revision().publish()
    drain.run_all()
    say(page, outsider, "Good choice")
    assert "Good choice" in shown(client_of(outsider), page)


def test_strangers_read_the_same_words_with_and_without_comments(
    outsider: User,
) -> None:
    page = a_case()
    before = _comparable(shown(client_of(None), page))
    say(page, outsider, "Secret words")
    say(page, outsider, "Secret answer")
    drain.run_all()
    after = _comparable(shown(client_of(None), page))
    assert after == before
    assert "Sign in to read and join the discussion." in after
    assert "Secret" not in after
    assert "omments (" not in after


def test_guests_of_the_hub_read_no_comments(outsider: User) -> None:
    page = a_case()
    say(page, outsider, "Secret words")
    text = shown(client_of(outside_guest()), page)
    assert "Secret" not in text
    assert "Sign in" not in text


@pytest.mark.parametrize("asked", ["?print=en", "?print=en&x=1"])
def test_paper_shows_what_the_reader_may_read(outsider: User, asked: str) -> None:
    page = a_case()
    say(page, outsider, "Words on paper")
    assert "Words on paper" in shown(client_of(outsider), page, asked)
    assert "Words on paper" not in shown(client_of(None), page, asked)
    assert "omments" not in shown(client_of(None), page, asked)


def test_where_everyone_reads_strangers_see_agencies_and_no_names(
    outsider: User,
) -> None:
    page = a_case()
    ann = agent("ann")
    TalkRule.objects.create(page=page.page_ptr, readers="everyone")
    say(page, ann, "Ask @Outsider Example")
    drain.run_all()
    text = shown(client_of(None), page)
    assert "@an agent" in text
    assert "Noordzoom" in text
    for name in ("Ann Example", "Outsider", f"/people/{ann.pk}/", "/people/"):
        assert name not in text
    assert "Sign in to write" in text
    paper = shown(client_of(None), page, "?print=en")
    assert "Ann Example" not in paper
    assert "Noordzoom" in paper
    assert client_of(None).post(f"/talk/{page.pk}/comments/", {"text": "x"}).url
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("number", [0, 100, 1000])
def test_a_case_takes_at_most_twelve_queries(
    number: int, outsider: User, django_assert_max_num_queries: Limit
) -> None:
    page = _full_case(outsider)
    if number:
        thread = fill(page, number, agent("ann"))
        comment = thread.comments.order_by("pk").first()
        Attachment.objects.create(comment=comment, name="a.pdf", size=1, file="talk/a")
        Draft.objects.create(by=outsider, key=f"page:{page.pk}", text="Not sent")
    client = client_of(outsider)
    client.get(page.url)
    with django_assert_max_num_queries(12):
        response = client.get(page.url)
    text = response.content.decode()
    assert ("Not sent" in text) == bool(number)
    assert text.count('class="msg"') == min(number, PART)


@pytest.mark.parametrize("make", [a_guide])
def test_a_guide_takes_at_most_twelve_queries(
    make: Callable[..., Any], outsider: User, django_assert_max_num_queries: Limit
) -> None:
    page = make()
    fill(page, 100, agent("ann"))
    client = client_of(outsider)
    client.get(page.url)
    with django_assert_max_num_queries(12):
        assert client.get(page.url).status_code == 200


def test_strangers_cost_no_query_for_comments_they_do_not_read(
    outsider: User, django_assert_max_num_queries: Limit
) -> None:
    page = a_case()
    fill(page, 100, outsider)
    client = Client()
    client.get(page.url)
    with django_assert_max_num_queries(6):
        client.get(page.url)


def test_a_long_thread_goes_on_and_a_comment_has_its_own_address(
    outsider: User,
) -> None:
    page = a_case()
    thread = fill(page, 120, outsider)
    last = thread.comments.order_by("-pk").filter(parent=None).first()
    assert last
    client = client_of(outsider)
    assert "Show more comments" in shown(client, page)
    assert f'id="c-{last.pk}"' not in shown(client, page)
    found = client.get(f"/talk/{page.pk}/comments/{last.pk}/")
    assert found.url == f"{page.url}?c={last.pk}#c-{last.pk}"
    assert f'id="c-{last.pk}"' in shown(client, page, f"?c={last.pk}")
    for odd in ("?page=0", "?page=99999999999", "?page=x", "?c=99999", "?c=%00"):
        assert client.get(page.url + odd).status_code == 200


def test_a_comment_of_one_page_is_not_there_under_another(outsider: User) -> None:
    page, other = a_case(), a_case()
    comment = say(page, agent("ann"), "Here")
    say(other, agent("bob"), "There")
    client = client_of(outsider)
    for verb in ("", "reply/", "edit/", "withdraw/", "versions/"):
        answer = client.get(f"/talk/{other.pk}/comments/{comment.pk}/{verb}")
        assert answer.status_code == 404, verb
    for verb in ("reply/", "useful/", "withdraw/"):
        answer = client.post(f"/talk/{other.pk}/comments/{comment.pk}/{verb}")
        assert answer.status_code == 404, verb
    comment.refresh_from_db()
    assert comment.state == Comment.State.VISIBLE


def test_comments_close_with_the_page_they_stand_on(outsider: User) -> None:
    page = a_case()
    comment = say(page, agent("ann"), "Here")
    address = f"/talk/{page.pk}/comments/{comment.pk}/"
    client = client_of(outsider)
    assert client.get(address).status_code == 302
    wall(page, Group.objects.create(name="insiders"))
    assert client.get(address).status_code == 404
    assert client.post(f"/talk/{page.pk}/comments/", {"text": "x"}).status_code == 404
    page.get_view_restrictions().all().delete()
    drain.run_all()
    page.unpublish()
    assert client.get(address).status_code == 404
    page.delete()
    assert not Comment.objects.exists()


def test_whoever_is_muted_reads_and_does_not_write(outsider: User) -> None:
    page = a_case()
    say(page, agent("ann"), "Here")
    Silence.objects.create(
        user=outsider, until=timezone.now() + datetime.timedelta(days=1), reason="x"
    )
    client = client_of(outsider)
    text = shown(client, page)
    assert "Here" in text
    assert "<textarea" not in text
    client.post(f"/talk/{page.pk}/comments/", {"text": "Anyway"})
    assert Comment.objects.count() == 1


def test_publishers_of_the_section_and_knowledge_managers_keep_order(
    outsider: User,
) -> None:
    page = a_case()
    comment = say(page, agent("ann"), "Here")
    address = f"/talk/{page.pk}/comments/{comment.pk}/moderate/"
    publisher, manager = agent("pub"), agent("manager")
    other = agent("other", "valmont")
    publisher.groups.add(section_of().publishers)
    manager.groups.add(knowledge_managers())
    other.groups.add(section_of("valmont").publishers)
    for user, may in (
        *((publisher, True), (manager, True), (other, False), (outsider, False)),
        (User.objects.create_superuser("root", "root@hub.example", "x"), True),
    ):
        assert ("/moderate/" in shown(client_of(user), page)) is may, user
        assert (client_of(user).get(address).status_code == 200) is may, user


def test_members_comment_in_the_library_and_nobody_else(
    community: Make, member: Person, guest: Person, outsider: User
) -> None:
    place = community("private")
    inside, visitor = member(place, "ann"), guest(place, "gert")
    page = a_case("Inside", library_of(place))
    say(page, inside, "Among us")
    say(page, visitor, "From outside")
    text = shown(client_of(visitor), page)
    assert "Among us" in text
    assert "members of" in text
    assert client_of(outsider).get(f"/talk/{page.pk}/").status_code == 404
    answer = client_of(outsider).post(f"/talk/{page.pk}/comments/", {"text": "x"})
    assert answer.status_code == 404
    TalkRule.objects.create(page=None, readers="everyone")
    drain.run_all()
    assert client_of(None).get(page.url).status_code != 200


def test_strangers_page_through_what_everyone_reads_and_nothing_else(
    outsider: User,
) -> None:
    page = a_case()
    fill(page, 120, agent("ann"))
    client, base = Client(), f"/talk/{page.pk}/"
    TalkRule.objects.create(page=page.page_ptr, readers="everyone")
    # What was written for agents is not opened by the rule.
    for verb in ("more/?page=2", "news/?after=0"):
        assert client.get(base + verb).status_code == 302
    Thread.objects.update(readers="everyone")
    comment = Comment.objects.earliest("pk")
    part = client.get(f"{base}more/?page=2", headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert b"Ann" not in part.content
    assert client.get(f"{base}news/?after={comment.pk}").status_code == 200
    assert client.get(f"{base}comments/{comment.pk}/").url.startswith(page.url)
    for verb in ("reply", "edit", "withdraw", "versions", "report"):
        answer = client.get(f"{base}comments/{comment.pk}/{verb}/")
        assert answer.url.startswith("/account/login/"), verb


def test_two_first_comments_make_one_thread(outsider: User) -> None:
    page = a_case()
    say(page, outsider, "One")
    say(page, agent("ann"), "Two")
    assert Thread.objects.filter(page=page.pk).count() == 1
    assert Thread.objects.get().replies == 2


def test_ones_own_words_are_in_the_file_of_ones_data(outsider: User) -> None:
    page = a_case()
    mine = say(page, outsider, "My words")
    other = say(page, agent("ann"), "Other words")
    client = client_of(outsider)
    client.post(f"/talk/{page.pk}/comments/{other.pk}/useful/", {"on": "1"})
    Draft.objects.create(by=outsider, key="page:1", text="Not sent")
    drain.run_all()
    told = data_of(outsider)["talk"]
    assert [(row["text"], row["where"]) for row in told["comments"]] == [
        ("My words", f"{page.url}#comments")
    ]
    assert [row["comment"] for row in told["reactions"]] == [other.pk]
    assert [row["text"] for row in told["drafts"]] == ["Not sent"]
    wall(page, Group.objects.create(name="insiders"))
    assert data_of(outsider)["talk"]["comments"][0]["where"] == ""
    assert mine.author == outsider


def test_nothing_of_comments_is_in_a_preview(outsider: User) -> None:
    page = a_case()
    say(page, outsider, "Here")
    root = User.objects.create_superuser("root", "root@hub.example", "x")
    preview = client_of(root).get(f"/admin/pages/{page.pk}/view_draft/")
    assert b"Here" not in preview.content


def _comparable(text: str) -> str:
    return re.sub(r"csrfmiddlewaretoken[^>]*", "", text)


def _full_case(reader: User) -> CasePage:
    """A case with every kind of row below it, reused by an agency."""
    page = a_case("Full")
    page.assets = [CaseAsset(title="Agreement", url="https://a.example")]
    page.indicators = [CaseIndicator(name="Days", baseline=9, value=3)]
    page.contacts = [CaseContact(name="Ann", email="a@a.example", public=True)]
    page.page_owner = agent("keeper")
    page.save_revision().publish()
    valmont = Agency.objects.get(slug=agency("valmont").slug)
    Reuse.objects.create(
        translation_key=page.translation_key,
        agency=valmont,
        since=timezone.localdate(),
        by=reader,
    )
    drain.run_all()
    return page
