"""Addresses of the vocabulary; included before Wagtail's own."""

from __future__ import annotations

from django.urls import path
from wagtail.admin.auth import require_admin_access

from vocabulary import views

urlpatterns = [
    # Wagtail's own suggests by name alone, and tags that were mapped to another.
    path(
        "admin/tag-autocomplete/vocabulary/tag/",
        require_admin_access(views.suggest_tags),
        name="vocabulary-suggest-tags",
    ),
]
