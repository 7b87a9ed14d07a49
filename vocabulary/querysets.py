"""Reads on themes, tags and professions."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from vocabulary.labels import LANGUAGES

if TYPE_CHECKING:
    from vocabulary.models import (
        Profession,  # noqa: F401
        Tag,
        TagMerge,
        Theme,
    )

# Of a person and a table: the rows of which this person may not know.
Veil = Callable[[Any, type[models.Model]], models.Q]
# Packages above, which say what is closed, add theirs.
veils: list[Veil] = []


class ThemeQuerySet(models.QuerySet["Theme"]):
    """Themes as knowledge managers and lists need them."""

    def roots(self) -> ThemeQuerySet:
        """Themes without a broader one."""
        return self.filter(parent=None)

    def with_uses(self, reader: Any = None) -> ThemeQuerySet:
        """Annotate `uses`: how many pages the reader knows under each theme."""
        return self.annotate(uses=uses_of(self.model, reader))

    def tree(self) -> list[tuple[Theme, int]]:
        """Every theme with its depth, each after its broader theme: one query."""
        narrower: defaultdict[int | None, list[Theme]] = defaultdict(list)
        for row in self.order_by("position", "slug"):
            narrower[row.parent_id].append(row)
        found: list[tuple[Theme, int]] = []
        waiting = [(theme, 0) for theme in reversed(narrower[None])]
        while waiting:
            theme, depth = waiting.pop()
            found.append((theme, depth))
            waiting += [(below, depth + 1) for below in reversed(narrower[theme.pk])]
        return found

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


class ProfessionQuerySet(models.QuerySet["Profession"]):
    """Professions as knowledge managers need them."""

    def with_uses(self, reader: Any = None) -> ProfessionQuerySet:
        """Annotate `uses`: how many pages the reader knows are written for each."""
        return self.annotate(uses=uses_of(self.model, reader))


class TagQuerySet(models.QuerySet["Tag"]):
    """Tags by where they are in their life."""

    def accepted(self) -> TagQuerySet:
        """Tags that knowledge managers keep, and that readers may filter by."""
        return self.filter(state="accepted", merged_into=None)

    def proposed(self) -> TagQuerySet:
        """Tags that wait for a knowledge manager."""
        return self.filter(state="proposed", merged_into=None).spoken_of()

    def spoken_of(self) -> TagQuerySet:
        """Without proposals that only pages carry of which not everybody may know."""
        hidden, known, nobody = models.Q(), models.Q(), AnonymousUser()
        for reference in references(self.model):
            rows = reference.model._default_manager.order_by()
            here = rows.filter(**{reference.name: models.OuterRef("pk")})
            unknown = _unknown(reference.model, nobody)
            if unknown:
                hidden |= models.Q(models.Exists(here.filter(unknown)))
                here = here.exclude(unknown)
            known |= models.Q(models.Exists(here))
        if not hidden:
            return self
        return self.exclude(models.Q(state="proposed") & hidden & ~known)

    def starting_with(self, text: str) -> TagQuerySet:
        """Tags in use one of whose words, in any language, starts so."""
        match = models.Q(name__istartswith=text) | models.Q(synonyms__icontains=text)
        for code in LANGUAGES:
            match |= models.Q(**{f"label_{code}__istartswith": text})
        # "accepted" comes before "proposed".
        found = self.filter(match, merged_into=None).spoken_of()
        return found.order_by("state", "name")

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

    def with_uses(self, reader: Any = None) -> TagQuerySet:
        """Annotate `uses`: how many pages and people the reader knows carry each."""
        return self.annotate(uses=uses_of(self.model, reader))


class TagMergeQuerySet(models.QuerySet["TagMerge"]):
    """Merges of tags by what can still be done about them."""

    def standing(self) -> TagMergeQuerySet:
        """Merges that nobody has undone."""
        return self.filter(undone_at=None)

    def younger_than(self, age: datetime.timedelta) -> TagMergeQuerySet:
        """Merges of the last days."""
        return self.filter(at__gt=timezone.now() - age)

    def after(self, first: TagMerge) -> list[TagMerge]:
        """The standing merges since this one that build upon it, the oldest first."""
        touched, found = {first.tag_id, first.into_id}, []
        for later in self.standing().filter(pk__gt=first.pk).order_by("pk"):
            if touched & {later.tag_id, later.into_id}:
                touched |= {later.tag_id, later.into_id}
                found.append(later)
        return found


def references(model: type[models.Model]) -> list[models.ForeignKey[Any, Any]]:
    """Every foreign key of another table to this model, those behind lists included.

    The packages above say what carries a tag or a theme; nobody names them here.
    """
    return [
        relation.field
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)
        # The vocabulary's own tables speak of words; they carry none.
        and relation.related_model._meta.app_label != model._meta.app_label
    ]


def known_rows(model: type[models.Model], reader: Any) -> models.QuerySet[Any]:
    """The rows of a table of which a person may know; all of them for None."""
    rows = model._default_manager.order_by()
    unknown = models.Q() if reader is None else _unknown(model, reader)
    return rows.exclude(unknown) if unknown else rows


def _unknown(model: type[models.Model], reader: Any) -> models.Q:
    unknown = models.Q()
    for veil in veils:
        unknown |= veil(reader, model)
    return unknown


def uses_of(model: type[models.Model], reader: Any) -> models.expressions.Combinable:
    """An expression: how many rows that a person knows refer to each row."""
    total: models.expressions.Combinable = models.Value(0)
    for reference in references(model):
        rows = (
            known_rows(reference.model, reader)
            .filter(**{reference.name: models.OuterRef("pk")})
            .values(reference.name)
            .annotate(number=models.Count("pk"))
            .values("number")
        )
        total = total + Coalesce(
            models.Subquery(rows, output_field=models.IntegerField()), 0
        )
    return total
