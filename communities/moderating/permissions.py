"""Who keeps the ready-made replies of all moderators: knowledge managers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail.admin.menu import MenuItem
from wagtail.permission_policies.base import BasePermissionPolicy

from accounts.models import KNOWLEDGE_MANAGERS, User
from communities.permissions import may_found


class ManagersMenuItem(MenuItem):
    """Shown to knowledge managers."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person is one."""
        return may_found(request.user)


class ManagersPolicy(BasePermissionPolicy):
    """Whatever the action: knowledge managers and administrators."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whatever the action."""
        return may_found(user)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """Whatever the actions."""
        return may_found(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        """The knowledge managers and the administrators."""
        found = Q(groups__name=KNOWLEDGE_MANAGERS) | Q(is_superuser=True)
        return User.objects.filter(found, is_active=True).distinct()
