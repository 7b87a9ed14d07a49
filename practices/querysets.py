"""Reads on practice pages."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from wagtail.models import Page, PageViewRestriction

from catalogue.models import Importance

if TYPE_CHECKING:
    from practices.models import CollectionEntry, CollectionPage

# The pages that agencies publish and keep, as a page reaches what is written below it.
MODELS = ("casepage", "guidepage", "collectionpage")


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
    found = with_fields(pages, "due", fields).filter(due_review_on__lte=until)
    return found.order_by("due_review_on", "pk")


def ownerless(pages: Any) -> Any:
    """Live pages without an owner who may sign in, with their agency."""
    found = with_fields(pages, "kept", ("agency_id", "page_owner_id"))
    gone = get_user_model().objects.filter(is_active=False)
    orphans = Q(kept_page_owner_id=None) | Q(kept_page_owner_id__in=gone.values("pk"))
    return found.filter(orphans, kept_agency_id__isnull=False)


def asking(pages: Any) -> Any:
    """Live pages that must be acted on, with deadline and agency, the nearest first."""
    fields = ("importance", "deadline", "agency_id")
    found = with_fields(pages, "duty", fields)
    return found.filter(duty_importance=Importance.MUST_DO).order_by(
        F("duty_deadline").asc(nulls_last=True), "pk"
    )


@dataclass(frozen=True)
class Waiting:
    """A page that its keeper should look at, and why."""

    pk: int
    review_on: datetime.date | None
    original_changed_at: datetime.datetime | None
    seen_at: datetime.datetime | None

    @property
    def is_behind(self) -> bool:
        """Whether the original has changed since the translation was compared."""
        changed, seen = self.original_changed_at, self.seen_at
        return bool(changed and seen and changed > seen)


def waiting_for(user: Any, until: datetime.date) -> list[Waiting]:
    """Live pages this person keeps that are due by a day, or behind their original.

    Where the owner is gone or switched off, the fallback owner keeps the page. One
    query.
    """
    gone = Q(page_owner=None) | Q(page_owner__is_active=False)
    mine = Q(page_owner=user) | (gone & Q(fallback_owner=user))
    changed = "translation_link__original__last_published_at"
    seen = "translation_link__seen_at"
    asks = Q(review_on__lte=until) | Q(**{f"{changed}__gt": F(seen)})
    parts = [
        model.objects.filter(mine, asks, live=True, alias_of=None)
        .order_by()
        .values_list("pk", "review_on", changed, seen)
        for model in models_with_keeper()
    ]
    found = parts[0].union(*parts[1:], all=True)
    return sorted((Waiting(*row) for row in found), key=lambda each: each.pk)


def models_with_keeper() -> list[Any]:
    """The types of pages that agencies publish and keep."""
    return [apps.get_model("practices", name) for name in MODELS]


def live_importance(page: Any) -> int | None:
    """The importance that readers know; None while the page was never published."""
    if not page.pk:
        return None
    published = type(page).objects.filter(pk=page.pk, first_published_at__isnull=False)
    found: int | None = published.values_list("importance", flat=True).first()
    return found


def with_fields(pages: Any, prefix: str, names: Iterable[str]) -> Any:
    """Live pages with fields that cases, guides and collections have in common."""
    wanted = {
        f"{prefix}_{name}": Coalesce(*(F(f"{model}__{name}") for model in MODELS))
        for name in names
    }
    return pages.filter(live=True, alias_of=None).annotate(**wanted)
