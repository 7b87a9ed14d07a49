"""What this package adds to the admin; it registers and does nothing else."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.documents.models import Document
from wagtail.models import Page

from catalogue.models import Importance
from practices import documents, permissions, translating
from practices.admin_api import OwnPagesAPIViewSet
from practices.admin_urls import added
from practices.importance import ACTION, ImportanceFormatter, refusal
from practices.models import PracticePage
from practices.translation_views import follow
from practices.viewsets import CaseViewSet, SectionViewSet

PAGE_TYPES = "page-types-usage"
# Title, address, name in the menu, icon, order.
REPORTS = (
    (_("Due for review"), "practices_due", "due", "calendar-check", 100),
    (_("Must do"), "practices_duties", "duties", "list-ul", 105),
    (_("Translations"), "practices_translations", "translations", "globe", 110),
    (_("Pages without an owner"), "practices_ownerless", "ownerless", "user", 115),
    (_("What readers say"), "practices_useful", "useful", "comment", 120),
)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """The list of cases, and the explorer inside sections."""
    return [CaseViewSet(), SectionViewSet()]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Pasting, the language of a page, and the report of due pages."""
    return added


def report_item(title: Any, address: str, name: str, icon: str, order: int) -> MenuItem:
    """A report of this package in the menu."""
    return MenuItem(title, reverse(address), name=name, icon_name=icon, order=order)


for report in REPORTS:
    hooks.register("register_reports_menu_item", partial(report_item, *report))


@hooks.register("insert_editor_js")
def editor_script() -> SafeString:
    """Links to fields, and pasting with headings and tables."""
    return format_html(
        '<script src="{}" data-practices data-paste="{}" defer></script>',
        static("practices/admin.js"),
        reverse("practices_paste"),
    )


@hooks.register("construct_page_chooser_queryset")
def choose_seen_pages(pages: Any, request: HttpRequest) -> Any:
    """Only pages that the editor may know of, wherever the chooser was opened."""
    _refuse_unseen_parent(request)
    return pages.filter(permissions.seen_by(request.user))


@hooks.register("construct_explorer_page_queryset")
def explore_seen_pages(parent_page: Page, pages: Any, request: HttpRequest) -> Any:
    """No heading of a page of others, even between two sections of one's own."""
    if not permissions.explores(request.user, parent_page):
        raise PermissionDenied
    return pages


@hooks.register("before_copy_page")
def refuse_alias(request: HttpRequest, page: Page) -> None:
    """No alias of what is behind a wall."""
    if request.POST.get("alias") and not permissions.may_alias(request.user, page):
        raise PermissionDenied


@hooks.register("before_delete_page")
def keep_section(request: HttpRequest, page: Page) -> None:
    """A section goes with its agency: only administrators take one away."""
    if not permissions.may_delete(request.user, page):
        raise PermissionDenied


@hooks.register("before_bulk_action")
def keep_sections(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> None:
    """Nor are sections deleted among other pages."""
    if action_type == "delete" and not all(
        permissions.may_delete(request.user, each)
        for each in objects
        if isinstance(each, Page)
    ):
        raise PermissionDenied


@hooks.register("before_bulk_action")
def close_moving_documents(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> None:
    """Documents that go to another collection may lose their readers."""
    if action_type == "add_to_collection" and action.model is Document:
        documents.moving([document.pk for document in objects])


@hooks.register("after_bulk_action")
def take_in_moved_documents(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> None:
    """Wagtail moves them without a word to anyone."""
    if action_type == "add_to_collection" and action.model is Document:
        documents.moved([document.pk for document in objects])


@hooks.register("construct_reports_menu")
def hide_page_types(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """The report of all types of pages is for administrators."""
    if not request.user.is_superuser:
        menu_items[:] = [each for each in menu_items if each.name != PAGE_TYPES]


@hooks.register("construct_admin_api")
def register_own_api(router: Any) -> None:
    """The page API of the admin without the ways around our hooks."""
    router.register_endpoint("pages", OwnPagesAPIViewSet)


@hooks.register("register_page_header_buttons")
def language_button(
    page: Page, user: Any, next_url: str | None = None, view_name: str | None = None
) -> Any:
    """The language of a published page is changed by an action of its own."""
    if page.pk and issubclass(page.specific_class or Page, PracticePage):
        yield Button(
            _("Change language"),
            reverse("practices_change_language", args=[page.pk]),
            icon_name="globe",
            priority=60,
        )


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def translate_button(
    page: Page, user: Any, next_url: str | None = None, view_name: str | None = None
) -> Any:
    """A translation is started from its original."""
    if page.pk and translating.works_on(page, user):
        url = reverse("practices_translate", args=[page.pk])
        yield Button(_("Translate"), url, icon_name="globe", priority=55)


@hooks.register("after_publish_page")
def follow_with_publication(request: HttpRequest, page: Page) -> None:
    """The tick in the form: this publication follows the original."""
    state = request.POST.get("follows_original")
    if state:
        follow(request, page, state)


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    """What the history of a page says about a changed language."""
    actions.register_action(
        "practices.change_language", _("Change language"), _("Language changed")
    )
    actions.register_action(
        translating.TRANSLATED, _("Translate"), _("Started as a translation")
    )
    actions.register_action(
        translating.FOLLOWED, _("Follow the original"), _("Follows its original")
    )
    actions.register_action(
        "practices.hand_over", _("Hand over"), _("Handed over: the owner left")
    )
    actions.register_action(ACTION)(ImportanceFormatter)


@hooks.register("before_bulk_action")
def keep_reasons(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Nor is the importance of many pages changed without a reason."""
    if action_type != "publish":
        return None
    refused = refusal(objects)
    if refused is None:
        return None
    draft, message = refused
    messages.error(request, message % {"title": draft.draft_title})
    return redirect("wagtailadmin_explore", draft.get_parent().pk)


@hooks.register("after_publish_page")
def warn_of_past_deadline(request: HttpRequest, page: Page) -> None:
    """A deadline that is over already is allowed, and seldom meant."""
    if not isinstance(page, PracticePage) or page.importance != Importance.MUST_DO:
        return
    if page.deadline and page.deadline < timezone.localdate():
        messages.warning(request, _("The day by which this must be done is over."))


def _refuse_unseen_parent(request: HttpRequest) -> None:
    match = request.resolver_match
    number = match.kwargs.get("parent_page_id") if match else None
    if (
        number
        and not Page.objects.filter(
            permissions.seen_by(request.user), pk=number
        ).exists()
    ):
        raise PermissionDenied
