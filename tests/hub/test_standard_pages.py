"""The pages that every hub has: one address, the reader's language, open to all."""

import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings
from wagtail.models import Page, PageViewRestriction

from accounts.models import User
from catalogue import drain
from hub import services
from hub.models import StandardPage
from hub.services import make_first_pages
from practices.translating import is_behind, origin_of

ROLES = ("rules", "privacy", "accessibility", "contact")
LANGUAGES = ("en", "fr", "nl", "de")


@pytest.fixture
def first_pages(db: None) -> list[StandardPage]:
    return make_first_pages()


def in_language(client: Client, address: str, language: str) -> Any:
    return client.get(address, headers={"accept-language": language}, follow=True)


def footer(page: str) -> list[str]:
    part = page[page.index('<footer class="foot"') :]
    return re.findall(r"<li><a href=\"/[^\"]*\"[^>]*>([^<]+)</a>", part)


def test_each_role_has_a_linked_page_in_every_language(
    first_pages: list[StandardPage],
) -> None:
    made = {(page.role, page.locale.language_code) for page in first_pages}
    assert made == {(role, language) for role in ROLES for language in LANGUAGES}
    assert len({page.translation_key for page in first_pages}) == len(ROLES)
    assert all(page.live and page.latest_revision for page in first_pages)


def test_a_new_hub_says_of_no_original_that_it_has_changed(
    first_pages: list[StandardPage],
) -> None:
    translated = [page for page in first_pages if page.locale.language_code != "en"]
    assert [page.slug for page in translated if origin_of(page) is None] == []
    assert [page.slug for page in translated if is_behind(page)] == []


def test_texts_are_written_for_each_language(first_pages: list[StandardPage]) -> None:
    texts = {page.body for page in first_pages}
    assert len(texts) == len(first_pages)
    assert all(len(page.body) > 300 and "<h2>" in page.body for page in first_pages)


def test_a_second_run_leaves_what_editors_made_of_them(
    first_pages: list[StandardPage],
) -> None:
    first_pages[0].delete()
    call_command("first_pages", verbosity=0, stdout=StringIO())
    assert StandardPage.objects.count() == len(first_pages) - 1


@pytest.mark.parametrize(
    ("role", "language", "words"),
    [
        ("rules", "en", "Rules of use"),
        ("rules", "fr", "Règles d’utilisation"),
        ("privacy", "de", "Datenschutz"),
        ("accessibility", "nl", "Toegankelijkheid"),
        ("contact", "de", "Kontakt"),
    ],
)
def test_address_of_a_role_leads_to_the_readers_language(
    client: Client,
    first_pages: list[StandardPage],
    role: str,
    language: str,
    words: str,
) -> None:
    answer = in_language(client, f"/{role}/", language)
    assert f"<h1>{words}</h1>" in answer.content.decode()


def test_footer_names_each_page_once_in_the_readers_language(
    client: Client, first_pages: list[StandardPage]
) -> None:
    french = footer(in_language(client, "/", "fr").content.decode())
    assert french[:4] == [
        "Règles d’utilisation",
        "Protection des données",
        "Accessibilité",
        "Contact",
    ]
    german = footer(in_language(client, "/", "de").content.decode())
    assert german[0] == "Nutzungsregeln"
    assert len(german) == len(french)


def test_without_a_page_in_the_language_the_english_one_is_named_with_its_language(
    client: Client, first_pages: list[StandardPage]
) -> None:
    StandardPage.objects.get(role="rules", locale__language_code="nl").delete()
    drain.run_all()
    page = in_language(client, "/", "nl").content.decode()
    assert 'lang="en">Rules of use</a>' in page


def test_a_role_is_given_once_in_a_language(first_pages: list[StandardPage]) -> None:
    rules, others = first_pages[0], first_pages[1:]
    copy = rules.copy(update_attrs={"slug": "more-rules", "title": "More rules"})
    form_class = StandardPage.get_edit_handler().get_form_class()
    for role, fault in (("rules", True), ("", False)):
        form = form_class({"role": role}, instance=copy)
        assert ("role" in form.errors) is fault
    form = form_class({"role": "rules"}, instance=others[0])
    assert "role" not in form.errors


def test_in_a_closed_hub_strangers_read_these_pages_and_nothing_else(
    client: Client, first_pages: list[StandardPage], settings: Settings
) -> None:
    settings.HUB_ACCESS = "signed-in"
    for role in ROLES:
        assert client.get(f"/{role}/", follow=True).status_code == 200
    page = client.get("/account/login/").content.decode()
    assert "Rules of use" in footer(page)
    assert "/account/login/" in client.get("/cases/").headers["Location"]


def test_a_page_behind_a_wall_is_not_named_to_strangers(
    client: Client, first_pages: list[StandardPage], settings: Settings, agent: User
) -> None:
    for role_page in StandardPage.objects.filter(role="rules"):
        wall = PageViewRestriction.objects.create(
            page=Page.objects.get(pk=role_page.pk),
            restriction_type=PageViewRestriction.GROUPS,
        )
        wall.groups.add(*agent.groups.filter(name="signed-in agents"))
    drain.run_all()
    for access in ("open", "signed-in"):
        settings.HUB_ACCESS = access
        page = client.get("/account/login/").content.decode()
        assert "Rules of use" not in page
        assert "Privacy" in page
        assert client.get("/rules/").status_code == 404
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    assert "Rules of use" in client.get("/").content.decode()


def test_contact_names_the_address_of_the_operator(
    client: Client, first_pages: list[StandardPage], settings: Settings
) -> None:
    assert "mailto:" not in in_language(client, "/contact/", "en").content.decode()
    settings.CONTACT_EMAIL = "hub@agency.example"
    page = in_language(client, "/contact/", "en").content.decode()
    assert 'href="mailto:hub@agency.example"' in page


def test_every_text_is_a_file_with_one_heading() -> None:
    files = sorted(services.TEXTS.glob("*.html"))
    assert len(files) == len(ROLES) * len(LANGUAGES)
    for file in files:
        assert Path(file).read_text(encoding="utf-8").count("<h1>") == 1


def test_frame_asks_no_question_twice_in_a_minute(
    client: Client,
    first_pages: list[StandardPage],
    django_assert_max_num_queries: Any,
) -> None:
    client.get("/accessibility/")
    with django_assert_max_num_queries(1):
        client.get("/account/login/")
