"""Communities as pages in the editing pages: made, changed, and not taken away."""

import pytest
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text

from accounts.models import User
from communities.models import CommunityPage, Membership
from communities.querysets import library_of
from communities.services import ensure_index
from tests.communities.people import client_of
from tests.communities.test_library import case_in, document_in
from tests.communities.test_services import expected, walls

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(db):
    return User.objects.create_superuser("root", "root@hub.example", "secret")


def sent(**fields):
    values = {
        "title": "Plain words",
        "slug": "plain-words",
        "purpose": "For those who write to citizens.",
        "introduction": rich_text("<p>Hello.</p>"),
        "visibility": "restricted",
        "joining": "request",
        "languages": ["nl", "fr"],
        "comments": {
            "TOTAL_FORMS": 0,
            "INITIAL_FORMS": 0,
            "MIN_NUM_FORMS": 0,
            "MAX_NUM_FORMS": "",
        },
    }
    # Nested data flattens lists to forms: languages are several values of one name.
    languages = fields.pop("languages", values.pop("languages"))
    return {**nested_form_data({**values, **fields}), "languages": languages}


def make(root, action="action-publish", **fields):
    address = f"/admin/pages/add/communities/communitypage/{ensure_index().pk}/"
    data = sent(**fields)
    if action:
        data[action] = action
    return client_of(root).post(address, data)


@pytest.mark.parametrize("visibility", ["open", "confidential"])
def test_a_page_made_by_hand_has_all_that_belongs_to_it(root, visibility):
    assert make(root, visibility=visibility).status_code == 302
    page = CommunityPage.objects.get()
    library = library_of(page)
    assert page.live
    assert library.live
    assert walls(library) == [expected(page)]
    assert len(walls(page)) == (visibility == "confidential")
    assert (page.slug == "plain-words") == (visibility != "confidential")
    assert page.language_list == ["nl", "fr"]
    assert page.locale.language_code == "nl"
    assert Membership.objects.get(community=page).user == root


def test_a_draft_is_walled_from_the_first_moment_and_found_by_nobody(root):
    make(root, action="", visibility="confidential")
    page = CommunityPage.objects.get()
    assert not page.live
    assert walls(page) == [expected(page)]
    assert not library_of(page).live
    assert client_of(root).get(f"/communities/{page.slug}/").status_code == 404


@pytest.mark.parametrize("slug", ["propose", "library", "Größe", "a_b"])
def test_an_address_that_does_not_fit_is_refused(root, slug):
    response = make(root, slug=slug)
    assert response.status_code == 200
    assert response.context["form"].errors["slug"]
    assert not CommunityPage.objects.exists()


def test_texts_change_and_who_reads_does_not(root, community):
    page = community("private", "Before")
    data = sent(title="After", slug=page.slug, visibility="open", joining="open")
    data["action-publish"] = "action-publish"
    response = client_of(root).post(f"/admin/pages/{page.pk}/edit/", data)
    assert response.status_code == 302
    page = CommunityPage.objects.get(pk=page.pk)
    assert page.title == "After"
    assert page.visibility == "private"
    assert page.joining == "request"
    assert page.files.name == "After"


def test_a_community_with_files_is_not_deleted(root, community):
    page = community()
    document = document_in(page)
    client = client_of(root)
    address = f"/admin/pages/{page.pk}/delete/"
    client.post(address)
    assert CommunityPage.objects.filter(pk=page.pk).exists()
    document.delete()
    client.post(address)
    assert not CommunityPage.objects.filter(pk=page.pk).exists()


def test_the_library_stays_where_it_is(root, community, moderator):
    page = community()
    library = library_of(page)
    for user in (root, moderator(page)):
        client = client_of(user)
        for verb in ("delete", "unpublish"):
            client.post(f"/admin/pages/{library.pk}/{verb}/")
            bulk = f"/admin/bulk/wagtailcore/page/{verb}/?id={library.pk}"
            client.post(f"{bulk}&next=/admin/")
        library.refresh_from_db()
        assert library.live
        assert library.slug == "library"


def test_communities_are_archived_not_closed_and_never_copied(root, community):
    page = community("confidential")
    client = client_of(root)
    client.post(f"/admin/pages/{page.pk}/unpublish/")
    page.refresh_from_db()
    assert page.live
    data = {"new_title": "Copy", "new_slug": "copy", "copy_subpages": "on"}
    data["new_parent_page"] = str(page.get_parent().pk)
    client.post(f"/admin/pages/{page.pk}/copy/", data)
    assert CommunityPage.objects.count() == 1


def test_what_stands_in_a_library_is_unpublished_as_ever(moderator, community):
    page = community()
    case = case_in(page)
    client_of(moderator(page)).post(f"/admin/pages/{case.pk}/unpublish/")
    assert not Page.objects.get(pk=case.pk).live
