"""What Wagtail shows of communities beside their own pages: nothing to outsiders."""

import pytest
from django.contrib.auth.models import Group
from django.test import RequestFactory
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction
from wagtail.rich_text import expand_db_html
from wagtail.views import serve

from accounts.models import User
from communities.querysets import library_of
from practices.models import AgencySectionPage
from tests.communities.people import agency, agent, client_of
from tests.communities.test_library import case_in, document_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wagtail_indexes")]


@pytest.fixture
def publisher():
    """Somebody who publishes in a section of an agency, and nowhere else."""
    section = AgencySectionPage.objects.get(agency=agency("valmont"))
    who = agent("publisher", "valmont")
    who.groups.add(section.publishers)
    return who


@pytest.fixture
def root(db):
    return User.objects.create_superuser("root", "root@hub.example", "secret")


def test_documents_of_a_confidential_community_are_not_there_for_strangers(community):
    hidden, closed = (document_in(community(v)) for v in ("confidential", "private"))
    assert client_of(None).get(hidden.url).status_code == 404
    assert client_of(None).get(closed.url).status_code == 302


def test_our_views_answer_on_wagtails_own_way(community, rf: RequestFactory):
    page = community("restricted")
    request = rf.get(page.url)
    request.user = agent()
    request.htmx = False
    response = serve(request, f"communities/{page.slug}/")
    assert page.purpose in response.content.decode()


def test_links_in_texts_name_no_page_of_a_community(
    community, member, outsider, drained
):
    page = community("confidential")
    case = case_in(page)
    drained()
    html = expand_db_html(f'<p><a linktype="page" id="{case.pk}">there</a></p>')
    assert page.slug not in html
    assert case.slug not in html
    address = f"/communities/to/{case.pk}/"
    assert f'<a href="{address}">there</a>' in html
    assert client_of(outsider).get(address).status_code == 404
    assert client_of(None).get(address).status_code == 404
    assert client_of(member(page)).get(address).url == case.url


def test_other_links_are_written_as_ever(publisher):
    section = AgencySectionPage.objects.get(agency=agency("valmont"))
    html = expand_db_html(f'<a linktype="page" id="{section.pk}">there</a>')
    assert html == f'<a href="{section.url}">there</a>'
    assert expand_db_html('<a linktype="page" id="99999">x</a>') == "<a>x</a>"


def test_old_addresses_lead_only_those_who_may_know(community, member, outsider):
    page = community("confidential")
    case = case_in(page)
    Redirect.objects.create(old_path="/cases/old", redirect_page=case)
    for user in (None, outsider):
        assert client_of(user).get("/cases/old/").status_code == 404
    response = client_of(member(page)).get("/cases/old/")
    assert response.status_code == 301
    assert response.url == case.url


def test_what_left_a_library_is_found_by_its_old_address(community, outsider, drained):
    page = community("restricted")
    case = case_in(page)
    old = case.url
    assert client_of(outsider).get(old).status_code == 403
    section = AgencySectionPage.objects.get(agency=case.agency)
    case.move(section, pos="last-child")
    case.refresh_from_db()
    path = Redirect.normalise_path(old)
    Redirect.objects.update_or_create(old_path=path, defaults={"redirect_page": case})
    for user in (None, outsider):
        response = client_of(user).get(old)
        assert response.status_code == 301
        assert response.url == case.url


def test_moderators_cannot_take_the_wall_of_their_library_away(community, moderator):
    page = community("confidential")
    who, library = moderator(page), library_of(page)
    for number in (library.pk, page.pk):
        response = client_of(who).post(
            f"/admin/pages/{number}/privacy/", {"restriction_type": "none"}
        )
        assert response.status_code in (302, 403)
        assert PageViewRestriction.objects.filter(page=number).exists()


def test_administrators_cannot_take_the_walls_away_by_hand_either(community, root):
    page = community("confidential")
    client = client_of(root)
    for address in (
        f"/admin/pages/{library_of(page).pk}/privacy/",
        f"/admin/collections/{page.files_id}/privacy/",
    ):
        client.post(address, {"restriction_type": "none"})
    assert PageViewRestriction.objects.filter(page=library_of(page).pk).exists()
    assert page.files.view_restrictions.exists()


def test_no_form_offers_the_groups_of_communities(community, publisher, root):
    page = community("confidential")
    case = case_in(page)
    section = AgencySectionPage.objects.get(agency=agency("valmont"))
    case.copy(to=section, copy_revisions=False, update_attrs={"slug": "copied"})
    names = {page.group.name, page.moderators.name}
    for user, address in (
        (publisher, f"/admin/pages/{section.get_children().first().pk}/privacy/"),
        (root, f"/admin/collections/{section.files_id}/privacy/"),
        (root, f"/admin/users/edit/{publisher.pk}/"),
        (root, "/admin/users/new/"),
    ):
        response = client_of(user).get(address)
        assert response.status_code == 200, address
        text = response.content.decode()
        assert not any(name in text for name in names), address


def test_the_form_for_people_keeps_who_belongs_to_what(community, member, root):
    page = community("private")
    who = member(page, "mira")
    client = client_of(root)
    form = client.get(f"/admin/users/edit/{who.pk}/").context["form"]
    data = {
        name: form[name].value()
        for name in form.fields
        if form[name].value() not in (None, False)
    }
    data |= {"groups": [], "is_active": "on", "first_name": "Mira"}
    client.post(f"/admin/users/edit/{who.pk}/", data)
    assert who.groups.filter(pk=page.group_id).exists()


def test_groups_of_communities_are_not_deleted_by_hand(community, root):
    page = community("private")
    client_of(root).post(f"/admin/groups/delete/{page.group_id}/")
    assert Group.objects.filter(pk=page.group_id).exists()


@pytest.mark.parametrize("role", ["publisher", "moderator of another one"])
def test_the_explorer_shows_nothing_of_a_confidential_community(
    community, publisher, moderator, drained, role
):
    page = community("confidential", "Crisis exercise")
    case = case_in(page, "Hidden case")
    drained()
    who = publisher if role == "publisher" else moderator(community("open"))
    client = client_of(who)
    for address in (
        "/admin/pages/",
        f"/admin/pages/{page.pk}/",
        f"/admin/pages/{page.get_parent().pk}/",
        f"/admin/pages/{case.pk}/edit/",
        "/admin/pages/search/?q=hidden",
        "/admin/choose-page/",
        f"/admin/choose-page/{page.get_parent().pk}/",
        "/admin/choose-page/search/?q=hidden",
        f"/admin/choose-page/chosen-multiple/?id={case.pk}",
        "/admin/reports/site-history/",
        "/admin/",
    ):
        response = client.get(address, follow=True)
        text = response.content.decode()
        assert page.slug not in text, address
        assert "Crisis exercise" not in text, address
        assert "Hidden case" not in text, address
