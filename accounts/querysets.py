"""Reads on agencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from accounts.models import Agency  # noqa: F401


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Agencies as lists need them."""

    def roots(self) -> AgencyQuerySet:
        """Agencies that are part of no other."""
        return self.filter(parent=None)

    def with_agents(self) -> AgencyQuerySet:
        """Agencies that take part: somebody of theirs has an account."""
        takes_part = models.Q(users__is_active=True, users__is_guest=False)
        return self.filter(takes_part).distinct()
