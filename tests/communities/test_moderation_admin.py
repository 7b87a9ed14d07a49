"""Comments and reports in the editing pages: each sees what is theirs to decide on."""

import datetime
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.services import knowledge_managers
from communities.models import (
    Appeal,
    CannedReply,
    Comment,
    CommunityPage,
    Decision,
    Report,
    Silence,
)
from communities.moderating import appealing, reporting, services, silencing
from tests.communities.pages import a_case
from tests.communities.people import agent, client_of, joins
from tests.communities.said import comment as say
from tests.communities.said import comments_on, discussion

Make = Callable[..., CommunityPage]
Person = Callable[..., User]
LIST = "moderation_comments:index"


@pytest.fixture
def manager(db: None) -> User:
    user = agent("manager", "valmont")
    user.groups.add(knowledge_managers())
    return user


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create_superuser("admin", "admin@town.example", "-")


@pytest.fixture
def on_page(db: None, outsider: User) -> Comment:
    comment = say(comments_on(a_case()), "How long did it take?", author=agent("asker"))
    reporting.report(comment, outsider, "rule", "Look here.")
    return comment


def in_community(
    community: Make, member: Person, visibility: str, text: str, **fields: str
) -> Comment:
    """A reported comment in a new community with a moderator of its own."""
    circle = community(visibility, **fields)
    joins(agent(), circle, "moderator")
    author = member(circle)
    comment = say(discussion(circle, author=author), text, author=author)
    reporting.report(comment, member(circle), "wrong")
    return comment


def listed(user: User, name: str = LIST) -> str:
    return str(client_of(user).get(reverse(name)).content.decode())


def test_each_sees_what_is_theirs_to_decide_on(
    community: Make,
    member: Person,
    manager: User,
    administrator: User,
    on_page: Comment,
) -> None:
    kinds = ("open", "restricted", "private", "confidential")
    for kind in kinds:
        in_community(community, member, kind, f"Said in {kind}.", title=f"The {kind}")
    theirs = listed(manager)
    assert "How long did it take?" in theirs
    all_of_it = listed(administrator)
    for kind in kinds:
        assert f"Said in {kind}." not in theirs
        assert f"The {kind}" not in theirs
        assert f"Said in {kind}." in all_of_it


def test_what_is_about_the_only_moderator_goes_to_a_knowledge_manager(
    community: Make, member: Person, manager: User, administrator: User
) -> None:
    for kind in ("restricted", "private"):
        circle = community(kind)
        only = agent()
        joins(only, circle, "owner")
        comment = say(discussion(circle, author=only), f"Mine, {kind}.", author=only)
        reporting.report(comment, member(circle), "rule")
    theirs = listed(manager)
    assert "Mine, restricted." in theirs
    assert "Mine, private." not in theirs
    assert "Mine, private." in listed(administrator)


def test_agents_and_editors_get_no_list(outsider: User, on_page: Comment) -> None:
    names = ("comments", "appeals", "decisions", "mutes")
    addresses = [reverse(f"moderation_{name}:index") for name in names]
    addresses.append(reverse("moderation_comments:decide", args=[on_page.pk]))
    addresses.append(reverse("moderation_mutes:add"))
    addresses.append(reverse("canned_replies:index"))
    client = client_of(outsider)
    for address in addresses:
        assert client.get(address).status_code in (302, 403)
        assert client.post(address).status_code in (302, 403)


def test_one_comment_is_decided_on(manager: User, on_page: Comment) -> None:
    address = reverse("moderation_comments:decide", args=[on_page.pk])
    client = client_of(manager)
    assert "Look here." in client.get(address).content.decode()
    assert client.post(address, {"verb": "hide"}).status_code == 200
    assert client.post(address, {"verb": "approve"}).status_code == 200
    values = {"verb": "hide", "reason": "A name."}
    assert client.post(address, values).status_code == 302
    on_page.refresh_from_db()
    assert on_page.state == Comment.State.HIDDEN


