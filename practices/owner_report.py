"""The report of pages that nobody keeps: the owner left and there was no other."""

from __future__ import annotations

from typing import Any

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from accounts.models import KNOWLEDGE_MANAGERS, Agency
from practices.permissions import edits, seen_by
from practices.querysets import ownerless
from practices.reports import RIGHTS


def ownerless_pages(user: Any) -> Any:
    """Pages without owner: of one's sections; knowledge managers see what they may."""
    policy = policy_registry.get_by_type(Page)
    if is_manager(user):
        return ownerless(Page.objects.filter(seen_by(user)))
    return ownerless(policy.instances_user_has_any_permission_for(user, RIGHTS))


def is_manager(user: Any) -> bool:
    """Whether the person looks after the whole hub without rights on pages."""
    return bool(user.groups.filter(name=KNOWLEDGE_MANAGERS).exists())


class OwnerlessFilterSet(WagtailFilterSet):
    """Whose pages."""

    agency = django_filters.ModelChoiceFilter(
        label=_("Agency"), queryset=Agency.objects.all(), method="by_agency"
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def by_agency(self, pages: Any, _name: str, agency: Agency) -> Any:
        """Pages led by this agency."""
        return pages.filter(kept_agency_id=agency.pk)


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
        agencies = Agency.objects.in_bulk({page.kept_agency_id for page in pages})
        for page in pages:
            page.kept_agency = agencies.get(page.kept_agency_id, "")
            form = reverse("wagtailadmin_pages:edit", args=[page.pk])
            page.address = form if edits(self.request.user, page) else page.url
        return pages
