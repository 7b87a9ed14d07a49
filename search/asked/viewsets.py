"""Where knowledge managers find the reports on what people search."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from search.asked import action_views as actions
from search.asked import wish_views as wishes
from search.asked.report_views import QuestionsView, StepsView
from search.asked.reports import Kind
from search.permissions import may_curate


class AskedMenuItem(MenuItem):
    """Shown to knowledge managers, also among the reports."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person is one."""
        return may_curate(request.user)


class AskedViewSet(ViewSet):
    """Reports on questions, what is done about them, and pages asked for."""

    name = "asked"
    url_prefix = "search/asked"
    icon = "search"
    menu_label = _("What people search")
    menu_name = "hub-asked"
    menu_item_class = AskedMenuItem

    def get_urlpatterns(self) -> list[Any]:
        """Reports, then what is done about one question, then wishes."""
        reports = (Kind.WITHOUT_CLICK, Kind.RISING, Kind.ALL)
        return [
            path("", QuestionsView.as_view(), name="index"),
            *(
                path(
                    f"{kind}/",
                    QuestionsView.as_view(kind=kind),
                    name=kind.replace("-", "_"),
                )
                for kind in reports
            ),
            path("done/", StepsView.as_view(), name="steps"),
            path("done/<int:pk>/undo/", actions.UndoView.as_view(), name="undo"),
            path("<int:pk>/synonym/", actions.SynonymView.as_view(), name="synonym"),
            path("<int:pk>/pin/", actions.PinView.as_view(), name="pin"),
            path(
                "<int:pk>/commission/",
                actions.CommissionView.as_view(),
                name="commission",
            ),
            path("<int:pk>/ignore/", actions.IgnoreView.as_view(), name="ignore"),
            path(
                "<int:pk>/take-back/", actions.TakeBackView.as_view(), name="take_back"
            ),
            path("wishes/", wishes.WishesView.as_view(), name="wishes"),
            path(
                "wishes/results/",
                wishes.WishesView.as_view(results_only=True),
                name="wishes_results",
            ),
            path("wishes/<int:pk>/answer/", wishes.AnswerView.as_view(), name="answer"),
            path(
                "wishes/<int:pk>/decline/",
                wishes.DeclineView.as_view(),
                name="decline",
            ),
        ]
