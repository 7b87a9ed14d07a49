"""The report of translations: missing, behind, current."""

import csv
import datetime
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page

from accounts.models import User
from practices import translating
from practices.models import AgencySectionPage, CasePage

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
SignIn = Callable[[User], Client]
URL = "/admin/reports/translations/"


@pytest.fixture
def pages(
    section: AgencySectionPage,
    other_section: AgencySectionPage,
    make_case: Make,
    editor: User,
    admin: User,
) -> dict[str, CasePage]:
    """A current and a late translation, an untranslated case, and others' pages."""
    english = Locale.objects.get(language_code="en")
    found = {
        name: make_case(section, name, locale=english)
        for name in ("Current", "Late", "Alone")
    }
    foreign = make_case(other_section, "Foreign", locale=english)
    for page in (found["Current"], found["Late"]):
        draft = translating.translate(page, "fr", editor)
        Page.objects.filter(pk=draft.pk).update(title=f"{page.title} en français")
    translating.translate(foreign, "fr", admin)
    later = found["Late"].last_published_at + datetime.timedelta(days=1)
    Page.objects.filter(pk=found["Late"].pk).update(last_published_at=later)
    return found


def rows(client: Client, **filters: str) -> list[dict[str, str]]:
    answer = client.get(URL, {"export": "csv", **filters})
    text = b"".join(answer.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


def titles(client: Client, **filters: str) -> list[str]:
    return [row["Title"] for row in rows(client, **filters)]


def test_report_holds_own_translations_those_behind_first(
    pages: dict[str, CasePage], editor: User, signed_in: SignIn
) -> None:
    found = rows(signed_in(editor))
    assert [row["Title"] for row in found] == [
        "Late en français",
        "Current en français",
    ]
    assert [row["Original"] for row in found] == ["Late (English)", "Current (English)"]
    assert {row["Language"] for row in found} == {"French"}
    assert found[0]["State"] != found[1]["State"]
    assert found[0]["Original changed"]
    assert not found[1]["Original changed"]


def test_report_shows_the_rows_and_leads_to_the_editor(
    pages: dict[str, CasePage], editor: User, signed_in: SignIn
) -> None:
    page = signed_in(editor).get(URL).content.decode()
    draft = translating.versions(pages["Late"]).get()
    assert f"/admin/pages/{draft.pk}/edit/" in page
    assert "Foreign" not in page


def test_filters_by_state_and_language(
    pages: dict[str, CasePage], editor: User, signed_in: SignIn
) -> None:
    client = signed_in(editor)
    assert titles(client, state="behind") == ["Late en français"]
    assert titles(client, state="current") == ["Current en français"]
    assert titles(client, language="de") == []
    assert len(titles(client, language="fr")) == 2
    assert titles(client, state="missing", language="fr") == ["Alone"]
    assert titles(client, state="missing", language="de") == [
        *("Alone", "Current", "Late"),
    ]
    assert titles(client, state="missing", language="en") == []


def test_missing_names_the_languages_and_leads_to_translate(
    pages: dict[str, CasePage], editor: User, signed_in: SignIn
) -> None:
    client = signed_in(editor)
    states = {row["Title"]: row["State"] for row in rows(client, state="missing")}
    assert states["Alone"] == "Missing: French, Dutch, German"
    assert states["Late"] == "Missing: Dutch, German"
    page = client.get(URL, {"state": "missing"}).content.decode()
    assert f"/admin/practices/{pages['Alone'].pk}/translate/" in page


def test_closed_originals_of_others_are_not_named(
    pages: dict[str, CasePage],
    other_section: AgencySectionPage,
    make_case: Make,
    editor: User,
    signed_in: SignIn,
) -> None:
    hidden = make_case(other_section, "Secret draft", live=False)
    link = translating.versions(pages["Current"]).get().translation_link
    link.original = hidden
    link.save()
    client = signed_in(editor)
    assert "Secret draft" not in str(rows(client))
    assert "Secret draft" not in client.get(URL).content.decode()


@pytest.mark.parametrize("filters", [{"state": "x"}, {"language": "xx"}])
def test_filters_that_mean_nothing_are_answered(
    pages: dict[str, CasePage], editor: User, signed_in: SignIn, filters: dict[str, str]
) -> None:
    assert signed_in(editor).get(URL, filters).status_code == 200


def test_report_is_in_the_menu_and_closed_to_agents(
    pages: dict[str, CasePage], editor: User, signed_in: SignIn
) -> None:
    assert reverse("practices_translations") == URL
    assert URL in signed_in(editor).get("/admin/").content.decode()
    agent = User.objects.create_user("agent", "agent@noordzoom.example", "secret")
    assert signed_in(agent).get(URL).status_code == 302


def test_rows_take_the_same_queries_however_many_there_are(
    pages: dict[str, CasePage],
    section: AgencySectionPage,
    make_case: Make,
    editor: User,
    signed_in: SignIn,
) -> None:
    client = signed_in(editor)
    counts = []
    for _ in range(2):
        client.get(URL)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))
        for _ in range(10):
            translating.translate(make_case(section), "de", editor)
    assert counts[0] == counts[1]
