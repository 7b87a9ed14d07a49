"""Reads on practice pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from wagtail.models import PageViewRestriction

if TYPE_CHECKING:
    from practices.models import CollectionEntry, CollectionPage


def public_items(collection: CollectionPage) -> list[CollectionEntry]:
    """The items whose page is live and behind no wall, in their order."""
    items = collection.items.select_related("page__content_type")
    walls = list(PageViewRestriction.objects.values_list("page__path", flat=True))
    return [
        item
        for item in items.order_by("sort_order")
        if item.page.live and not any(map(item.page.path.startswith, walls))
    ]


def collections_with(*pages: int) -> Q:
    """Collections that hold one of these pages."""
    return Q(items__page__in=pages)