def test_several_are_decided_on_and_nothing_that_is_not_theirs(
    community: Make, member: Person, manager: User, on_page: Comment
) -> None:
    foreign = in_community(community, member, "private", "Behind a wall.")
    address = reverse("wagtail_bulk_action", args=["communities", "comment", "hide"])
    asked = f"{address}?id={on_page.pk}&id={foreign.pk}&next=/admin/"
    client = client_of(manager)
    page = client.get(asked).content.decode()
    assert "How long did it take?" in page
    assert "Behind a wall." not in page
    assert client.post(asked, {"reason": " "}).status_code == 200
    assert client.post(asked, {"reason": "Both."}).status_code == 302
    states = {each.pk: each.state for each in Comment.objects.all()}
    assert (states[on_page.pk], states[foreign.pk]) == ("hidden", "visible")
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("verb", ["hide", "keep", "approve"])
def test_agents_do_nothing_to_several(
    outsider: User, on_page: Comment, verb: str
) -> None:
    address = reverse("wagtail_bulk_action", args=["communities", "comment", verb])
    answer = client_of(outsider).post(
        f"{address}?id={on_page.pk}&id=x&next=/admin/", {"reason": "No."}
    )
    assert answer.status_code in (302, 403)
    on_page.refresh_from_db()
    assert on_page.state == Comment.State.VISIBLE
    assert Report.objects.filter(closed_at=None).exists()


def test_list_is_filtered_and_exported_without_authors(
    manager: User, on_page: Comment
) -> None:
    client = client_of(manager)
    address = reverse(LIST)
    for asked in ("what=reported", "where=pages", "reason=rule"):
        assert "How long" in client.get(f"{address}?{asked}").content.decode()
    for asked in ("what=waiting", "where=communities", "reason=person"):
        assert "How long" not in client.get(f"{address}?{asked}").content.decode()
    answer = client.get(f"{address}?export=csv")
    text = answer.getvalue().decode()
    assert "How long did it take?" in text
    assert str(on_page.author) not in text


def test_appeal_is_answered_by_who_did_not_decide(
    manager: User, administrator: User, on_page: Comment
) -> None:
    assert on_page.author is not None
    decision = services.hide(on_page, manager, "No.")
    appeal = appealing.appeal(decision, on_page.author, "It is right.")
    address = reverse("moderation_appeals:answer", args=[appeal.pk])
    assert "It is right." not in listed(manager, "moderation_appeals:index")
    assert client_of(manager).post(address, {"granted": "yes"}).status_code == 404
    assert "It is right." in listed(administrator, "moderation_appeals:index")
    client = client_of(administrator)
    assert client.get(address).status_code == 200
    assert client.post(address, {"granted": "yes"}).status_code == 302
    assert Appeal.objects.get().decided_by == administrator


def test_appeal_in_a_community_without_another_moderator_is_for_managers(
    community: Make, member: Person, manager: User
) -> None:
    circle = community("restricted")
    only = agent()
    joins(only, circle, "owner")
    author = member(circle)
    comment = say(discussion(circle, author=author), "Said.", author=author)
    appealing.appeal(services.hide(comment, only, "No."), author, "Look again.")
    assert "Look again." in listed(manager, "moderation_appeals:index")
    joins(agent(), circle, "moderator")
    assert "Look again." not in listed(manager, "moderation_appeals:index")


def test_trail_tells_no_author_and_no_foreign_community(
    community: Make, member: Person, manager: User, on_page: Comment
) -> None:
    foreign = in_community(community, member, "confidential", "Secret.", title="Cave")
    services.hide(foreign, agent("judge"), "Secret reason.")
    services.hide(on_page, manager, "Open reason.")
    html = listed(manager, "moderation_decisions:index")
    assert "Open reason." in html
    assert "Secret reason." not in html
    assert "Cave" not in html
    assert str(on_page.author) not in html


