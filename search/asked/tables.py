"""The columns of the reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.middleware.csrf import get_token
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import BaseColumn, NumberColumn

from search.asked.reports import Kind


class QuestionColumn(BaseColumn):
    """What people typed, who asked for a page, and what they typed next."""

    cell_template_name = "search/asked/admin/question_cell.html"


class AgenciesColumn(BaseColumn):
    """How many agencies asked, their names folded."""

    cell_template_name = "search/asked/admin/agencies_cell.html"


class NearestColumn(BaseColumn):
    """What finds something now."""

    cell_template_name = "search/asked/admin/nearest_cell.html"


class ActionsColumn(BaseColumn):
    """What to do, or what was done and its effect."""

    cell_template_name = "search/asked/admin/actions_cell.html"

    def get_cell_context_data(
        self, instance: Any, parent_context: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Cells are drawn without a request, so that forms lack their token."""
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "csrf_token": get_token(context["request"])}


class StepColumn(BaseColumn):
    """The figures before and after a step."""

    cell_template_name = "search/asked/admin/effect_cell.html"


class StepLinkColumn(BaseColumn):
    """To take a step back."""

    cell_template_name = "search/asked/admin/step_cell.html"


class WishColumn(BaseColumn):
    """The line somebody wrote, and what they searched for."""

    cell_template_name = "search/asked/admin/wish_cell.html"


class WishActionsColumn(BaseColumn):
    """Answer, decline, commission; or what was answered."""

    cell_template_name = "search/asked/admin/wish_actions_cell.html"


class FigureColumn(NumberColumn):
    """A number that says what it counts where the head of the table is not seen."""

    cell_template_name = "search/asked/admin/figure_cell.html"


def figure(name: str, label: Any) -> FigureColumn:
    """A number by which the rows can be sorted."""
    return FigureColumn(name, label=label, sort_key=name, classname="hub-number")


def question_columns(kind: Kind) -> list[BaseColumn]:
    """The columns of a report."""
    before = [figure("searches_before", _("Before"))] if kind is Kind.RISING else []
    last: list[BaseColumn]
    if kind is Kind.WITHOUT_RESULT:
        last = [
            figure("without_result", _("Found nothing")),
            NearestColumn("nearest", label=_("Nearest thing we have")),
        ]
    else:
        last = [
            figure("without_result", _("Found nothing")),
            figure("opened", _("Opened")),
        ]
    return [
        QuestionColumn(
            "text",
            label=pgettext_lazy("what somebody searched for", "Search"),
            sort_key="text",
        ),
        figure("searches", _("Times")),
        *before,
        figure("visitors", _("Visitors")),
        AgenciesColumn("reached", label=_("Agencies"), sort_key="reached"),
        *last,
        ActionsColumn("actions", label=_("Do something")),
    ]
