"""Where those who let people in find their pages."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from accounts.join_admin_views import (
    ChangeLinkView,
    DecideView,
    InvitationsView,
    InviteView,
    RequestsView,
)
from vocabulary.viewsets import ListViewSet


class JoinRequestViewSet(ListViewSet):
    """Requests of people whose domain the hub does not know."""

    name = "join_requests"
    icon = "user"
    menu_label = _("Requests to join")
    permission = "accounts.change_joinrequest"
    list_view = RequestsView

    def get_other_patterns(self) -> list[Any]:
        """One request."""
        return [path("<int:pk>/", DecideView.as_view(), name="decide")]


class InvitationViewSet(ListViewSet):
    """Invitations by mail."""

    name = "invitations"
    icon = "mail"
    menu_label = _("Invitations")
    permission = "accounts.add_invitation"
    list_view = InvitationsView

    def get_other_patterns(self) -> list[Any]:
        """Inviting, and the buttons of the list."""
        return [
            path("invite/", InviteView.as_view(), name="invite"),
            path("<int:pk>/", ChangeLinkView.as_view(), name="link"),
        ]


class JoiningViewSetGroup(ViewSetGroup):
    """The menu of those who let people in."""

    menu_label = _("Joining")
    menu_icon = "group"
    menu_order = 310
    items = (JoinRequestViewSet, InvitationViewSet)
