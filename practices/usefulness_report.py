"""The report of what readers say of pages, for those who work on them."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from practices.querysets import with_fields
from practices.reports import RIGHTS, LedByFilterSet, name_agencies, name_owners
from practices.usefulness import ENOUGH, counted


def answered_pages(user: Any) -> Any:
    """Pages with answers that this person works on; few answers are no figures."""
    policy = policy_registry.get_by_type(Page)
    mine = policy.instances_user_has_any_permission_for(user, RIGHTS)
    kept = Q(casepage__page_owner=user) | Q(guidepage__page_owner=user)
    pages = Page.objects.filter(Q(pk__in=mine.values("pk")) | kept)
    found = counted(with_fields(pages, "said", ("agency_id", "page_owner_id")))
    enough = Q(said_total__gte=ENOUGH)
    return found.annotate(
        shown_total=Case(When(enough, then=F("said_total"))),
        shown_useful=Case(When(enough, then=F("said_useful"))),
    ).order_by(F("shown_total").desc(nulls_last=True), "pk")


class AnsweredFilterSet(LedByFilterSet):
    """Whose pages, and whether somebody wrote what is missing."""

    prefix = "said"

    missing = django_filters.BooleanFilter(
        label=gettext_lazy("Says what is missing"), method="by_lines"
    )

    def by_lines(self, pages: Any, _name: str, value: bool) -> Any:
        """Pages with lines on what is missing, or without."""
        return pages.filter(said_lines__isnull=not value)


class AnsweredView(ReportView):
    """What readers say of the pages of one's own sections."""

    page_title = gettext_lazy("What readers say")
    header_icon = "comment"
    model = Page
    filterset_class = AnsweredFilterSet
    index_url_name = "practices_useful"
    index_results_url_name = "practices_useful_results"
    any_permission_required = RIGHTS
    export_filename = "what-readers-say"
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Title"),
            get_url=lambda page: reverse("practices:useful", args=[page.pk]),
        ),
        Column("agency", label=gettext_lazy("Agency"), accessor="said_agency"),
        Column(
            "owner", label=pgettext_lazy("of a page", "Owner"), accessor="said_owner"
        ),
        Column("total", label=gettext_lazy("Answers"), accessor="answers_text"),
        Column("useful", label=gettext_lazy("Found it useful"), accessor="useful_text"),
        Column("lines", label=gettext_lazy("What is missing"), accessor="lines_text"),
    ]
    list_export = [
        *("title", "said_agency", "said_owner", "shown_total", "shown_useful"),
        *("said_lines", "full_url"),
    ]
    export_headings = {
        "title": gettext_lazy("Title"),
        "said_agency": gettext_lazy("Agency"),
        "said_owner": pgettext_lazy("of a page", "Owner"),
        "shown_total": gettext_lazy("Answers"),
        "shown_useful": gettext_lazy("Found it useful"),
        "said_lines": gettext_lazy("What is missing"),
        "full_url": gettext_lazy("Address"),
    }

    def get_queryset(self) -> Any:
        """Pages with answers, the most answered first."""
        return answered_pages(self.request.user).select_related("content_type")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Name agencies and owners in one query each; say figures in words."""
        pages = list(object_list)
        name_agencies(pages, "said")
        name_owners(pages, "said")
        for page in pages:
            few = page.shown_total is None
            page.answers_text = _("Few yet") if few else number_format(page.shown_total)
            page.useful_text = "" if few else _share(page)
            page.lines_text = page.said_lines or ""
        return pages


def _share(page: Any) -> str:
    share = round(100 * (page.shown_useful or 0) / page.shown_total)
    return _("%(share)s %%") % {"share": share}
