"""The report of pages that nobody keeps: the owner left and there was no other."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from accounts.models import KNOWLEDGE_MANAGERS
from practices.permissions import edits, seen_by
from practices.querysets import ownerless
from practices.reports import RIGHTS, LedByFilterSet, name_agencies


def ownerless_pages(user: Any) -> Any:
    """Pages without owner: of one's sections; knowledge managers see what they may."""
    policy = policy_registry.get_by_type(Page)
    if is_manager(user):
        return ownerless(Page.objects.filter(seen_by(user)))
    return ownerless(policy.instances_user_has_any_permission_for(user, RIGHTS))


def is_manager(user: Any) -> bool:
    """Whether the person looks after the whole hub without rights on pages."""
    return bool(user.groups.filter(name=KNOWLEDGE_MANAGERS).exists())


class OwnerlessFilterSet(LedByFilterSet):
    """Whose pages."""

    prefix = "kept"


class OwnerlessView(ReportView):
    """Live pages whose owner left, was switched off or was never named."""

    page_title = _("Pages without an owner")
    header_icon = "user"
    model = Page
    filterset_class = OwnerlessFilterSet
    index_url_name = "practices_ownerless"
    index_results_url_name = "practices_ownerless_results"
    any_permission_required = RIGHTS
    export_filename = "without-owner"
    columns = [
        TitleColumn("title", label=_("Title"), get_url=lambda page: page.address),
        Column("type", label=_("Type"), accessor="page_type_display_name"),
        Column("agency", label=_("Agency"), accessor="kept_agency"),
    ]
    list_export = ["title", "kept_agency", "full_url"]
    export_headings = {
        "title": _("Title"),
        "kept_agency": _("Agency"),
        "full_url": _("Address"),
    }

    def user_has_any_permission(self, permissions: Any) -> bool:
        """Knowledge managers, too, who have no rights on pages."""
        user = self.request.user
        return is_manager(user) or super().user_has_any_permission(permissions)

    def get_queryset(self) -> Any:
        """Pages without owner, with their types."""
        found = ownerless_pages(self.request.user).select_related("content_type")
        return found.order_by("title", "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Name agencies in one query; lead to the form, or to the page itself."""
        pages = list(object_list)
        name_agencies(pages, "kept")
        for page in pages:
            form = reverse("wagtailadmin_pages:edit", args=[page.pk])
            page.address = form if edits(self.request.user, page) else page.url
        return pages
