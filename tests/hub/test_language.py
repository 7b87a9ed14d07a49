"""The language of the interface: chosen by a form, kept in cookie and profile."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext, pgettext

from accounts.models import User


@pytest.mark.django_db
def test_chosen_language_is_kept_in_a_cookie(client: Client) -> None:
    answer = client.post("/language/", {"language": "fr", "next": "/cases/"})
    assert answer["Location"] == "/cases/"
    assert answer.cookies["language"]["samesite"] == "Lax"
    page = client.get("/cases/").content.decode()
    assert '<html lang="fr">' in page


def test_profile_wins_over_the_cookie_and_follows_the_form(
    client: Client, agent: User
) -> None:
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["language"] = "nl"
    client.post("/language/", {"language": "de", "next": "/"})
    agent.refresh_from_db()
    assert agent.interface_language == "de"
    client.cookies["language"] = "nl"
    assert '<html lang="de">' in client.get("/cases/").content.decode()


@pytest.mark.django_db
def test_browser_decides_when_nobody_chose(client: Client) -> None:
    answer = client.get("/cases/", headers={"accept-language": "nl-BE,nl;q=0.9"})
    assert '<html lang="nl">' in answer.content.decode()
    assert "Accept-Language" in answer["Vary"]
    assert "Cookie" in answer["Vary"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["", "xx", "en-GB'", "../fr"])
def test_unknown_language_changes_nothing(client: Client, language: str) -> None:
    answer = client.post("/language/", {"language": language, "next": "/"})
    assert answer.status_code == 302
    assert "language" not in answer.cookies


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example/", "//elsewhere.example/", "javascript:x", ""],
)
def test_the_way_back_never_leaves_the_hub(client: Client, address: str) -> None:
    answer = client.post("/language/", {"language": "fr", "next": address})
    assert answer["Location"] == "/"


@pytest.mark.django_db
def test_language_is_never_changed_by_a_link(client: Client) -> None:
    assert client.get("/language/?language=fr").status_code == 405


def test_languages_are_named_in_the_language_of_the_interface() -> None:
    others = [{"language": "nl", "url": "/een-pagina/"}]
    with translation.override("fr"):
        text = render_to_string(
            "practices/includes/also_in.html", {"translations": others}
        )
    assert "Néerlandais" in text


def test_french_months_are_shortened_as_people_write_them() -> None:
    page = {"start_date": date(2022, 6, 1), "end_date": date(2022, 7, 1)}
    with translation.override("fr"):
        text = render_to_string("practices/includes/period.html", {"page": page})
    assert text.strip() == "juin 2022 à juil. 2022"


def test_words_of_the_hub_leave_those_of_the_admin_alone() -> None:
    with translation.override("fr"):
        assert pgettext("kind of entry", "Collections") == "Dossiers"
        assert gettext("Collections") == "Collections"
        assert pgettext("of a page", "Owner") == "Responsable"
        assert gettext("Owner") == "Auteur"
        assert pgettext("of readers", "Reports") == "Signalements"
        assert gettext("Reports") == "Rapports"
        assert pgettext("page of the hub", "Privacy") == "Vie privée"
        assert gettext("Privacy") == "Confidentialité"


@pytest.mark.django_db
def test_a_cookie_in_capitals_is_the_same_language(client: Client) -> None:
    client.cookies["language"] = "FR"
    page = client.get("/cases/")
    assert '<html lang="fr">' in page.content.decode()
    assert page["Content-Language"] == "fr"
