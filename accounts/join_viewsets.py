"""Where those who let people in find their pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup

from accounts.join_admin_views import (
    ChangeLinkView,
    DecideView,
    InvitationsView,
    InviteView,
    RequestsView,
)


class RequestsMenuItem(MenuItem):
    """Shown to those who decide."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may decide on requests."""
        return request.user.has_perm("accounts.change_joinrequest")


class InvitationsMenuItem(MenuItem):
    """Shown to those who invite."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may invite."""
        return request.user.has_perm("accounts.add_invitation")


class JoinRequestViewSet(ViewSet):
    """Requests of people whose domain the hub does not know."""

    name = "join_requests"
    icon = "user"
    menu_label = _("Requests to join")
    menu_item_class = RequestsMenuItem

    def get_urlpatterns(self) -> list[Any]:
        """The list, its results alone, and one request."""
        results = RequestsView.as_view(results_only=True)
        return [
            path("", RequestsView.as_view(), name="index"),
            path("results/", results, name="index_results"),
            path("<int:pk>/", DecideView.as_view(), name="decide"),
        ]


class InvitationViewSet(ViewSet):
    """Invitations by mail."""

    name = "invitations"
    icon = "mail"
    menu_label = _("Invitations")
    menu_item_class = InvitationsMenuItem

    def get_urlpatterns(self) -> list[Any]:
        """The list, its results alone, inviting, and the buttons of the list."""
        results = InvitationsView.as_view(results_only=True)
        return [
            path("", InvitationsView.as_view(), name="index"),
            path("results/", results, name="index_results"),
            path("invite/", InviteView.as_view(), name="invite"),
            path("<int:pk>/", ChangeLinkView.as_view(), name="link"),
        ]


class JoiningViewSetGroup(ViewSetGroup):
    """The menu of those who let people in."""

    menu_label = _("Joining")
    menu_icon = "group"
    menu_order = 310
    items = (JoinRequestViewSet, InvitationViewSet)
