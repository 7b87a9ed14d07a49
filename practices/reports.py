"""Reports for those who keep pages up to date."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import django_filters
from django.forms import RadioSelect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from accounts.models import Agency, User
from practices.querysets import due

RIGHTS = ["add", "change", "publish"]
AHEAD = datetime.timedelta(days=30)


def due_pages(user: Any) -> Any:
    """Due pages that this person works on, the longest overdue first."""
    policy = policy_registry.get_by_type(Page)
    mine = policy.instances_user_has_any_permission_for(user, RIGHTS)
    return due(mine, timezone.localdate() + AHEAD)


def owners_of_due_pages(request: Any) -> Any:
    """The people to choose from in the filter."""
    owners = due_pages(request.user).order_by().values("due_page_owner_id")
    return User.objects.filter(pk__in=owners)


class LedByFilterSet(WagtailFilterSet):
    """Pages by the agency that leads them; reports add what else they ask."""

    # Under which names the pages carry what they have in common.
    prefix = ""

    agency = django_filters.ModelChoiceFilter(
        label=_("Agency"), queryset=Agency.objects.all(), method="by_agency"
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def by_agency(self, pages: Any, _name: str, agency: Agency) -> Any:
        """Pages led by this agency."""
        return pages.filter(**{f"{self.prefix}_agency_id": agency.pk})


def name_agencies(pages: Sequence[Any], prefix: str) -> None:
    """Put the agency onto each page of a report: one query."""
    _name(pages, f"{prefix}_agency", Agency)


def name_owners(pages: Sequence[Any], prefix: str) -> None:
    """Put the owner onto each page of a report: one query."""
    _name(pages, f"{prefix}_owner", User, f"{prefix}_page_owner_id")


def _name(pages: Sequence[Any], name: str, model: Any, number: str = "") -> None:
    number = number or f"{name}_id"
    found = model.objects.in_bulk({getattr(page, number) for page in pages})
    for page in pages:
        setattr(page, name, found.get(getattr(page, number), ""))


class DueFilterSet(LedByFilterSet):
    """Whose pages, and whether the date is past."""

    prefix = "due"

    owner = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("of a page", "Owner"),
        queryset=lambda request: owners_of_due_pages(request),
        method="by_owner",
    )
    overdue = django_filters.ChoiceFilter(
        label=_("Review date"),
        choices=[("past", _("Past")), ("ahead", _("In the next 30 days"))],
        method="by_date",
        widget=RadioSelect,
    )

    def by_owner(self, pages: Any, _name: str, owner: User) -> Any:
        """Pages kept by this person."""
        return pages.filter(due_page_owner_id=owner.pk)

    def by_date(self, pages: Any, _name: str, value: str) -> Any:
        """Pages whose date is past, or still ahead."""
        today = timezone.localdate()
        if value == "past":
            return pages.filter(due_review_on__lt=today)
        return pages.filter(due_review_on__gte=today)


class DueView(ReportView):
    """Pages whose review date is past or within 30 days, of one's own sections."""

    page_title = _("Due for review")
    header_icon = "calendar-check"
    model = Page
    filterset_class = DueFilterSet
    index_url_name = "practices_due"
    index_results_url_name = "practices_due_results"
    any_permission_required = RIGHTS
    export_filename = "due"
    columns = [
        TitleColumn(
            "title",
            label=_("Title"),
            get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
        ),
        Column("type", label=_("Type"), accessor="page_type_display_name"),
        Column("agency", label=_("Agency"), accessor="due_agency"),
        Column(
            "owner", label=pgettext_lazy("of a page", "Owner"), accessor="due_owner"
        ),
        Column(
            "review",
            label=_("Next review"),
            accessor=lambda page: date_format(page.due_review_on),
        ),
    ]
    list_export = ["title", "due_agency", "due_owner", "due_review_on", "full_url"]
    export_headings = {
        "title": _("Title"),
        "due_agency": _("Agency"),
        "due_owner": pgettext_lazy("of a page", "Owner"),
        "due_review_on": _("Next review"),
        "full_url": _("Address"),
    }

    def get_queryset(self) -> Any:
        """Due pages with their types."""
        return due_pages(self.request.user).select_related("content_type")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Name agencies and owners in one query each."""
        pages = list(object_list)
        name_agencies(pages, "due")
        name_owners(pages, "due")
        return pages
