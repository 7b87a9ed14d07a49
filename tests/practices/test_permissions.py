"""Editor A neither edits nor sees drafts of section B, nor chooses what is B's."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
)
from wagtail.test.utils.form_data import streamfield

from accounts.models import User
from practices.models import AgencySectionPage, CasePage, CollectionPage
from tests.practices.form_data import page_form, rows

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
MakeCase = Callable[..., CasePage]


def wall(page: Page, group: Group | None) -> None:
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.set([group] if group else [])


@pytest.fixture
def client(editor: User, signed_in: SignIn) -> Client:
    """The browser of an editor of section A."""
    return signed_in(editor)


@pytest.fixture
def public(other_section: AgencySectionPage, make_case: MakeCase) -> CasePage:
    return make_case(other_section, "Others public")


@pytest.fixture
def draft(other_section: AgencySectionPage, make_case: MakeCase) -> CasePage:
    return make_case(other_section, "Others draft", live=False)


@pytest.fixture
def private(other_section: AgencySectionPage, make_case: MakeCase) -> CasePage:
    page = make_case(other_section, "Others private")
    wall(page, other_section.editors)
    return page


@pytest.fixture
def hidden(draft: CasePage, private: CasePage) -> list[CasePage]:
    return [draft, private]


@pytest.fixture
def two_sections(editor: User, admin: User) -> None:
    """The editor also works in a third section, so that home is on the way."""
    from accounts.models import Agency

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


CHOOSER = [
    "/admin/choose-page/{section}/",
    "/admin/choose-page/{section}/?page_type=practices.casepage",
    "/admin/choose-page/?page_type=practices.casepage",
    "/admin/choose-page/{section}/?page_type=wagtailcore.page&can_choose_root=1",
    "/admin/choose-page/search/?q=Others",
    "/admin/choose-page/search/?q=Others&page_type=practices.casepage",
]


@pytest.mark.parametrize("url", CHOOSER)
def test_chooser_offers_others_public_pages_only(
    url: str,
    client: Client,
    hidden: list[CasePage],
    public: CasePage,
    other_section: AgencySectionPage,
) -> None:
    response = client.get(url.format(section=other_section.pk))
    answer = response.content.decode()
    assert response.status_code == 200
    assert public.title in answer
    for page in hidden:
        assert page.title not in answer


def test_chooser_does_not_open_others_hidden_pages_as_parent(
    client: Client, hidden: list[CasePage]
) -> None:
    for page in hidden:
        response = client.get(f"/admin/choose-page/{page.pk}/")
        assert response.status_code in {302, 403}
        assert page.title not in response.content.decode()


def test_chooser_does_not_enter_a_walled_section(
    client: Client, public: CasePage, other_section: AgencySectionPage
) -> None:
    wall(other_section, other_section.editors)
    for url in (*CHOOSER[:1], *CHOOSER[2:3], *CHOOSER[4:]):
        response = client.get(url.format(section=other_section.pk))
        assert public.title not in response.content.decode()


def test_chooser_shows_the_live_title_of_a_page_with_a_draft(
    client: Client, public: CasePage, other_section: AgencySectionPage
) -> None:
    public.title = "Others secret plan"
    public.save_revision()
    for url in (CHOOSER[0], "/admin/choose-page/search/?q=Others"):
        answer = client.get(url.format(section=other_section.pk)).content.decode()
        assert "Others public" in answer
        assert "secret plan" not in answer


def test_chooser_offers_own_drafts_and_own_walled_pages(
    client: Client, section: AgencySectionPage, make_case: MakeCase
) -> None:
    make_case(section, "Own draft", live=False)
    wall(make_case(section, "Own private"), section.publishers)
    answer = client.get(f"/admin/choose-page/{section.pk}/").content.decode()
    assert "Own draft" in answer
    assert "Own private" in answer


def test_chosen_pages_by_number_are_those_one_may_see(
    client: Client, hidden: list[CasePage], public: CasePage
) -> None:
    query = {"id": [str(page.pk) for page in (*hidden, public)]}
    answer = client.get("/admin/choose-page/chosen-multiple/", query).json()
    assert [each["id"] for each in answer["result"]] == [public.pk]


def test_address_of_a_walled_page_stays_an_address(
    client: Client, private: CasePage, public: CasePage
) -> None:
    field = "external-link-chooser-url"
    url = "/admin/choose-external-link/"
    text = {"external-link-chooser-link_text": "See"}
    answer = client.post(url, {field: private.full_url, **text}).content.decode()
    assert private.title not in answer
    assert json.loads(answer)["result"] == {
        **json.loads(answer)["result"],
        "url": private.full_url,
    }
    assert "id" not in json.loads(answer)["result"]
    answer = client.post(url, {field: public.full_url, **text}).json()
    assert answer["result"]["id"] == public.pk


@pytest.fixture
def files(other_section: AgencySectionPage) -> dict[str, Any]:
    """A document and a picture of section B, in a collection with a wall."""
    collection = Collection.objects.get(pk=other_section.files_id)
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.add(other_section.editors)
    return {
        "document": Document.objects.create(
            title="Others paper",
            file=ContentFile(b"secret", "paper.txt"),
            collection=collection,
        ),
        "image": Image.objects.create(
            title="Others picture",
            file=get_test_image_file(),
            collection=collection,
        ),
    }


@pytest.mark.parametrize(
    ("kind", "prefix"), [("document", "documents"), ("image", "images")]
)
def test_choosers_of_files_offer_nothing_of_others(
    kind: str, prefix: str, client: Client, files: dict[str, Any]
) -> None:
    file = files[kind]
    for url in (
        f"/admin/{prefix}/chooser/",
        f"/admin/{prefix}/chooser/results/?q=Others",
        f"/admin/{prefix}/chooser/{file.pk}/",
        f"/admin/{prefix}/chooser/chosen-multiple/?id={file.pk}",
        f"/admin/{prefix}/",
        f"/admin/{prefix}/{file.pk}/"
        if kind == "image"
        else "/admin/documents/?q=Others",
        f"/admin/{prefix}/edit/{file.pk}/"
        if kind == "document"
        else "/admin/images/?q=O",
    ):
        response = client.get(url)
        assert file.title not in response.content.decode(), url


def test_private_document_is_not_served_to_others(
    client: Client, files: dict[str, Any]
) -> None:
    response = client.get(files["document"].url)
    assert response.status_code in {302, 403, 404}


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
