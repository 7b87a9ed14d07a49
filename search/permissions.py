"""Who may see more of the search than its results, and who arranges them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail.permission_policies.base import BasePermissionPolicy

from accounts.models import KNOWLEDGE_MANAGERS, User

CURATES = "_curates_search"


def may_explain(user: Any) -> bool:
    """Whether this person may see why hits rank where they do: one query."""
    if not user.is_authenticated or not user.is_active:
        return False
    in_group = user.groups.filter(name=KNOWLEDGE_MANAGERS)
    return bool(user.is_superuser or in_group.exists())


def may_curate(user: Any) -> bool:
    """Whether this person is a knowledge manager: one query for each request."""
    if not hasattr(user, CURATES):
        setattr(user, CURATES, may_explain(user))
    return bool(getattr(user, CURATES))


def curators_only(request: HttpRequest) -> None:
    """Refuse everybody else."""
    if not may_curate(request.user):
        raise PermissionDenied


class CurationPolicy(BasePermissionPolicy):
    """All of the search's own models are for knowledge managers."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whatever the action."""
        return may_curate(user)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """Whatever the actions."""
        return may_curate(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        """The knowledge managers and the administrators."""
        found = Q(groups__name=KNOWLEDGE_MANAGERS) | Q(is_superuser=True)
        return User.objects.filter(found, is_active=True).distinct()
