"""Reads on themes and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from vocabulary.models import Tag, Theme  # noqa: F401


class ThemeQuerySet(models.QuerySet["Theme"]):
    """Themes as knowledge managers and lists need them."""

    def roots(self) -> ThemeQuerySet:
        """Themes without a broader one."""
        return self.filter(parent=None)


class TagQuerySet(models.QuerySet["Tag"]):
    """Tags by where they are in their life."""

    def accepted(self) -> TagQuerySet:
        """Tags that knowledge managers keep, and that readers may filter by."""
        return self.filter(state="accepted", merged_into=None)

    def proposed(self) -> TagQuerySet:
        """Tags that wait for a knowledge manager."""
        return self.filter(state="proposed", merged_into=None)

    def with_uses(self, *relations: str) -> Any:
        """Annotate `uses`: how many rows of the named relations point to each tag."""
        total: Any = models.Value(0)
        for relation in relations:
            total = total + models.Count(relation, distinct=True)
        return self.annotate(uses=total)
