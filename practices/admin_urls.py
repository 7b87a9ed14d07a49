"""Addresses of this package below /admin/.

`guarded` stands before Wagtail's own addresses and takes two of them over;
`added` comes through a hook, behind Wagtail's check that someone may enter the admin.
"""

from __future__ import annotations

from django.urls import path
from wagtail.admin.auth import require_admin_access

from practices.admin_views import (
    GuardedChosenView,
    GuardedExternalLinkView,
    change_language,
    paste,
)
from practices.reports import DueView

guarded = [
    path(
        "admin/choose-page/chosen-multiple/",
        require_admin_access(GuardedChosenView.as_view()),
    ),
    path(
        "admin/choose-external-link/",
        require_admin_access(GuardedExternalLinkView.as_view()),
    ),
]
added = [
    path("practices/paste/", paste, name="practices_paste"),
    path(
        "practices/<int:page_id>/language/",
        change_language,
        name="practices_change_language",
    ),
    path("reports/due/", DueView.as_view(), name="practices_due"),
    path(
        "reports/due/results/",
        DueView.as_view(results_only=True),
        name="practices_due_results",
    ),
]
