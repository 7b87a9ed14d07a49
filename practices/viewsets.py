"""Lists of pages in the admin, with how complete cases are."""

from __future__ import annotations

from typing import Any

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from django_filters import ModelMultipleChoiceFilter, MultipleChoiceFilter
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import (
    ExplorableIndexView,
    GenericPageFilterSet,
    IndexView,
    PageFilterSet,
)
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet
from wagtail.models import Page

from accounts.models import Agency
from catalogue.models import Importance
from practices.models import AgencySectionPage, CasePage
from practices.words import Status

# What completeness looks at beside the columns of the case itself.
PARTS = ("themes", "indicators", "assets", "contacts")


class CompletenessColumn(Column):
    """n of 12, with what is missing named."""

    cell_template_name = "practices/admin/completeness_cell.html"

    def __init__(self) -> None:
        super().__init__("completeness", label=_("Answers"), width="10%")

    def get_value(self, instance: Any) -> Any:
        """The figure of a case, nothing for other pages."""
        return getattr(instance, "counted", None)


def count_cases(pages: list[Any]) -> None:
    """Note on each case in a list how complete it is, in five queries for all."""
    numbers = [page.pk for page in pages if isinstance(page, CasePage)]
    whole = CasePage.objects.filter(pk__in=numbers).prefetch_related(*PARTS)
    counted = {case.pk: case.completeness for case in whole}
    for page in pages:
        page.counted = counted.get(page.pk)


class CountingMixin:
    """A list of pages that counts the answers of the cases on it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Count what is on this page of the list, after it was cut to size."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        count_cases(context["object_list"])
        return context


class SectionIndexView(CountingMixin, ExplorableIndexView):
    """The explorer inside an agency's section."""

    base_columns = [
        *ExplorableIndexView.base_columns[:-1],
        CompletenessColumn(),
        ExplorableIndexView.base_columns[-1],
    ]


class SectionViewSet(PageViewSet):
    """An agency's section in the explorer, where all kinds of pages stand."""

    model = AgencySectionPage
    parent_models = [AgencySectionPage]
    index_view_class = SectionIndexView
    filterset_class = GenericPageFilterSet

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """List children of every type."""
        return {**super().get_index_view_kwargs(**kwargs), "model": Page}


class CaseFilterSet(PageFilterSet):
    """Whose cases, how far along, how important."""

    agency = ModelMultipleChoiceFilter(
        label=_("Agency"),
        queryset=lambda request: Agency.objects.all(),
        widget=CheckboxSelectMultiple,
    )
    status = MultipleChoiceFilter(
        label=_("Status"), choices=Status.choices, widget=CheckboxSelectMultiple
    )
    importance = MultipleChoiceFilter(
        label=_("Importance"), choices=Importance.choices, widget=CheckboxSelectMultiple
    )

    class Meta:
        model = CasePage
        fields: list[str] = []


class CaseIndexView(CountingMixin, IndexView):
    """All cases that someone may edit."""

    base_columns = [
        *IndexView.base_columns[:-1],
        Column("agency", label=_("Agency"), accessor="agency"),
        CompletenessColumn(),
        IndexView.base_columns[-1],
    ]

    def annotate_queryset(self, pages: Any) -> Any:
        """What columns and export show, in few queries."""
        annotated = super().annotate_queryset(pages)
        return annotated.prefetch_related("agency", "page_owner", "locale")


class CaseViewSet(PageListingViewSet):
    """The list of cases in the menu, with its export."""

    model = CasePage
    index_view_class = CaseIndexView
    icon = "folder-open-inverse"
    menu_label = _("Cases")
    name = "cases"
    url_prefix = "cases"
    add_to_admin_menu = True
    menu_order = 150
    filterset_class = CaseFilterSet
    export_filename = "cases"
    list_export = [
        *("title", "agency", "summary", "locale.language_code", "status_string"),
        *("status", "importance", "page_owner", "review_on", "first_published_at"),
        *("counted.answered", "counted.total", "counted.missing_text"),
    ]
    export_headings = {
        "locale.language_code": _("Language"),
        "status_string": _("Publication"),
        "status": _("Status"),
        "counted.answered": _("Reader questions answered"),
        "counted.total": _("Reader questions"),
        "counted.missing_text": _("Questions left open"),
    }
