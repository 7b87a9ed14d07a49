"""Making a community: its parts, its walls, its rights."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupPagePermission,
    PageViewRestriction,
)

from communities.models import CommunityIndexPage, CommunityPage, Decision
from communities.querysets import library_of
from communities.services import (
    archive,
    change_visibility,
    ensure_index,
    furnish,
    make_community,
    reopen,
)
from tests.communities.people import agent

VISIBILITIES = ("open", "restricted", "private", "confidential")


def walls(page):
    """The names of the groups of each wall of a page."""
    found = PageViewRestriction.objects.filter(page=page.pk)
    return [set(wall.groups.values_list("name", flat=True)) for wall in found]


def file_walls(community):
    found = CollectionViewRestriction.objects.filter(collection=community.files)
    return [set(wall.groups.values_list("name", flat=True)) for wall in found]


def expected(community):
    members = {community.group.name}
    if community.visibility == "open":
        return members | {"signed-in agents"}
    return members


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_a_community_is_made_with_library_groups_files_and_walls(community, visibility):
    page = community(visibility)
    library = library_of(page)
    assert page.live
    assert library.live
    assert library.url_path == f"{page.url_path}library/"
    assert walls(library) == [expected(page)]
    assert file_walls(page) == [expected(page)]
    outer = [{page.group.name}] if visibility == "confidential" else []
    assert walls(page) == outer


def test_making_it_up_to_date_again_changes_nothing(community):
    page = community("confidential")
    before = (Group.objects.count(), Collection.objects.count(), walls(page))
    number = PageViewRestriction.objects.get(page=page.pk).pk
    furnish(page)
    assert (Group.objects.count(), Collection.objects.count(), walls(page)) == before
    assert PageViewRestriction.objects.get(page=page.pk).pk == number


@pytest.mark.parametrize("before", VISIBILITIES)
@pytest.mark.parametrize("after", VISIBILITIES)
def test_another_visibility_moves_all_walls_at_once(community, before, after):
    page = community(before)
    change_visibility(page, after, agent())
    page = CommunityPage.objects.get(pk=page.pk)
    assert page.visibility == after
    assert walls(library_of(page)) == [expected(page)] == file_walls(page)
    assert len(walls(page)) == (after == "confidential")
    written = Decision.objects.filter(community=page, verb="settings")
    assert written.exists() == (before != after)


def test_the_address_of_a_confidential_community_cannot_be_guessed(db):
    one = make_community("Crisis exercise", "…", visibility="confidential")
    two = make_community("Crisis exercise", "…", visibility="restricted")
    assert one.slug != "crisis-exercise"
    assert len(one.slug) > len("crisis-exercise-1234")
    assert two.slug == "crisis-exercise"


def test_addresses_of_the_hub_are_no_communities(db):
    assert make_community("Propose", "…").slug == "propose-2"


def test_moderators_publish_in_the_library_and_nowhere_else(community):
    page = community()
    rights = GroupPagePermission.objects.filter(group=page.moderators)
    assert {right.page_id for right in rights} == {library_of(page).pk}
    assert "publish_page" in {right.permission.codename for right in rights}


def test_there_is_one_index_however_often_it_is_asked_for(db):
    assert ensure_index().pk == ensure_index().pk
    assert CommunityIndexPage.objects.count() == 1


def test_an_older_version_brings_back_no_wall(community):
    page = community("open")
    page.save_revision()
    change_visibility(page, "private", agent())
    archive(page, agent())
    page = CommunityPage.objects.get(pk=page.pk)
    page.latest_revision.publish()
    page = CommunityPage.objects.get(pk=page.pk)
    assert page.visibility == "private"
    assert page.is_archived


def test_archiving_and_opening_again_is_written_down_once(community):
    page, by = community(), agent()
    assert archive(page, by)
    assert not archive(page, by)
    assert CommunityPage.objects.get(pk=page.pk).is_archived
    assert reopen(page, by)
    assert not reopen(page, by)
    assert not CommunityPage.objects.get(pk=page.pk).is_archived
    verbs = Decision.objects.filter(community=page).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["archive", "reopen"]


def test_groups_and_empty_files_go_with_the_community(community):
    page = community()
    groups = [page.group_id, page.moderators_id]
    page.delete()
    assert not Group.objects.filter(pk__in=groups).exists()
    assert not Collection.objects.filter(pk=page.files_id).exists()
