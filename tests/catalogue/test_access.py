"""Who may read what: places, walls, and changes that close at once."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from wagtail.models import Collection, PageViewRestriction

from accounts.models import User
from catalogue import access, drain, places
from catalogue.models import Change, Place
from hub.models import HomePage
from tests.catalogue.conftest import MakePage, Wall, seen, titles


def test_open_page_is_found_by_everyone(make_page: MakePage, member: User) -> None:
    make_page("Open")
    assert titles() == titles(member) == ["Open"]


def test_walled_page_is_found_by_its_group_only(
    make_page: MakePage, wall: Wall, member: User
) -> None:
    wall(make_page("Walled"), member.groups.get(name="members"))
    assert titles() == []
    assert titles(member) == ["Walled"]


def test_nested_walls_must_all_pass(
    make_page: MakePage, wall: Wall, member: User
) -> None:
    top = make_page("Top")
    make_page("Below", parent=top)
    other = Group.objects.create(name="others")
    wall(top, other, member.groups.get(name="members"))
    inner = wall(make_page("Inner", parent=top), other)
    assert titles(member) == ["Below", "Top"]
    inner.groups.add(member.groups.get(name="members"))
    assert seen(member) == ["Below", "Inner", "Top"]
    assert seen() == []


@pytest.mark.parametrize("kind", ["password", "login"])
def test_wall_without_group_opens_for_nobody_but_superusers(
    make_page: MakePage, member: User, kind: str
) -> None:
    page = make_page("Old wall")
    PageViewRestriction.objects.create(page=page, restriction_type=kind)
    assert titles(member) == []
    member.is_superuser = True
    member.save()
    assert titles(member) == ["Old wall"]


def test_restricting_a_section_works_at_the_next_request_without_a_drain(
    make_page: MakePage, wall: Wall, member: User
) -> None:
    top = make_page("Top")
    make_page("Below", parent=top)
    assert titles() == ["Below", "Top"]
    restriction = wall(top, member.groups.get(name="members"))
    assert seen() == []
    assert "Below" in seen(member)
    restriction.delete()
    assert "Below" in seen()


def test_walled_leaf_is_closed_before_its_entry_is_written_again(
    make_page: MakePage, wall: Wall
) -> None:
    leaf = make_page("Leaf")
    assert titles() == ["Leaf"]
    wall(leaf)
    assert Change.objects.filter(closes=True).exists()
    assert seen() == []


def test_unpublished_page_is_gone_before_the_drain(make_page: MakePage) -> None:
    page = make_page("Gone soon")
    assert titles() == ["Gone soon"]
    page.unpublish()
    assert seen() == []
    assert titles() == []


def test_moving_a_section_behind_a_wall_closes_it_at_once(
    make_page: MakePage, wall: Wall, home: HomePage
) -> None:
    closed, section = make_page("Closed"), make_page("Section")
    make_page("Below", parent=section)
    wall(closed)
    assert titles() == ["Below", "Section"]
    section.move(closed, pos="last-child")
    assert "Below" not in seen()
    assert titles() == []


def test_leaving_a_group_closes_at_the_next_request(
    make_page: MakePage, wall: Wall, member: User
) -> None:
    wall(make_page("Walled"), member.groups.get(name="members"))
    assert titles(member) == ["Walled"]
    member.groups.clear()
    assert seen(User.objects.get(pk=member.pk)) == []


def test_death_of_a_group_leaves_its_pages_closed(
    make_page: MakePage, wall: Wall, member: User
) -> None:
    wall(make_page("Walled"), member.groups.get(name="members"))
    assert titles(member) == ["Walled"]
    Group.objects.filter(name="members").delete()
    assert titles(member) == titles() == []


def test_inactive_user_reads_as_nobody(
    make_page: MakePage, wall: Wall, member: User
) -> None:
    wall(make_page("Walled"), member.groups.get(name="members"))
    member.is_active = False
    assert titles(member) == titles(None) == []


def test_entry_without_a_place_is_closed(make_page: MakePage, home: HomePage) -> None:
    make_page("Lost")
    assert titles() == ["Lost"]
    Place.objects.all().delete()
    assert seen() == []


def test_collections_and_group_walls_are_places_too(member: User) -> None:
    collection = Collection.get_first_root_node().add_child(name="Files")
    shared = places.of_collection(collection)
    walled = places.of_wall(f"group:{member.groups.get(name='members').pk}")
    broken = places.of_wall("group:all")
    assert access.reader_of(None).open_places == {shared.pk}
    assert access.reader_of(member).open_places == {shared.pk, walled.pk}
    assert broken.pk not in access.reader_of(member).open_places


def test_anonymous_reader_costs_one_query_once_the_walls_are_known(
    make_page: MakePage, django_assert_num_queries
) -> None:
    make_page("Open")
    titles()
    with django_assert_num_queries(1):
        access.reader_of(AnonymousUser())


def test_reader_is_computed_once_per_request(
    make_page: MakePage, rf, django_assert_num_queries
) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    first = access.reader_for(request)
    with django_assert_num_queries(0):
        assert access.reader_for(request) is first


def test_a_page_moved_behind_a_wall_is_closed_before_it_is_taken_in(
    make_page: MakePage, wall: Wall, member: User
) -> None:
    page = make_page("Moved")
    closed = make_page("Closed")
    wall(closed, *member.groups.all())
    assert titles() == ["Moved"]
    with drain.paused():
        page.move(closed, pos="last-child")
    assert seen() == []
    assert titles() == []
    assert titles(member) == ["Closed", "Moved"]