def test_somebody_is_muted_on_all_pages_and_again_let_write(
    manager: User, on_page: Comment
) -> None:
    author = on_page.author
    assert author is not None
    client = client_of(manager)
    address = reverse("moderation_mutes:add")
    assert client.get(address).status_code == 200
    found = client.get(f"{address}?who={author.first_name[:4]}").content.decode()
    assert f'href="{address}?person={author.pk}"' in found
    assert (
        "Nobody has such a name." in client.get(f"{address}?who=zz%00").content.decode()
    )
    for wrong in ("x", "99999999999999999999", str(author.pk + 1000)):
        answer = client.get(f"{address}?person={wrong}")
        assert answer.status_code == 404
    values = {"days": "7", "reason": "Three warnings."}
    assert client.post(address, values).status_code == 200
    # The menu of a comment leads there.
    page = client.get(on_page.thread.page.url).content.decode()
    assert f'href="{address}?person={author.pk}"' in page
    answer = client.post(f"{address}?person={author.pk}", values)
    assert answer.status_code == 302
    row = Silence.objects.get()
    assert row.community is None
    assert "Three warnings." in listed(manager, "moderation_mutes:index")
    reply = f"/talk/{on_page.thread.page_id}/comments/"
    client_of(author).post(reply, {"text": "And yet."})
    assert Comment.objects.count() == 1
    end = reverse("moderation_mutes:end", args=[row.pk])
    assert client.get(end).status_code == 200
    assert client.post(end).status_code == 302
    assert not Silence.objects.exists()


def until() -> datetime.datetime:
    """When a mute of the tests ends."""
    return timezone.now() + datetime.timedelta(days=3)


def test_muted_people_are_found_by_name_and_place(
    community: Make, member: Person
) -> None:
    circle = community("open")
    both = agent("both", "valmont")
    both.groups.add(knowledge_managers())
    joins(both, circle, "moderator")
    quiet = member(circle)
    silencing.mute(quiet, circle, both, until(), "Quiet in the circle.")
    loud = agent("loud", first_name="Ottoline", last_name="Ferrand")
    silencing.mute(loud, None, both, until(), "Loud on pages.")
    address = reverse("moderation_mutes:index")
    for asked, told, silent in (
        ("where=pages", "Loud on pages.", "Quiet in the circle."),
        ("where=communities", "Quiet in the circle.", "Loud on pages."),
        ("who=ferr", "Loud on pages.", "Quiet in the circle."),
    ):
        page = client_of(both).get(f"{address}?{asked}").content.decode()
        assert told in page, asked
        assert silent not in page, asked
    wrong = client_of(both).get(f"{address}?who={'x' * 81}")
    assert wrong.status_code == 200


def test_mute_of_a_community_is_not_for_managers(
    community: Make, member: Person, moderator: Person, manager: User
) -> None:
    circle = community("private")
    row = silencing.mute(member(circle), circle, moderator(circle), until(), "Quiet.")
    assert "Quiet." not in listed(manager, "moderation_mutes:index")
    end = reverse("moderation_mutes:end", args=[row.pk])
    assert client_of(manager).post(end).status_code == 404


def test_ready_made_replies_are_kept_by_managers(manager: User) -> None:
    client = client_of(manager)
    assert CannedReply.objects.count() == 8
    values = {"name": "Too long", "text_en": "Say it in fewer words."}
    assert client.post(reverse("canned_replies:add"), values).status_code == 302
    row = CannedReply.objects.get(name="Too long")
    assert row.community is None
    assert "Too long" in listed(manager, "canned_replies:index")
    address = reverse("canned_replies:index")
    for language, shown in (("de", True), ("en", False)):
        page = client.get(f"{address}?lacks={language}").content.decode()
        assert ("Too long" in page) is shown
    delete = reverse("canned_replies:delete", args=[row.pk])
    assert client.post(delete).status_code == 302
