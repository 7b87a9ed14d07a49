"""An agency has its section, groups, rights, files and way to publication."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, TaskState

from accounts.models import Agency, User
from practices.models import AgencySectionPage, CasePage

pytestmark = pytest.mark.django_db


def rights(group: Group) -> set[str]:
    found = GroupPagePermission.objects.filter(group=group)
    return set(found.values_list("permission__codename", flat=True))


def test_saving_an_agency_makes_a_live_section_below_home(agency: Agency) -> None:
    section = AgencySectionPage.objects.get(agency=agency)
    assert section.live
    assert section.title == "Noordzoom"
    assert section.locale.language_code == "nl"
    assert section.get_parent().slug == "home"
    assert section.first_published_at


def test_section_has_groups_with_rights_in_it_and_nowhere_else(
    section: AgencySectionPage,
) -> None:
    assert rights(section.editors) == {"add_page", "change_page"}
    assert rights(section.publishers) >= {"publish_page", "lock_page", "unlock_page"}
    pages = GroupPagePermission.objects.filter(
        group__in=[section.editors, section.publishers]
    )
    assert set(pages.values_list("page_id", flat=True)) == {section.pk}


def test_nobody_has_rights_above_a_section(section: AgencySectionPage) -> None:
    above = Page.objects.filter(depth__lt=section.depth)
    assert not GroupPagePermission.objects.filter(page__in=above).exists()


@pytest.mark.parametrize("slug", ["cases", "search", "admin", "themes"])
def test_section_does_not_take_an_address_of_the_hub(slug: str) -> None:
    agency = Agency.objects.create(slug=slug, name_en="Agency")
    assert AgencySectionPage.objects.get(agency=agency).slug == f"{slug}-agency"


def test_renamed_agency_renames_section_and_groups_once(agency: Agency) -> None:
    agency.name_en = "North Edge"
    agency.save()
    agency.save()
    section = AgencySectionPage.objects.get(agency=agency)
    assert (section.title, section.draft_title) == ("North Edge", "North Edge")
    assert section.get_latest_revision_as_object().title == "North Edge"
    assert section.editors.name == "North Edge editors"
    assert section.slug == "noordzoom"
    assert AgencySectionPage.objects.count() == 1


def test_namesakes_have_groups_of_their_own(agency: Agency) -> None:
    twin = Agency.objects.create(slug="twin", name_nl="Noordzoom")
    section = AgencySectionPage.objects.get(agency=twin)
    assert section.editors.name == "Noordzoom (twin) editors"
    twin.save()
    assert Group.objects.filter(name__endswith="editors").count() == 2


def test_rolled_back_agency_leaves_no_section() -> None:
    with transaction.atomic():
        Agency.objects.create(slug="gone", name_en="Gone")
        transaction.set_rollback(True)
    assert not AgencySectionPage.objects.exists()
    assert not Group.objects.filter(name__startswith="Gone").exists()


def test_publisher_approves_what_an_editor_submits(
    section: AgencySectionPage,
    editor: User,
    publisher: User,
    make_case: Callable[..., CasePage],
    signed_in: Callable[[User], Client],
) -> None:
    case = make_case(section, live=False)
    case.save_revision(user=editor)
    case.get_workflow().start(case, editor)
    state = TaskState.objects.get()
    assert not state.task.get_actions(case, editor)
    url = reverse(
        "wagtailadmin_pages:workflow_action", args=[case.pk, "approve", state.pk]
    )
    response = signed_in(publisher).post(url, {"comment": ""})
    assert response.status_code == 302
    case.refresh_from_db()
    assert case.live


def test_only_administrators_delete_a_section(
    section: AgencySectionPage,
    publisher: User,
    signed_in: Callable[[User], Client],
) -> None:
    url = f"/admin/pages/{section.pk}/delete/"
    assert signed_in(publisher).post(url).status_code in {302, 403}
    assert AgencySectionPage.objects.filter(pk=section.pk).exists()
