"""Editor A neither edits nor sees drafts of section B, nor takes what is B's."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import (
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
)
from wagtail.test.utils.form_data import streamfield

from accounts.models import Agency, User
from practices.models import AgencySectionPage, CasePage, CollectionPage
from tests.practices.conftest import wall
from tests.practices.form_data import page_form, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wagtail_indexes")]
SignIn = Callable[[User], Client]
MakeCase = Callable[..., CasePage]


@pytest.fixture
def client(editor: User, signed_in: SignIn) -> Client:
    """The browser of an editor of section A."""
    return signed_in(editor)


@pytest.fixture
def two_sections(editor: User, admin: User) -> None:
    """The editor also works in a third section, so that home is on the way."""
    third = Agency.objects.create(slug="third", name_en="Third")
    editor.groups.add(AgencySectionPage.objects.get(agency=third).editors)


def page_urls(page: Page) -> dict[str, str]:
    names = ("edit", "delete", "history", "view_draft", "unpublish", "move", "usage")
    return {
        name: reverse(f"wagtailadmin_pages:{name}", args=[page.pk]) for name in names
    }


@pytest.mark.parametrize("which", ["public", "draft", "private"])
@pytest.mark.parametrize("two", [False, True])
def test_editor_reaches_no_view_of_others_pages(
    which: str, two: bool, client: Client, request: pytest.FixtureRequest
) -> None:
    if two:
        request.getfixturevalue("two_sections")
    page = request.getfixturevalue(which)
    for name, url in page_urls(page).items():
        response = client.get(url)
        assert response.status_code in {302, 403, 404}, name
        assert page.title not in response.content.decode(), name
    data = page_form(CasePage, title="Taken over", agency=str(page.agency_id))
    response = client.post(page_urls(page)["edit"], {**data, "action-publish": "1"})
    assert response.status_code in {302, 403}
    page.refresh_from_db()
    assert page.title.startswith("Others")
    assert page.revisions.count() <= 1


def test_editor_edits_in_own_section(
    client: Client, section: AgencySectionPage, make_case: MakeCase
) -> None:
    case = make_case(section)
    assert client.get(page_urls(case)["edit"]).status_code == 200


@pytest.mark.parametrize("two", [False, True])
def test_explorer_shows_nothing_of_others(
    two: bool,
    client: Client,
    hidden: list[CasePage],
    public: CasePage,
    other_section: AgencySectionPage,
    request: pytest.FixtureRequest,
) -> None:
    if two:
        request.getfixturevalue("two_sections")
    urls = [
        reverse("wagtailadmin_explore", args=[p.pk]) for p in (other_section, *hidden)
    ]
    urls += [
        "/admin/pages/?q=Others&search_all=1",
        "/admin/pages/search/?q=Others",
        f"/admin/pages/{other_section.get_parent().pk}/?q=Others&search_all=1",
        "/admin/cases/",
        "/admin/cases/?q=Others",
        "/admin/api/main/pages/?limit=100",
        *(f"/admin/api/main/pages/{page.pk}/" for page in hidden),
    ]
    for url in urls:
        response = client.get(url, follow=True)
        for page in (*hidden, public):
            assert page.title not in response.content.decode(), url


def test_form_refuses_numbers_of_what_could_not_be_chosen(
    client: Client,
    section: AgencySectionPage,
    files: dict[str, Any],
    hidden: list[CasePage],
    public: CasePage,
) -> None:
    picture = {
        "source_url": "",
        "alt": "A",
        "caption": "",
        "image": str(files["image"].pk),
    }
    paper = str(files["document"].pk)
    attempts = [
        (CasePage, {"media": streamfield([("picture", picture)])}),
        (
            CasePage,
            {
                "media": streamfield(
                    [("document", {"document": paper, "description": ""})]
                )
            },
        ),
        (CasePage, {"assets": rows({"title": "Paper", "document": paper})}),
        *(
            (CollectionPage, {"items": rows({"page": str(page.pk), "note": ""})})
            for page in hidden
        ),
    ]
    for model, values in attempts:
        url = reverse(
            "wagtailadmin_pages:add",
            args=["practices", model._meta.model_name, section.pk],
        )
        data = page_form(model, agency=str(section.agency_id), **values)
        for changed in ({}, {"title": ""}):
            response = client.post(url, {**data, **changed})
            assert response.status_code in {302, 403}
            assert "Others" not in response.content.decode()
        assert not section.get_children().exists()
    data = page_form(
        CollectionPage,
        agency=str(section.agency_id),
        items=rows({"page": str(public.pk), "note": "Read this."}),
    )
    assert client.post(url, data).status_code == 302
    assert CollectionPage.objects.get().items.get().page_id == public.pk


def test_what_a_page_uses_already_does_not_block_its_editing(
    client: Client,
    section: AgencySectionPage,
    private: CasePage,
    make_collection: Callable[..., CollectionPage],
) -> None:
    collection = make_collection(section, private)
    item = collection.items.get()
    data = page_form(
        CollectionPage,
        title=collection.title,
        slug=collection.slug,
        agency=str(section.agency_id),
        items={
            "TOTAL_FORMS": "1",
            "INITIAL_FORMS": "1",
            "0": {
                "id": str(item.pk),
                "page": str(private.pk),
                "note": "New",
                "ORDER": "1",
                "DELETE": "",
            },
        },
    )
    url = reverse("wagtailadmin_pages:edit", args=[collection.pk])
    assert client.post(url, data).status_code == 302


def copy(client: Client, page: Page, section: Page, **extra: str) -> int:
    data = {
        "new_title": "Copy",
        "new_slug": "copy",
        "new_parent_page": str(section.pk),
        **extra,
    }
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    return client.post(url, data).status_code


def test_editor_copies_nothing_of_others(
    client: Client,
    section: AgencySectionPage,
    hidden: list[CasePage],
    public: CasePage,
    make_case: MakeCase,
) -> None:
    for page in (*hidden, public):
        copy(client, page, section)
        assert not section.get_children().exists()
    assert copy(client, make_case(section), section) == 302
    assert section.get_children().count() == 2


def test_nothing_behind_a_wall_gets_an_alias(
    section: AgencySectionPage,
    publisher: User,
    signed_in: SignIn,
    public: CasePage,
    private: CasePage,
    make_case: MakeCase,
) -> None:
    client = signed_in(publisher)
    own = make_case(section, "Own private")
    wall(own, section.publishers)
    assert copy(client, public, section, alias="on") in {302, 403}
    for page in (own, private):
        copy(client, page, section, alias="on")
        assert not Page.objects.exclude(alias_of=None).exists()
    assert copy(client, make_case(section), section, alias="on") == 302
    assert Page.objects.exclude(alias_of=None).exists()


def test_api_of_the_admin_makes_no_alias(
    client: Client, section: AgencySectionPage, make_case: MakeCase
) -> None:
    case = make_case(section)
    url = f"/admin/api/main/pages/{case.pk}/action/create_alias/"
    assert client.post(url, {}).status_code in {403, 404}
    assert not Page.objects.exclude(alias_of=None).exists()


def test_walls_are_groups_only(
    admin: User, section: AgencySectionPage, make_case: MakeCase, signed_in: SignIn
) -> None:
    client = signed_in(admin)
    case = make_case(section)
    pages = reverse("wagtailadmin_pages:set_privacy", args=[case.pk])
    files = reverse("wagtailadmin_collections:set_privacy", args=[section.files_id])
    for kind in ("login", "password"):
        for url in (pages, files):
            client.post(url, {"restriction_type": kind, "password": "x" * 12})
            assert f'value="{kind}"' not in client.get(url).json()["html"]
    assert not PageViewRestriction.objects.exists()
    assert not CollectionViewRestriction.objects.exists()
    group = str(section.editors_id)
    client.post(pages, {"restriction_type": "groups", "groups": [group]})
    client.post(files, {"restriction_type": "groups", "groups": [group]})
    assert PageViewRestriction.objects.count() == 1
    assert CollectionViewRestriction.objects.count() == 1
