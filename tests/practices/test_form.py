"""The form of a case: five fields publish it, the rest has to fit together."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, PageLogEntry
from wagtail.test.utils.form_data import streamfield

from accounts.models import Agency, User
from catalogue.models import Change
from practices.models import (
    AgencySectionPage,
    CasePage,
    CollectionPage,
    GuidePage,
)
from tests.practices.form_data import page_form, rows, stream

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def send(
    section: AgencySectionPage, publisher: User, signed_in: SignIn
) -> Callable[..., Any]:
    """Send the form of a new page and return the response."""

    def post(
        model: Any = CasePage,
        action: str = "publish",
        user: User = publisher,
        **values: Any,
    ) -> Any:
        url = reverse(
            "wagtailadmin_pages:add",
            args=["practices", model._meta.model_name, section.pk],
        )
        data = page_form(model, **{"agency": str(section.agency_id), **values})
        if action:
            data[f"action-{action}"] = "1"
        return signed_in(user).post(url, data)

    return post


def errors_of(response: Any) -> dict[str, list[str]]:
    form = response.context["form"]
    found = {name: list(map(str, errors)) for name, errors in form.errors.items()}
    for name, formset in form.formsets.items():
        for row in formset.forms:
            found |= {f"{name}.{key}": list(e) for key, e in row.errors.items()}
    return found


def test_five_fields_publish_a_case(send: Callable[..., Any], agency: Agency) -> None:
    response = send()
    assert response.status_code == 302, errors_of(response)
    case = CasePage.objects.get()
    assert case.live
    assert case.agency == agency
    assert case.locale.language_code == "nl"
    assert ">Open on Thursdays.</p>" in str(case.solution[0].value)


def test_form_proposes_agency_language_and_owner(
    section: AgencySectionPage, publisher: User, signed_in: SignIn
) -> None:
    url = reverse("wagtailadmin_pages:add", args=["practices", "casepage", section.pk])
    form = signed_in(publisher).get(url).context["form"]
    assert form["agency"].value() == section.agency_id
    assert form["language"].value() == "nl"
    assert form["page_owner"].value() == publisher.pk


@pytest.mark.parametrize("field", ["summary", "problem", "solution"])
def test_case_is_not_published_without_its_five_fields(
    send: Callable[..., Any], field: str
) -> None:
    empty: Any = "" if field == "summary" else streamfield([])
    response = send(**{field: empty})
    assert response.status_code == 200
    assert field in errors_of(response)
    assert not CasePage.objects.exists()


def test_draft_may_be_incomplete(send: Callable[..., Any]) -> None:
    response = send(
        action="", summary="", problem=streamfield([]), contacts=rows({"name": "Ann"})
    )
    assert response.status_code == 302, errors_of(response)
    assert not CasePage.objects.get().live


def test_guide_and_its_language_are_published(send: Callable[..., Any]) -> None:
    response = send(model=GuidePage, language="de")
    assert response.status_code == 302, errors_of(response)
    assert GuidePage.objects.get().locale.language_code == "de"


@pytest.mark.parametrize(("field", "limit"), [("title", 100), ("summary", 160)])
def test_form_limits_what_is_typed_and_says_by_how_much(
    send: Callable[..., Any], field: str, limit: int
) -> None:
    response = send(**{field: "a" * (limit + 3)})
    assert f"Shorten this by 3 characters; {limit} fit." in errors_of(response)[field]
    assert send(**{field: "a" * limit}).status_code == 302


def test_imported_long_title_is_kept_when_the_rest_is_edited(
    section: AgencySectionPage,
    publisher: User,
    make_case: Callable[..., CasePage],
    signed_in: SignIn,
) -> None:
    case = make_case(section, "t" * 180, summary="s" * 400)
    data = page_form(
        CasePage,
        title=case.title,
        slug=case.slug,
        summary=case.summary,
        agency=str(case.agency_id),
        solution=stream("Edited."),
    )
    url = reverse("wagtailadmin_pages:edit", args=[case.pk])
    response = signed_in(publisher).post(url, {**data, "action-publish": "1"})
    assert response.status_code == 302, errors_of(response)
    case.refresh_from_db()
    assert len(case.title) == 180
    assert "Edited." in str(case.solution)


def picture(**values: str) -> dict[str, Any]:
    empty = {"image": "", "source_url": "", "alt": "", "caption": ""}
    return streamfield([("picture", {**empty, **values})])


@pytest.mark.parametrize(
    ("values", "accepted"),
    [
        ({"source_url": "https://a.example/p.png", "alt": "A counter"}, True),
        ({"source_url": "https://a.example/p.png", "decorative": "on"}, True),
        ({"source_url": "https://a.example/p.png"}, False),
        ({"alt": "A counter"}, False),
        (
            {"source_url": "https://a.example/p.png", "alt": "A", "decorative": "on"},
            False,
        ),
    ],
)
def test_picture_is_somewhere_and_described_or_decorative(
    send: Callable[..., Any], values: dict[str, str], accepted: bool
) -> None:
    response = send(media=picture(**values))
    assert (response.status_code == 302) is accepted
    assert CasePage.objects.exists() is accepted


@pytest.mark.parametrize(
    ("address", "accepted"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk", True),
        ("https://vimeo.com/76979871", True),
        ("https://videos.example/watch?v=abcdefghijk", False),
        ("https://youtube.com.evil.example/watch?v=abcdefghijk", False),
    ],
)
def test_videos_come_from_listed_providers_and_nobody_is_asked(
    send: Callable[..., Any], address: str, accepted: bool
) -> None:
    response = send(media=streamfield([("video", {"url": address, "title": "Film"})]))
    assert (response.status_code == 302) is accepted


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"start_date": "2025-05-01", "end_date": "2025-04-30"}, "end_date"),
        ({"end_date": "2025-04-30", "ongoing": "on"}, "ongoing"),
        ({"status_since": "2025-04-30"}, "status"),
        ({"contacts": rows({"name": "Ann"})}, "contacts.email"),
        ({"contacts": rows({"email": "a@b.example"})}, "contacts.person"),
        ({"partners": rows({"role": "Host"})}, "partners.name"),
        ({"assets": rows({"title": "Plan"})}, "assets.url"),
        (
            {
                "indicators": rows(
                    {"name": "Days", "value": "3", "evaluated_by": "independent"}
                )
            },
            "indicators.evidence_url",
        ),
    ],
)
def test_fields_have_to_fit_together(
    send: Callable[..., Any], values: dict[str, Any], field: str
) -> None:
    response = send(**values)
    assert response.status_code == 200
    assert field in errors_of(response)


def test_language_of_a_draft_follows_the_form(
    section: AgencySectionPage,
    editor: User,
    make_case: Callable[..., CasePage],
    signed_in: SignIn,
) -> None:
    case = make_case(section, live=False)
    data = page_form(CasePage, agency=str(case.agency_id), language="fr")
    url = reverse("wagtailadmin_pages:edit", args=[case.pk])
    assert signed_in(editor).post(url, data).status_code == 302
    case.refresh_from_db()
    assert case.locale.language_code == "fr"
    assert case.get_latest_revision_as_object().locale.language_code == "fr"


def test_language_of_a_live_page_is_changed_by_its_own_action(
    section: AgencySectionPage,
    publisher: User,
    make_case: Callable[..., CasePage],
    signed_in: SignIn,
    drained: Callable[[], None],
) -> None:
    case = make_case(section)
    drained()
    data = page_form(CasePage, agency=str(case.agency_id), language="fr")
    edit = reverse("wagtailadmin_pages:edit", args=[case.pk])
    client = signed_in(publisher)
    client.post(edit, {**data, "action-publish": "1"})
    case.refresh_from_db()
    assert case.locale.language_code == "nl"
    drained()
    url = reverse("practices_change_language", args=[case.pk])
    assert b"French" in client.get(url).content
    assert client.post(url, {"language": "fr"}).status_code == 302
    case.refresh_from_db()
    assert case.locale.language_code == "fr"
    assert Change.objects.filter(key=f"page:{case.pk}").exists()
    assert PageLogEntry.objects.filter(action="practices.change_language").exists()


def test_two_translations_cannot_be_in_one_language(
    section: AgencySectionPage,
    publisher: User,
    make_case: Callable[..., CasePage],
    signed_in: SignIn,
) -> None:
    case = make_case(section)
    french = Locale.objects.get(language_code="fr")
    make_case(section, locale=french, translation_key=case.translation_key)
    url = reverse("practices_change_language", args=[case.pk])
    response = signed_in(publisher).post(url, {"language": "fr"})
    assert "already has a translation" in response.content.decode()
    case.refresh_from_db()
    assert case.locale.language_code == "nl"


def test_editor_without_right_to_publish_cannot_change_a_live_language(
    section: AgencySectionPage,
    editor: User,
    make_case: Callable[..., CasePage],
    signed_in: SignIn,
) -> None:
    case = make_case(section)
    url = reverse("practices_change_language", args=[case.pk])
    assert signed_in(editor).post(url, {"language": "fr"}).status_code == 302
    case.refresh_from_db()
    assert case.locale.language_code == "nl"


def test_new_page_is_previewed_before_it_is_saved(
    section: AgencySectionPage, editor: User, signed_in: SignIn
) -> None:
    client = signed_in(editor)
    for model in (CasePage, GuidePage, CollectionPage):
        url = reverse(
            "wagtailadmin_pages:preview_on_add",
            args=["practices", model._meta.model_name, section.pk],
        )
        data = page_form(model, agency=str(section.agency_id))
        assert client.post(url, data).json()["is_valid"]
        answer = client.get(url)
        assert answer.status_code == 200
        assert "A counter that stays open" in answer.content.decode()


def test_page_without_agency_is_no_fault_in_the_preview(
    section: AgencySectionPage, editor: User, signed_in: SignIn
) -> None:
    client = signed_in(editor)
    url = reverse(
        "wagtailadmin_pages:preview_on_add", args=["practices", "casepage", section.pk]
    )
    assert not client.post(url, page_form(CasePage, agency="")).json()["is_valid"]
    assert client.get(url).status_code == 200


def test_history_compares_versions(
    section: AgencySectionPage,
    editor: User,
    make_case: Callable[..., CasePage],
    signed_in: SignIn,
) -> None:
    case = make_case(section)
    case.title = "Another title"
    case.save_revision()
    first, second = case.revisions.order_by("pk")
    url = reverse(
        "wagtailadmin_pages:revisions_compare", args=[case.pk, first.pk, second.pk]
    )
    answer = signed_in(editor).get(url)
    assert answer.status_code == 200
    assert "Another title" in answer.content.decode()
