"""The library of a community: what stands in it, for whom, and who adds to it."""

import json

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents.models import Document
from wagtail.models import Page

from accounts.models import Profile
from catalogue import drain
from catalogue.models import Entry
from communities.models import CommunityLibraryPage
from communities.querysets import library_of
from communities.services import change_visibility
from hub.models import HomePage
from practices.models import AgencySectionPage, CasePage, GuidePage
from tests.communities.pages import section_of
from tests.communities.people import agency, agent, client_of, joins

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


def case_in(community, title="Shared case", **fields):
    stream = json.dumps([{"type": "paragraph", "value": "<p>It took long.</p>"}])
    page = CasePage(
        title=title,
        summary="One sentence.",
        agency=agency(),
        problem=stream,
        solution=stream,
        live=False,
        **fields,
    )
    library_of(community).add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def document_in(community, title="Two-page form"):
    file = ContentFile(b"text", "form.txt")
    return Document.objects.create(
        title=title, file=file, collection=community.files, file_size=4
    )


def readers(community, member, guest, outsider):
    """Who asks, and whether they read in a community of this visibility."""
    is_open = community.visibility == "open"
    return [
        (None, False),
        (outsider, is_open),
        (member(community), True),
        (guest(community), True),
    ]


@pytest.mark.parametrize(
    "visibility", ["open", "restricted", "private", "confidential"]
)
def test_a_case_and_a_document_are_for_who_reads_the_library(
    community, member, guest, outsider, drained, visibility
):
    page = community(visibility)
    case, document = case_in(page), document_in(page)
    drained()
    for user, reads in readers(page, member, guest, outsider):
        client = client_of(user)
        home = client.get(f"{page.url}library/")
        assert ("Shared case" in text_of(home)) == reads
        assert ("Two-page form" in text_of(home)) == reads
        answers = [client.get(case.url), client.get(document.url)]
        # Whoever reads a file to its end closes it.
        b"".join(answers[1])
        assert [answer.status_code == 200 for answer in answers] == [reads, reads]
        assert ("Shared case" in text_of(answers[0])) == reads
        hits = text_of(client.get("/search/", {"q": "shared"}))
        assert (case.url in hits) == reads
        if visibility == "confidential" and not reads:
            assert {answer.status_code for answer in answers} == {404}


def test_narrowing_closes_the_library_at_the_next_request(community, outsider, drained):
    page = community("open")
    case = case_in(page)
    drained()
    client = client_of(outsider)
    assert client.get(case.url).status_code == 200
    change_visibility(page, "private", agent())
    assert client.get(case.url).status_code == 403
    assert case.url not in text_of(client.get("/search/", {"q": "shared"}))


def test_the_way_to_a_page_names_its_community(community, member, drained):
    page = community("restricted", "Plain words")
    case = case_in(page)
    drained()
    text = text_of(client_of(member(page)).get(case.url))
    assert f'<a href="{page.url}">Plain words</a>' in text
    assert f'<a href="{page.url}library/">Library</a>' in text
    assert '<a href="/cases/">Cases</a></li><li>' not in text
    section = AgencySectionPage.objects.get(agency=case.agency)
    assert f'<a href="{section.url}">' in text


def test_a_page_in_a_library_takes_no_more_queries_than_elsewhere(
    community, member, drained
):
    page = community("restricted")
    case = case_in(page)
    drained()
    client = client_of(member(page))
    client.get(case.url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(case.url).status_code == 200
    assert len(queries) <= 12, "\n".join(q["sql"][:150] for q in queries)


def test_pages_of_agencies_stand_in_sections_and_libraries_alone():
    root, home = Page.get_first_root_node(), HomePage.objects.get()
    for parent in (root.specific, home):
        for model in (CasePage, GuidePage):
            assert not model.can_create_at(parent)
            assert model not in parent.specific_class.creatable_subpage_models()
    allowed = set(CasePage.allowed_parent_page_models())
    assert allowed == {AgencySectionPage, CommunityLibraryPage}


def test_a_moderator_adds_a_case_in_the_name_of_their_agency(community, moderator):
    page = community("restricted")
    who = moderator(page)
    library = library_of(page)
    response = client_of(who).get(f"/admin/pages/add/practices/casepage/{library.pk}/")
    assert response.status_code == 200
    form = response.context["form"]
    assert form.initial["agency"] == who.agency_id
    assert who.agency in form.fields["agency"].queryset
    assert who in form.fields["page_owner"].queryset


def test_members_do_not_get_into_the_editing_pages(community, member):
    page = community("restricted")
    library = library_of(page)
    response = client_of(member(page)).get(
        f"/admin/pages/add/practices/casepage/{library.pk}/"
    )
    assert response.status_code in (302, 403)


def test_pages_of_a_confidential_library_tell_nothing_to_feeds_and_the_site_map(
    community, drained
):
    page = community("confidential")
    case = case_in(page)
    drained()
    for address in ("/sitemap.xml", "/feeds/newest/", "/cases/", "/"):
        text = text_of(client_of(None).get(address))
        assert case.slug not in text
        assert page.slug not in text
    assert Entry.objects.live().filter(key=f"page:{case.pk}").exists()


def test_home_shows_cases_of_members_who_show_them(community, member, guest, outsider):
    page, closed = community("open"), community("restricted")
    keeper, shy = member(page), member(page)
    joins(keeper, closed)
    Profile.objects.create(user=keeper, shows_contributions=True)
    section = section_of()
    for owner, title in ((keeper, "A shown case"), (shy, "A quiet case")):
        case = CasePage(title=title, agency=section.agency, page_owner=owner)
        section.add_child(instance=case)
    drain.run_all()
    inside = client_of(outsider).get(page.url).content.decode()
    assert "Cases by members" in inside
    assert "A shown case" in inside
    assert "A quiet case" not in inside
    assert "A shown case" in client_of(keeper).get(closed.url).content.decode()
    for reader, place in ((None, page), (guest(page), page), (outsider, closed)):
        html = client_of(reader).get(place.url).content.decode()
        assert "Cases by members" not in html
