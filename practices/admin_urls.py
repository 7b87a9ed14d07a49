"""Addresses of this package below /admin/.

`guarded` stands before Wagtail's own addresses and takes some of them over;
`added` comes through a hook, behind Wagtail's check that someone may enter the admin.
"""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.reports import ReportView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.admin.viewsets.pages import page_viewset_registry

from practices.admin_views import (
    GuardedChosenView,
    GuardedExternalLinkView,
    change_language,
    for_administrators,
    for_who_edits,
    for_who_moves,
    paste,
)
from practices.document_views import DocumentIndexView, read_again
from practices.duty_report import DutyView
from practices.owner_report import OwnerlessView
from practices.reports import DueView
from practices.translation_report import TranslationsView
from practices.translation_views import follow_original, translate
from practices.usefulness_report import AnsweredView

TASK = "<int:page_id>/<slug:action_name>/<int:task_state_id>/"
# Views of the workflow that name the page in a message whoever asks.
WORKFLOW = {
    "workflow_action": f"action/{TASK}",
    "collect_workflow_action_data": f"collect_action_data/{TASK}",
    "confirm_workflow_cancellation": "confirm_cancellation/<int:page_id>/",
    "workflow_preview": "preview/<int:page_id>/<int:task_id>/",
}

guarded = [
    path("admin/documents/", require_admin_access(DocumentIndexView.as_view())),
    path(
        "admin/documents/results/",
        require_admin_access(DocumentIndexView.as_view(results_only=True)),
    ),
    path(
        "admin/choose-page/chosen-multiple/",
        require_admin_access(GuardedChosenView.as_view()),
    ),
    path(
        "admin/choose-external-link/",
        require_admin_access(GuardedExternalLinkView.as_view()),
    ),
    path(
        "admin/pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/",
        require_admin_access(
            for_who_moves(
                page_viewset_registry.as_view(
                    "move_confirm", page_id_kwarg="page_to_move_id"
                )
            )
        ),
    ),
    *(
        path(
            f"admin/pages/workflow/{address}",
            require_admin_access(
                for_who_edits(
                    page_viewset_registry.as_view(name, page_id_kwarg="page_id")
                )
            ),
        )
        for name, address in WORKFLOW.items()
    ),
    *(
        path(
            f"admin/reports/page-types-usage/{address}",
            require_admin_access(
                for_administrators(
                    PageTypesUsageReportView.as_view(results_only=bool(address))
                )
            ),
        )
        for address in ("", "results/")
    ),
]
REPORTS = (
    ("translations", TranslationsView, "practices_translations"),
    ("owners", OwnerlessView, "practices_ownerless"),
    ("due", DueView, "practices_due"),
    ("useful", AnsweredView, "practices_useful"),
    ("must-do", DutyView, "practices_duties"),
)


def report(address: str, view: type[ReportView], name: str) -> list[URLPattern]:
    """A report, and its results alone."""
    results = view.as_view(results_only=True)
    return [
        path(f"reports/{address}/", view.as_view(), name=name),
        path(f"reports/{address}/results/", results, name=f"{name}_results"),
    ]


added = [
    path("practices/paste/", paste, name="practices_paste"),
    path(
        "practices/<int:page_id>/language/",
        change_language,
        name="practices_change_language",
    ),
    path("practices/<int:page_id>/translate/", translate, name="practices_translate"),
    path(
        "practices/<int:page_id>/original/",
        follow_original,
        name="practices_follow_original",
    ),
    path(
        "practices/documents/<int:document_id>/read/",
        read_again,
        name="practices_read_again",
    ),
    *(pattern for one in REPORTS for pattern in report(*one)),
]
