"""Addresses below /admin/ that take some of Wagtail's own over."""

from __future__ import annotations

from django.urls import path
from wagtail.admin.auth import require_admin_access

from communities.privacy import PageWallView, wall_of_collection

guarded = [
    path(
        "admin/pages/<int:page_id>/privacy/",
        require_admin_access(PageWallView.as_view()),
    ),
    path(
        "admin/collections/<int:collection_id>/privacy/",
        require_admin_access(wall_of_collection),
    ),
]
