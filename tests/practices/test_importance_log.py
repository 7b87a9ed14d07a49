"""Importance is set when a page is made; another one later needs a reason."""

import datetime
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from accounts.models import User
from catalogue.models import Importance
from practices.models import AgencySectionPage, CasePage, ImportanceChange
from tests.practices.conftest import publish
from tests.practices.form_data import page_form
from tests.practices.import_files import record, write

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
SOON = (timezone.localdate() + datetime.timedelta(days=9)).isoformat()
DUTY = {"importance": "3", "deadline": SOON, "importance_reason": "The law asks."}
WHY = "The law was passed."


@pytest.fixture
def case(section: AgencySectionPage, make_case: Callable[..., CasePage]) -> CasePage:
    return make_case(section, "A case")


@pytest.fixture
def edit(case: CasePage, publisher: User, signed_in: SignIn) -> Callable[..., Any]:
    """Send the form of the page and return the response."""

    def post(action: str = "publish", user: User = publisher, **values: Any) -> Any:
        data = page_form(
            CasePage,
            **{
                "title": case.title,
                "slug": case.slug,
                "agency": str(case.agency_id),
                **values,
            },
        )
        if action:
            data[f"action-{action}"] = "1"
        url = reverse("wagtailadmin_pages:edit", args=[case.pk])
        return signed_in(user).post(url, data)

    return post


def errors_of(response: Any) -> dict[str, Any]:
    assert response.status_code == 200
    return dict(response.context["form"].errors)


def changes() -> list[tuple[int, int, str]]:
    return list(ImportanceChange.objects.values_list("before", "after", "reason"))


@pytest.mark.parametrize("action", ["publish", "submit", ""])
def test_change_without_a_reason_is_an_error_at_its_field(
    edit: Callable[..., Any], case: CasePage, action: str
) -> None:
    response = edit(action, importance="2")
    assert list(errors_of(response)) == ["importance_note"]
    assert "Say why the importance changes" in response.content.decode()
    case.refresh_from_db()
    assert case.importance == Importance.NORMAL


def test_reason_stands_in_the_log_the_history_and_the_form(
    edit: Callable[..., Any], case: CasePage, publisher: User, signed_in: SignIn
) -> None:
    response = edit(importance="2", importance_note=WHY)
    assert response.status_code == 302
    change = ImportanceChange.objects.get()
    assert (change.before, change.after, change.reason) == (0, 2, WHY)
    assert change.by == publisher
    entry = PageLogEntry.objects.get(action="practices.importance")
    assert entry.user == publisher
    client = signed_in(publisher)
    url = reverse("wagtailadmin_pages:history", args=[case.pk])
    history = client.get(url, headers={"accept-language": "en"}).content.decode()
    assert "Importance changed from “Normal” to “Must read”" in history
    assert WHY in history
    form = client.get(reverse("wagtailadmin_pages:edit", args=[case.pk]))
    assert WHY in form.content.decode()
    # A reason counts once: the next change asks for its own.
    assert form.context["form"]["importance_note"].value() == ""
    assert "importance_note" in errors_of(edit(importance="1"))


def test_first_publication_needs_no_reason(
    section: AgencySectionPage, make_case: Callable[..., CasePage]
) -> None:
    make_case(section, importance=Importance.MUST_READ)
    assert changes() == []


def test_same_importance_published_again_is_no_change(
    edit: Callable[..., Any],
) -> None:
    edit(importance="2", importance_note=WHY)
    assert edit(importance="2", summary="Another sentence.").status_code == 302
    assert len(changes()) == 1


def test_draft_is_logged_when_it_is_published_and_not_before(
    edit: Callable[..., Any], case: CasePage
) -> None:
    assert edit("", importance="2", importance_note=WHY).status_code == 302
    case.refresh_from_db()
    assert case.importance == Importance.NORMAL
    assert changes() == []
    case.get_latest_revision().publish()
    assert changes() == [(0, 2, WHY)]


