"""Reads on entries; every list for people starts with readable_by()."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F

if TYPE_CHECKING:
    from catalogue.access import Reader
    from catalogue.models import Entry  # noqa: F401

# Everything that order and lists need, without the long texts.
HEAVY = ("body",)


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries by reader, kind, facet and order."""

    def live(self) -> EntryQuerySet:
        """Entries that stand for something that exists and is published."""
        return self.filter(removed=False)

    def readable_by(self, reader: Reader) -> EntryQuerySet:
        """Entries in places open to this reader and not closed by a fresh change."""
        found = self.live().filter(place_id__in=reader.open_places)
        if reader.closed_keys:
            found = found.exclude(key__in=reader.closed_keys)
        return found

    def of_kind(self, *kinds: str) -> EntryQuerySet:
        """Entries of these kinds."""
        return self.filter(kind__in=kinds)

    def without_comments(self) -> EntryQuerySet:
        """Without the comments on pages, which share the key of their page."""
        return self.exclude(kind="thread")

    def with_value(self, number: int) -> EntryQuerySet:
        """Entries that carry the facet value of this number."""
        return self.filter(facets__contains=f" {number} ")

    def newest(self) -> EntryQuerySet:
        """Newest first, ties in a fixed order."""
        return self.order_by(F("published_at").desc(nulls_last=True), "-id")

    def most_important(self) -> EntryQuerySet:
        """By importance, then newest first."""
        return self.order_by(
            "-importance", F("published_at").desc(nulls_last=True), "-id"
        )

    def light(self) -> EntryQuerySet:
        """Without the long texts that no list shows."""
        return self.defer(*HEAVY)

    def dirty(self) -> EntryQuerySet:
        """Entries whose newest version is not in the index yet."""
        return self.exclude(version=F("indexed_version"))

    def facet_rows(self) -> Any:
        """(id, kind, facets) of each entry, for one counting pass in Python."""
        return self.values_list("id", "kind", "facets").order_by()
