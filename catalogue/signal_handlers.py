"""Logging every change of pages and walls, in the transaction of the change.

Wagtail's own page_published, page_unpublished and post_page_move are sent after the
transaction, so they are not used. Receivers of pages have no sender filter: bulk and
scheduled actions send `Page`, not `CasePage`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.db.models.signals import (
    m2m_changed,
    post_delete,
    post_save,
    pre_delete,
    pre_save,
)
from treebeard.mp_tree import path_updated
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    Site,
)

from catalogue.access import move_stamp
from catalogue.changes import object_changed, subtree_changed
from catalogue.models import Stamp

# Saving a draft touches these fields of the page row only.
DRAFT_FIELDS = frozenset(
    (
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "numchild",
        "locked",
        "locked_at",
        "locked_by",
    )
)


def connect() -> None:
    """Connect the receivers; each once."""
    uid = "catalogue"
    pre_save.connect(remember_address, dispatch_uid=uid)
    post_save.connect(page_saved, dispatch_uid=uid)
    post_delete.connect(page_deleted, dispatch_uid=uid)
    m2m_changed.connect(page_relation_changed, dispatch_uid=uid)
    path_updated.connect(tree_moved, dispatch_uid=uid)
    for model in (PageViewRestriction, CollectionViewRestriction):
        post_save.connect(wall_changed, sender=model, dispatch_uid=uid)
        post_delete.connect(wall_changed, sender=model, dispatch_uid=uid)
        m2m_changed.connect(
            wall_changed, sender=model.groups.through, dispatch_uid=f"{uid} groups"
        )
    pre_delete.connect(wall_changed, sender=Group, dispatch_uid=uid)
    post_save.connect(site_saved, sender=Site, dispatch_uid=uid)


def watch(
    model: type[models.Model], log: Callable[[Any], Iterable[Callable[[], None]]]
) -> None:
    """Call what `log(instance)` returns whenever a plain model is saved or deleted."""

    def receiver(instance: Any, raw: bool = False, **_kwargs: object) -> None:
        for call in () if raw else log(instance):
            call()

    name = f"catalogue {model._meta.label} {getattr(log, '__qualname__', '')}"
    post_save.connect(receiver, sender=model, weak=False, dispatch_uid=name)
    post_delete.connect(receiver, sender=model, weak=False, dispatch_uid=name)


def remember_address(
    instance: models.Model, update_fields: Iterable[str] | None = None, **_kw: object
) -> None:
    """Before a page with children is saved, note whether its address changes."""
    if not isinstance(instance, Page) or not instance.pk or not instance.numchild:
        return
    if update_fields is not None and DRAFT_FIELDS.issuperset(update_fields):
        return
    before = Page.objects.filter(pk=instance.pk).values_list("url_path", flat=True)
    instance._address_changes = list(before) != [instance.url_path]


def page_saved(
    instance: models.Model,
    update_fields: Iterable[str] | None = None,
    raw: bool = False,
    **_kwargs: object,
) -> None:
    """Log a saved page; one that is not live (any more) closes at once."""
    if raw or not isinstance(instance, Page):
        return
    if update_fields is not None and DRAFT_FIELDS.issuperset(update_fields):
        return
    object_changed(f"page:{instance.pk}", closes=not instance.live)
    if instance.__dict__.pop("_address_changes", False):
        subtree_changed(instance.pk)


def page_deleted(instance: models.Model, **_kwargs: object) -> None:
    """Log a deleted page and close it at once."""
    if isinstance(instance, Page):
        object_changed(f"page:{instance.pk}", closes=True)


def page_relation_changed(instance: object, action: str, **_kwargs: object) -> None:
    """Log a page whose many-to-many relation was written outside its save."""
    if isinstance(instance, Page) and action.startswith("post_"):
        object_changed(f"page:{instance.pk}")


def tree_moved(sender: type, old_path: str, new_path: str, **_kwargs: object) -> None:
    """After treebeard moved nodes, places stand elsewhere."""
    if issubclass(sender, (Page, Collection)):
        move_stamp(Stamp.WALLS)
    if issubclass(sender, Page) and old_path[:-4] != new_path[:-4]:
        moved = list(Page.objects.filter(path=new_path).values_list("pk", flat=True))
        # What stands in a page moves with it; the page itself stands elsewhere now.
        object_changed(*(f"page:{pk}" for pk in moved), closes=True)
        subtree_changed(*moved)


def wall_changed(instance: object, action: str = "", **_kwargs: object) -> None:
    """A restriction or its groups changed: recompute the walls at the next request."""
    if action.startswith("pre_"):
        return
    move_stamp(Stamp.WALLS)
    # Its groups say who may enter, the restriction itself where the page stands.
    if isinstance(instance, PageViewRestriction) and not action:
        object_changed(f"page:{instance.page_id}", closes=True)


def site_saved(instance: Site, **_kwargs: object) -> None:
    """The root of a site changed: all addresses below it may be others."""
    subtree_changed(instance.root_page_id)
