"""Who writes in the name of an agency: whoever was given that mandate, nobody else."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.models import User
from accounts.services import knowledge_managers, set_agency
from communities.mandates import has_mandate, right
from communities.models import Comment, CommunityPage
from tests.communities.pages import a_case, section_of
from tests.communities.people import agency, agent, client_of, mandate, outside_guest
from tests.communities.talking import address, question

Make = Callable[..., CommunityPage]
Person = Callable[..., User]
BOX = 'name="for_agency"'


@pytest.mark.django_db
def test_publishers_of_the_own_agency_have_it_and_others_do_not() -> None:
    own, foreign, editor = agent(), agent(), agent()
    own.groups.add(section_of("noordzoom").publishers)
    foreign.groups.add(section_of("valmont").publishers)
    editor.groups.add(section_of("noordzoom").editors)
    assert has_mandate(own)
    assert not has_mandate(foreign)
    assert not has_mandate(editor)
    assert not has_mandate(agent())


@pytest.mark.django_db
def test_a_group_with_the_right_gives_it_to_agents_of_an_agency() -> None:
    spokesperson, guest, gone = agent(), outside_guest(), agent(is_active=False)
    for each in (spokesperson, guest, gone):
        mandate(each)
    assert has_mandate(spokesperson)
    assert not has_mandate(guest)
    assert not has_mandate(gone)
    spokesperson.groups.clear()
    assert not has_mandate(spokesperson)


@pytest.mark.django_db
def test_it_does_not_move_along_to_another_agency() -> None:
    spokesperson, other = agent(), Group.objects.create(name="Translators")
    mandate(spokesperson)
    spokesperson.groups.add(other)
    set_agency(spokesperson, agency("valmont"))
    assert not has_mandate(spokesperson)
    assert other in spokesperson.groups.all()


@pytest.mark.django_db
def test_a_role_of_the_hub_moves_along() -> None:
    manager = agent()
    managers = knowledge_managers()
    managers.permissions.add(right().get())
    manager.groups.add(managers)
    set_agency(manager, agency("valmont"))
    assert managers in manager.groups.all()


@pytest.mark.parametrize("where", ["discussion", "reply", "ask", "page"])
def test_only_who_has_it_is_offered_it(
    community: Make, member: Person, where: str
) -> None:
    circle = community("private")
    thread = question(member(circle), circle)
    opening = Comment.objects.get(thread=thread)
    url = {
        "discussion": address(thread),
        "reply": address(thread, f"comments/{opening.pk}/reply/"),
        "ask": reverse("communities:ask", args=[circle.slug]),
        "page": a_case().url,
    }[where]
    plain, spokesperson = member(circle), member(circle)
    mandate(spokesperson)
    assert BOX not in client_of(plain).get(url).content.decode()
    assert BOX in client_of(spokesperson).get(url).content.decode()


def test_what_is_sent_without_it_stands_under_the_own_name(
    community: Make, member: Person
) -> None:
    circle = community("private")
    thread = question(member(circle), circle)
    plain, spokesperson = member(circle), member(circle)
    mandate(spokesperson)
    for each in (plain, spokesperson):
        values = {"text": f"Words of {each.pk}", "for_agency": "on"}
        client_of(each).post(address(thread, "comments/"), values)
        comment = Comment.objects.get(author=each)
        assert comment.for_agency is (each == spokesperson)


def test_administrators_give_it_to_a_group(admin_client) -> None:
    group = Group.objects.create(name="Spokespeople")
    url = reverse("wagtailusers_groups:edit", args=[group.pk])
    page = admin_client.get(url).content.decode()
    assert "Can write in the name of the own agency" in page
    assert f'value="{right().get().pk}"' in page
