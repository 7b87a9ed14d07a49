"""Choosers of pages and files offer nothing that is hidden in other sections."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from practices.models import AgencySectionPage, CasePage
from tests.practices.conftest import wall

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wagtail_indexes")]
SignIn = Callable[[User], Client]
MakeCase = Callable[..., CasePage]


@pytest.fixture
def client(editor: User, signed_in: SignIn) -> Client:
    """The browser of an editor of section A."""
    return signed_in(editor)


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
