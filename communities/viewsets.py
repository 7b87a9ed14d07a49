"""Where those who make communities find them in the editing pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from communities.admin_views import CommunitiesView
from communities.belonging.owner_admin_views import MakeView, OwnerView
from communities.belonging.proposal_admin_views import DecideView, ProposalsView
from communities.permissions import may_found
from vocabulary.viewsets import ListViewSet


class FoundersMenuItem(MenuItem):
    """Shown to those who make communities."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person does."""
        return may_found(request.user)


class CommunityViewSet(ListViewSet):
    """The list of communities, a new one, and an owner where there is none."""

    name = "communities_list"
    url_prefix = "communities"
    icon = "group"
    menu_label = _("Communities")
    menu_name = "communities"
    menu_order = 160
    add_to_admin_menu = True
    menu_item_class = FoundersMenuItem
    list_view = CommunitiesView

    def get_other_patterns(self) -> list[Any]:
        """Two forms."""
        return [
            path("add/", MakeView.as_view(), name="add"),
            path("<int:pk>/owner/", OwnerView.as_view(), name="owner"),
        ]


class ProposedCommunityViewSet(ListViewSet):
    """The list of communities that agents would like to have, and each of them."""

    name = "proposed_communities"
    url_prefix = "communities/wanted"
    icon = "group"
    menu_label = _("Proposed communities")
    menu_name = "proposed-communities"
    menu_order = 161
    add_to_admin_menu = True
    menu_item_class = FoundersMenuItem
    list_view = ProposalsView

    def get_other_patterns(self) -> list[Any]:
        """One proposal."""
        return [path("<int:pk>/", DecideView.as_view(), name="decide")]