def test_scheduled_change_is_logged_when_it_goes_live(
    edit: Callable[..., Any], case: CasePage, publisher: User
) -> None:
    later = timezone.localtime() + datetime.timedelta(hours=1)
    response = edit(
        importance="2",
        importance_note=WHY,
        go_live_at=later.strftime("%Y-%m-%d %H:%M"),
    )
    assert response.status_code == 302
    assert changes() == []
    past = timezone.now() - datetime.timedelta(minutes=1)
    case.refresh_from_db()
    revision = case.get_latest_revision()
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()
    call_command("publish_scheduled", stdout=StringIO())
    assert changes() == [(0, 2, WHY)]
    assert ImportanceChange.objects.get().by == publisher


def test_approved_change_is_logged_for_who_wrote_it(
    edit: Callable[..., Any],
    case: CasePage,
    editor: User,
    publisher: User,
    signed_in: SignIn,
) -> None:
    response = edit("submit", editor, importance="2", importance_note=WHY)
    assert response.status_code == 302
    assert changes() == []
    case.refresh_from_db()
    assert case.current_workflow_task_state
    args = [case.pk, "approve", case.current_workflow_task_state.pk]
    url = reverse("wagtailadmin_pages:workflow_action", args=args)
    assert signed_in(publisher).post(url).status_code == 302
    assert changes() == [(0, 2, WHY)]
    assert ImportanceChange.objects.get().by == editor


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"importance": 2}, "say why its importance changes"),
        (
            {"importance": 3, "importance_note": WHY},
            "say by when and why it must be done",
        ),
    ],
)
def test_many_drafts_at_once_are_not_published_past_the_form(
    case: CasePage,
    publisher: User,
    signed_in: SignIn,
    fields: dict[str, Any],
    sentence: str,
) -> None:
    for name, value in fields.items():
        setattr(case, name, value)
    case.save_revision()
    client = signed_in(publisher)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = client.post(f"{url}?id={case.pk}&next=/admin/", follow=True)
    assert sentence in answer.content.decode()
    case.refresh_from_db()
    assert case.importance == Importance.NORMAL
    case.deadline, case.importance_reason = timezone.localdate(), "The law asks."
    case.importance, case.importance_note = 3, WHY
    case.save_revision()
    client.post(f"{url}?id={case.pk}&next=/admin/")
    assert changes() == [(0, 3, WHY)]


@pytest.mark.parametrize("missing", ["deadline", "importance_reason"])
def test_duty_says_by_when_and_why(edit: Callable[..., Any], missing: str) -> None:
    values = {**DUTY, "importance_note": WHY, missing: ""}
    assert list(errors_of(edit(**values))) == [missing]
    assert edit("", **values).status_code == 302


def test_past_deadline_is_allowed_with_a_warning(
    edit: Callable[..., Any], case: CasePage
) -> None:
    values = {**DUTY, "deadline": "2020-01-01", "importance_note": WHY}
    response = edit(**values)
    assert response.status_code == 302
    said = "".join(map(str, get_messages(response.wsgi_request)))
    assert "The day by which this must be done is over." in said
    case.refresh_from_db()
    assert case.importance == Importance.MUST_DO


def test_page_taken_off_the_hub_does_not_change_its_importance_in_silence(
    edit: Callable[..., Any], case: CasePage
) -> None:
    case.unpublish()
    for action in ("", "publish"):
        assert "importance_note" in errors_of(edit(action, importance="2"))
    edit(importance="2", importance_note=WHY)
    assert changes() == [(0, 2, WHY)]


def test_import_never_changes_importance(
    section: AgencySectionPage, tmp_path: Path
) -> None:
    def take_in(title: str) -> CasePage:
        fields = {"title": title, "importance": 3, "agency": section.agency.name_nl}
        file = write(tmp_path / "cases.jsonl", record(**fields))
        call_command("import_content", str(file), overwrite=True, stdout=StringIO())
        page: CasePage = CasePage.objects.get(title=title)
        return page

    page = take_in("Imported")
    assert page.importance == Importance.NORMAL
    page.importance, page.importance_note = Importance.MUST_READ, WHY
    publish(page)
    assert take_in("Imported again").importance == Importance.MUST_READ
    assert changes() == [(0, 2, WHY)]
