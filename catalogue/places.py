"""Finding the place where something stands."""

from __future__ import annotations

from typing import Any

from wagtail.models import Collection, Page, PageViewRestriction

from catalogue.access import move_stamp
from catalogue.models import Place, Stamp


def of_page(page: Page) -> Place:
    """The place of a page: itself when it carries a wall, else its parent."""
    return _ensure(page_id=_nearest(page))


def of_collection(collection: Collection) -> Place:
    """The place of what lies in a collection of documents or pictures."""
    return _ensure(collection_id=collection.pk)


def of_both(page: Page, collection: int) -> Place:
    """The place of what lies in a collection and stands on a page: both are needed."""
    return _ensure(wall=f"both:{_nearest(page)}:{collection}")


def of_talk(page: Page, group: int) -> Place:
    """The place of what a group says on a page: both are needed."""
    return _ensure(wall=f"talk:{_nearest(page)}:{group}")


def of_wall(wall: str) -> Place:
    """The place behind a wall that is no page, such as "group:12"."""
    return _ensure(wall=wall)


def _nearest(page: Page) -> int:
    """The page whose walls a page has: itself when it carries one, else its parent."""
    if PageViewRestriction.objects.filter(page_id=page.pk).exists():
        return int(page.pk)
    parent = page.get_parent()
    return int(parent.pk if parent else page.pk)


def _ensure(**lookup: Any) -> Place:
    place, created = Place.objects.get_or_create(**lookup)
    if created:
        move_stamp(Stamp.WALLS)
    return place
