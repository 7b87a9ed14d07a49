"""Views of Wagtail that name what they only later refuse: nothing shows here."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, TaskState

from accounts.models import User
from accounts.services import knowledge_managers
from practices.models import AgencySectionPage, CasePage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wagtail_indexes")]
SignIn = Callable[[User], Client]
MakeCase = Callable[..., CasePage]


@pytest.fixture(params=["editor", "knowledge manager"])
def client(request: pytest.FixtureRequest, signed_in: SignIn, editor: User) -> Client:
    """The browser of someone who works in the admin, elsewhere."""
    if request.param == "editor":
        return signed_in(editor)
    manager = User.objects.create_user("manager", "manager@hub.example", "secret")
    manager.groups.add(knowledge_managers())
    return signed_in(manager)


@pytest.mark.parametrize("action", ["delete", "move", "publish", "unpublish"])
def test_actions_on_many_pages_name_none_of_others(
    action: str, client: Client, hidden: list[CasePage]
) -> None:
    numbers = {"id": [page.pk for page in hidden]}
    answer = client.get(f"/admin/bulk/wagtailcore/page/{action}/", numbers, follow=True)
    for page in hidden:
        assert page.title not in answer.content.decode()


@pytest.mark.parametrize("action", ["delete", "add_tags", "add_to_collection"])
@pytest.mark.parametrize(
    ("kind", "model"),
    [("document", "wagtaildocs/document"), ("image", "wagtailimages/image")],
)
def test_actions_on_many_files_name_none_of_others(
    kind: str, model: str, action: str, client: Client, files: dict[str, Any]
) -> None:
    url = f"/admin/bulk/{model}/{action}/"
    answer = client.get(url, {"id": files[kind].pk}, follow=True)
    assert files[kind].title not in answer.content.decode()


def test_actions_on_many_pages_still_name_ones_own(
    editor: User, signed_in: SignIn, section: AgencySectionPage, make_case: MakeCase
) -> None:
    case = make_case(section, "Own live case")
    url = "/admin/bulk/wagtailcore/page/publish/"
    answer = signed_in(editor).get(url, {"id": case.pk})
    assert "Own live case" in answer.content.decode()


def test_a_move_names_no_page_of_others(
    client: Client, hidden: list[CasePage], section: AgencySectionPage
) -> None:
    for page in hidden:
        for pair in ((page.pk, section.pk), (section.pk, page.pk)):
            url = reverse("wagtailadmin_pages:move_confirm", args=pair)
            answer = client.get(url, follow=True)
            assert page.title not in answer.content.decode()


def test_views_of_the_workflow_name_no_page_of_others(
    client: Client, draft: CasePage, admin: User, other_section: AgencySectionPage
) -> None:
    draft.save_revision()
    other_section.approval.start(draft, admin)
    state = TaskState.objects.get()
    other_section.approval.workflow_states.get().cancel(user=admin)
    for name in ("workflow_action", "collect_workflow_action_data"):
        args = [draft.pk, "approve", state.pk]
        url = reverse(f"wagtailadmin_pages:{name}", args=args)
        client.get(url)
        client.post(url)
    for name, args in (
        ("workflow_preview", [draft.pk, state.task_id]),
        ("confirm_workflow_cancellation", [draft.pk]),
    ):
        client.get(reverse(f"wagtailadmin_pages:{name}", args=args))
    # What Wagtail says, it says on the next page.
    assert draft.title not in client.get("/admin/account/").content.decode()


def test_publisher_takes_part_in_the_workflow(
    publisher: User, signed_in: SignIn, section: AgencySectionPage, make_case: MakeCase
) -> None:
    case = make_case(section, live=False)
    case.save_revision()
    section.approval.start(case, publisher)
    state = TaskState.objects.get()
    url = reverse(
        "wagtailadmin_pages:workflow_action", args=[case.pk, "approve", state.pk]
    )
    signed_in(publisher).post(url)
    case.refresh_from_db()
    assert case.live


def test_report_of_types_is_for_administrators(
    client: Client, admin: User, signed_in: SignIn, private: CasePage
) -> None:
    for name in ("page_types_usage", "page_types_usage_results"):
        url = reverse(f"wagtailadmin_reports:{name}")
        answer = client.get(url, follow=True)
        assert private.title not in answer.content.decode()
        assert signed_in(admin).get(url).status_code == 200
    assert "page-types-usage" not in client.get("/admin/account/").content.decode()


@pytest.mark.parametrize("prefix", ["documents", "images"])
def test_knowledge_manager_chooses_no_file(
    prefix: str, signed_in: SignIn, files: dict[str, Any]
) -> None:
    manager = User.objects.create_user("manager", "manager@hub.example", "secret")
    manager.groups.add(knowledge_managers())
    answer = signed_in(manager).get(f"/admin/{prefix}/chooser/")
    assert "Others" not in answer.content.decode()


@pytest.mark.parametrize(
    "url",
    [
        "/admin/api/main/pages/{section}/action/delete/",
        "/admin/bulk/wagtailcore/page/delete/?id={section}",
        "/admin/pages/{section}/delete/",
    ],
)
def test_publisher_deletes_no_section(
    url: str, publisher: User, signed_in: SignIn, section: AgencySectionPage
) -> None:
    signed_in(publisher).post(url.format(section=section.pk))
    assert AgencySectionPage.objects.filter(pk=section.pk).exists()


def test_publisher_deletes_many_pages_of_the_section(
    publisher: User, signed_in: SignIn, section: AgencySectionPage, make_case: MakeCase
) -> None:
    numbers = [make_case(section).pk for _number in range(2)]
    query = "&".join(f"id={number}" for number in numbers)
    signed_in(publisher).post(f"/admin/bulk/wagtailcore/page/delete/?{query}")
    assert not Page.objects.filter(pk__in=numbers).exists()


def test_root_of_the_tree_is_no_chosen_page(editor: User, signed_in: SignIn) -> None:
    root = Page.get_first_root_node()
    url = "/admin/choose-page/chosen-multiple/"
    answer = signed_in(editor).get(url, {"id": root.pk})
    assert answer.json()["result"] == []
