"""What accounts add to the editing pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail import hooks

from accounts.models import User
from accounts.services import sync_groups
from accounts.viewsets import AgencyViewSet


@hooks.register("register_admin_viewset")
def agencies() -> AgencyViewSet:
    """Agencies, in the menu of settings."""
    return AgencyViewSet()


@hooks.register("after_bulk_action")
def groups_follow(
    request: Any, action_type: str, objects: Iterable[Any], action: Any
) -> None:
    """Wagtail suspends many people by one UPDATE, which no receiver hears."""
    if action_type == "set_active_state":
        numbers = [user.pk for user in objects]
        for user in User.objects.filter(pk__in=numbers).select_related("agency"):
            sync_groups(user)
