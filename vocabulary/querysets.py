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

    def branch(self, top: Theme) -> list[Theme]:
        """This theme and all below it: one query a level, none twice."""
        found, level = [top], [top.pk]
        while level:
            below = self.filter(parent__in=level).exclude(
                pk__in=[theme.pk for theme in found]
            )
            found += below
            level = [theme.pk for theme in below]
        return found


class TagQuerySet(models.QuerySet["Tag"]):
    """Tags by where they are in their life."""

    def accepted(self) -> TagQuerySet:
        """Tags that knowledge managers keep, and that readers may filter by."""
        return self.filter(state="accepted", merged_into=None)

    def proposed(self) -> TagQuerySet:
        """Tags that wait for a knowledge manager."""
        return self.filter(state="proposed", merged_into=None)

    def with_merged(self, tag: Tag) -> list[Tag]:
        """This tag and all that were merged into it, in however many steps."""
        found, level = [tag], [tag.pk]
        while level:
            before = self.filter(merged_into__in=level).exclude(
                pk__in=[known.pk for known in found]
            )
            found += before
            level = [known.pk for known in before]
        return found

    def with_uses(self, *relations: str) -> Any:
        """Annotate `uses`: how many rows of the named relations point to each tag."""
        total: Any = models.Value(0)
        for relation in relations:
            total = total + models.Count(relation, distinct=True)
        return self.annotate(uses=total)
