"""Where those who make communities find them in the editing pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from communities.admin_views import CommunitiesView
from communities.belonging.owner_admin_views import MakeView, OwnerView
from communities.permissions import may_found


class FoundersMenuItem(MenuItem):
    """Shown to those who make communities."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person does."""
        return may_found(request.user)


class CommunityViewSet(ViewSet):
    """The list of communities, a new one, and an owner where there is none."""

    name = "communities_list"
    url_prefix = "communities"
    icon = "group"
    menu_label = _("Communities")
    menu_name = "communities"
    menu_order = 160
    add_to_admin_menu = True
    menu_item_class = FoundersMenuItem

    def get_urlpatterns(self) -> list[Any]:
        """The list, its results alone, and two forms."""
        results = CommunitiesView.as_view(results_only=True)
        return [
            path("", CommunitiesView.as_view(), name="index"),
            path("results/", results, name="index_results"),
            path("add/", MakeView.as_view(), name="add"),
            path("<int:pk>/owner/", OwnerView.as_view(), name="owner"),
        ]
