"""The catalogue: entries, where they stand, and the log of what changed."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Collection, Page

from catalogue.querysets import EntryQuerySet


class Place(models.Model):
    """Where entries stand; whether a reader may enter is computed, never stored."""

    page = models.OneToOneField(
        Page, null=True, blank=True, on_delete=models.CASCADE, related_name="place"
    )
    collection = models.OneToOneField(
        Collection,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="place",
    )
    # A wall that is neither page nor collection: "group:12" is open to that group,
    # "both:4:7" to whoever may enter page 4 and collection 7, "talk:4:12" to those of
    # group 12 who may enter page 4.
    wall = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.UniqueConstraint(
                fields=["wall"],
                condition=~models.Q(wall=""),
                name="catalogue_place_one_per_wall",
            ),
        ]

    def __str__(self) -> str:
        return self.wall or f"page {self.page_id}, collection {self.collection_id}"


class FacetValue(models.Model):
    """One value of one facet, known in entries by its number."""

    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("facet value")
        verbose_name_plural = _("facet values")
        constraints = [
            models.UniqueConstraint(
                fields=["facet", "value"], name="catalogue_facetvalue_facet_value"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facet}={self.value}"


class Importance(models.IntegerChoices):
    """How editors rank what is worth an agent's time; it orders, never restricts."""

    NORMAL = 0, _("Normal")
    WORTH_READING = 1, _("Worth reading")
    MUST_READ = 2, _("Must read")
    MUST_DO = 3, _("Must do")


class Entry(models.Model):
    """Anything that people can find: a case, a guide, a person, a document."""

    class Kind(models.TextChoices):
        CASE = "case", _("Case")
        GUIDE = "guide", _("Guide")
        # Wagtail calls folders of files collections too: the context tells them apart.
        COLLECTION = "collection", pgettext_lazy("kind of entry", "Collection")
        AGENCY = "agency", _("Agency")
        PERSON = "person", _("Person")
        PAGE = "page", _("Page")
        DOCUMENT = "document", _("Document")
        COMMUNITY = "community", _("Community")
        DISCUSSION = "discussion", _("Discussion")
        # The comments on a page, folded into the page's hit.
        THREAD = "thread", _("Comments")

    # What the entry stands for: "page:12", "accounts.user:4".
    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    url = models.CharField(max_length=500)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    names = models.TextField(blank=True)
    agency = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=20, blank=True)
    importance = models.SmallIntegerField(choices=Importance, default=Importance.NORMAL)
    # A gentle factor on the score, about 0.7 to 1.2, from what the entry is.
    prior = models.FloatField(default=1.0)
    published_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(null=True)
    checked_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    reuses = models.PositiveIntegerField(default=0)
    # Linked translations share this; an entry without any has its own.
    translation_key = models.UUIDField(default=uuid.uuid4)
    # Numbers of facet values between blanks: " 4 17 203 ".
    facets = models.TextField(default=" ")
    # What a line of results shows beside the fields above.
    data = models.JSONField(default=dict)
    place = models.ForeignKey(Place, null=True, on_delete=models.SET_NULL)
    content_hash = models.CharField(max_length=64, blank=True)
    version = models.BigIntegerField(default=0)
    indexed_version = models.BigIntegerField(default=0)
    index_error = models.TextField(blank=True)
    removed = models.BooleanField(default=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        indexes = [
            models.Index(
                fields=["removed", "kind", "-published_at"],
                name="catalogue_entry_kind_newest",
            ),
            models.Index(
                fields=["id"],
                condition=~models.Q(version=models.F("indexed_version")),
                name="catalogue_entry_dirty",
            ),
            models.Index(fields=["translation_key"], name="catalogue_entry_trans"),
            models.Index(fields=["place"], name="catalogue_entry_place"),
        ]

    def __str__(self) -> str:
        return self.title or self.key

    @property
    def facet_ids(self) -> list[int]:
        """The numbers of this entry's facet values."""
        return [int(number) for number in self.facets.split()]


class Change(models.Model):
    """Something changed that the catalogue has not taken in yet (an outbox row)."""

    class Scope(models.TextChoices):
        OBJECT = "object", _("One object")
        SUBTREE = "subtree", _("A page and all below it")
        RELATED = "related", _("All that refers to it")

    scope = models.CharField(max_length=10, choices=Scope)
    # "page:12" for objects and subtrees; "vocabulary.tag:4" for what others refer to.
    key = models.CharField(max_length=80)
    # Until taken in, the entry is closed to everyone: it may have lost its readers.
    closes = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["key"], name="catalogue_change_key"),
            models.Index(fields=["attempts", "id"], name="catalogue_change_order"),
            models.Index(
                fields=["id"],
                condition=models.Q(closes=True),
                name="catalogue_change_closes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"


class Stamp(models.Model):
    """A counter that moves with every change of what processes keep in memory."""

    WALLS = "walls"
    LABELS = "labels"
    SEARCH = "search"
    PEOPLE = "people"
    TALK = "talk"

    name = models.CharField(max_length=20, primary_key=True)
    number = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("stamp")
        verbose_name_plural = _("stamps")

    def __str__(self) -> str:
        return f"{self.name} {self.number}"
