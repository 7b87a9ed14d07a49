"""Reads on practice pages."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.db.models.functions import Coalesce
from wagtail.models import Page, PageViewRestriction

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


def has_translation(page: Page, language: str) -> bool:
    """Whether another page is this one in that language."""
    twins = Page.objects.filter(
        translation_key=page.translation_key, locale__language_code=language
    )
    return bool(twins.exclude(pk=page.pk).exists())


def due(pages: Any, until: datetime.date) -> Any:
    """Live pages to be checked by this day, with date, agency and owner."""
    fields = ("review_on", "agency_id", "page_owner_id")
    models = ("casepage", "guidepage", "collectionpage")
    return (
        pages.filter(live=True, alias_of=None)
        .annotate(
            **{
                f"due_{field}": Coalesce(*(F(f"{model}__{field}") for model in models))
                for field in fields
            }
        )
        .filter(due_review_on__lte=until)
        .order_by("due_review_on", "pk")
    )


def live_importance(page: Any) -> int | None:
    """The importance that readers know; None while the page was never published."""
    if not page.pk:
        return None
    published = type(page).objects.filter(pk=page.pk, first_published_at__isnull=False)
    found: int | None = published.values_list("importance", flat=True).first()
    return found
