"""Where editors find what communities propose."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from communities.portal.admin_views import DeclineView, NominationsView, TakeView
from communities.portal.permissions import may_take_over
from vocabulary.viewsets import ListViewSet


class EditorsMenuItem(MenuItem):
    """Shown to editors and knowledge managers."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person is one."""
        return may_take_over(request.user)


class ProposalViewSet(ListViewSet):
    """What communities propose for the portal."""

    name = "community_proposals"
    url_prefix = "communities/proposed"
    icon = "group"
    menu_label = _("From communities")
    menu_name = "community-proposals"
    menu_order = 305
    add_to_admin_menu = True
    menu_item_class = EditorsMenuItem
    list_view = NominationsView

    def get_other_patterns(self) -> list[Any]:
        """What is done about one of the rows."""
        return [
            path("<int:pk>/", TakeView.as_view(), name="take"),
            path("<int:pk>/decline/", DeclineView.as_view(), name="decline"),
        ]
