"""What accounts add to the editing pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from accounts import departures
from accounts.join_viewsets import JoiningViewSetGroup
from accounts.models import User
from accounts.services import sync_groups
from accounts.signal_handlers import person_changed
from accounts.viewsets import AgencyViewSet


@hooks.register("register_admin_viewset")
def agencies() -> AgencyViewSet:
    """Agencies, in the menu of settings."""
    return AgencyViewSet()


@hooks.register("register_admin_viewset")
def joining() -> JoiningViewSetGroup:
    """Requests to join and invitations, in one menu."""
    return JoiningViewSetGroup()


@hooks.register("register_log_actions")
def letting_in(actions: Any) -> None:
    """How decisions on who gets in read in the logs."""
    for name, label, told in (
        ("invite", _("Invite"), _("Invited by mail")),
        ("resend", _("Invite again"), _("Invited again by mail")),
        ("withdraw", _("Withdraw an invitation"), _("Invitation withdrawn")),
        ("accept", _("Accept a request to join"), _("Request to join accepted")),
        ("decline", _("Decline a request to join"), _("Request to join declined")),
        ("confirm_domain", _("Confirm a domain"), _("Domain confirmed")),
    ):
        actions.register_action(f"accounts.{name}", label, told)


@hooks.register("after_bulk_action")
def groups_follow(
    request: Any, action_type: str, objects: Iterable[Any], action: Any
) -> None:
    """Wagtail suspends many people by one UPDATE, which no receiver hears."""
    if action_type == "set_active_state":
        numbers = {user.pk: user.is_active for user in objects}
        for user in User.objects.filter(pk__in=numbers).select_related("agency"):
            if numbers[user.pk] and not user.is_active:
                departures.depart(user, user.agency, departures.SUSPENDED)
            sync_groups(user)
        person_changed(*numbers)
