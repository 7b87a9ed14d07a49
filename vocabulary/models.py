"""The words by which content is ordered: themes, tags, professions."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from catalogue.changes import AtomicModel
from vocabulary.folding import words
from vocabulary.labels import Labelled
from vocabulary.querysets import (
    ProfessionQuerySet,
    TagMergeQuerySet,
    TagQuerySet,
    ThemeQuerySet,
)

# So long a merge of tags can be undone.
UNDO_WITHIN = datetime.timedelta(days=30)


class Theme(Labelled, AtomicModel):
    """A node of the controlled hierarchy of themes."""

    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("broader theme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.label or self.slug

    def clean(self) -> None:
        """Refuse a circle of broader themes."""
        super().clean()
        above, seen = self.parent, {self.pk}
        while above is not None:
            if above.pk in seen:
                message = _("A theme cannot stand below itself.")
                raise ValidationError({"parent": message})
            seen.add(above.pk)
            above = above.parent


class Tag(Labelled, AtomicModel, TagBase):
    """A curated keyword; what editors type anew arrives as proposed."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        ACCEPTED = "accepted", _("Accepted")

    free_tagging = True

    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.PROPOSED
    )
    synonyms = models.TextField(
        _("synonyms"), blank=True, help_text=_("Other words for it, one on each line.")
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged",
    )

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.label or self.name

    def clean(self) -> None:
        """Refuse a chain of merges that ends where it began."""
        super().clean()
        if self.pk and self.merged_into and self.merged_into.current.pk == self.pk:
            raise ValidationError(
                {"merged_into": _("A tag cannot be mapped to itself.")}
            )

    def slugify(self, tag: str, i: int | None = None) -> str:
        """A short name in plain letters, as addresses like them; never empty."""
        plain = " ".join(words(tag)).replace("+", " plus ").replace("#", " sharp ")
        slug = slugify(plain)[:90] or "tag"
        return slug if i is None else f"{slug}-{i}"

    @property
    def standing(self) -> str:
        """Where it is in its life, in words."""
        if self.merged_into is not None:
            return gettext("Mapped to %(tag)s") % {"tag": self.merged_into}
        return self.get_state_display()

    @property
    def is_accepted(self) -> bool:
        """Whether knowledge managers keep it."""
        return self.state == self.State.ACCEPTED and self.merged_into_id is None

    @property
    def synonym_list(self) -> list[str]:
        """The other words for this tag."""
        return [line.strip() for line in self.synonyms.splitlines() if line.strip()]

    @property
    def current(self) -> Tag:
        """This tag, or the one it was merged into at the end of the chain."""
        tag, seen = self, {self.pk}
        while tag.merged_into is not None and tag.merged_into_id not in seen:
            tag = tag.merged_into
            seen.add(tag.pk)
        return tag


class TagMerge(models.Model):
    """That a tag was mapped to another, with all that is needed to undo it."""

    tag = models.ForeignKey(
        Tag, verbose_name=_("tag"), on_delete=models.CASCADE, related_name="+"
    )
    into = models.ForeignKey(
        Tag, verbose_name=_("merged into"), on_delete=models.CASCADE, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("merged by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("merged on"), auto_now_add=True)
    # What was moved, table by table, and the words that were added.
    moved = models.JSONField(default=dict)
    undone_at = models.DateTimeField(_("undone on"), null=True)

    objects = TagMergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of tags")
        verbose_name_plural = _("merges of tags")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.tag.name} → {self.into.name}"

    @property
    def refusal(self) -> str:
        """Why it cannot be undone (any more), in a sentence; empty when it can."""
        if self.undone_at is not None:
            return gettext("This merge was undone.")
        if self.at <= timezone.now() - UNDO_WITHIN:
            return gettext("A merge can be undone for 30 days.")
        return ""


class DistinctTags(models.Model):
    """Two tags that look alike and are to stay apart."""

    # The smaller number first.
    one = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("tags that stay apart")
        verbose_name_plural = _("tags that stay apart")
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"], name="vocabulary_distincttags_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"


class Profession(Labelled, AtomicModel):
    """A group of readers for whom a page is written, such as lawyers or IT teams."""

    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)

    objects = ProfessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("profession")
        verbose_name_plural = _("professions")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.label or self.slug
