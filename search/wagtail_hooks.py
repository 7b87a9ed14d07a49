"""What the search adds to the editing pages; it registers and does nothing else."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from search.asked.commissioning import COMMISSIONED
from search.asked.viewsets import AskedMenuItem
from search.models import PinnedQuery, StopPhrase, SynonymSet
from search.permissions import CurationPolicy
from search.viewsets import SearchViewSetGroup

for model in (SynonymSet, PinnedQuery, StopPhrase):
    register_permission_policy(model, CurationPolicy(model))


@hooks.register("register_admin_viewset")
def search() -> SearchViewSetGroup:
    """The menu of knowledge managers."""
    return SearchViewSetGroup()


@hooks.register("register_reports_menu_item")
def asked_report() -> MenuItem:
    """What people search, among the reports."""
    return AskedMenuItem(
        _("What people search"),
        reverse("asked:index"),
        name="asked",
        icon_name="search",
        order=90,
    )


@hooks.register("register_log_actions")
def commissioning(actions: Any) -> None:
    """How the history of a page says that it was ordered."""
    actions.register_action(
        COMMISSIONED, _("Commission a page"), _("Ordered, because people search for it")
    )
