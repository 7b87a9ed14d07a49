"""Keeping sections beside agencies, collections and documents beside pages."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from treebeard.mp_tree import path_updated
from wagtail.documents.models import Document
from wagtail.models import Page, PageViewRestriction

from accounts.models import Agency
from accounts.signals import account_closed, agency_left, own_data
from catalogue.changes import object_changed
from catalogue.models import Entry
from catalogue.signals import entry_written
from practices import departures, documents, duties, importance, reuses, usefulness
from practices.document_entries import take_uses
from practices.models import (
    KEPT,
    CollectionEntry,
    CollectionPage,
    DocumentUse,
    Reuse,
)
from practices.services import ensure_section


def connect() -> None:
    """Connect the receivers."""
    uid = "practices"
    post_save.connect(agency_saved, sender=Agency, dispatch_uid=uid)
    post_delete.connect(item_deleted, sender=CollectionEntry, dispatch_uid=uid)
    entry_written.connect(item_changed, sender=Entry, dispatch_uid=uid)
    post_save.connect(wall_changed, sender=PageViewRestriction, dispatch_uid=uid)
    post_delete.connect(wall_changed, sender=PageViewRestriction, dispatch_uid=uid)
    path_updated.connect(wall_changed, dispatch_uid=uid)
    pre_save.connect(document_about_to_save, sender=Document, dispatch_uid=uid)
    post_save.connect(document_saved, sender=Document, dispatch_uid=uid)
    post_delete.connect(document_deleted, sender=Document, dispatch_uid=uid)
    agency_left.connect(departures.agency_left, dispatch_uid=uid)
    own_data.connect(usefulness.tell, dispatch_uid=uid)
    own_data.connect(reuses.tell, dispatch_uid=f"{uid} reuses")
    account_closed.connect(usefulness.forget, dispatch_uid=uid)
    post_delete.connect(page_deleted, sender=Page, dispatch_uid=uid)
    post_save.connect(reuses.changed, sender=Reuse, dispatch_uid=uid)
    post_delete.connect(reuses.changed, sender=Reuse, dispatch_uid=uid)
    for model in KEPT:
        pre_save.connect(importance.about_to_save, sender=model, dispatch_uid=uid)
        post_save.connect(importance.saved, sender=model, dispatch_uid=uid)


def agency_saved(instance: Agency, raw: bool = False, **_kwargs: object) -> None:
    """Each agency has its section, made and renamed in the same transaction."""
    if not raw:
        ensure_section(instance)


def item_changed(entry: Entry, **_kwargs: object) -> None:
    """A page appeared, disappeared or moved: so do its documents.

    Collections count it anew.
    """
    label, _sep, number = entry.key.partition(":")
    if label == "page":
        found = CollectionPage.objects.filter(items__page=int(number), live=True)
        _log(found.distinct())
        object_changed(*take_uses(int(number), map(int, entry.data.get("files", ()))))


def document_about_to_save(
    instance: Document, raw: bool = False, **_kwargs: object
) -> None:
    """A document that goes to another collection may lose its readers."""
    if raw or not instance.pk:
        return
    before = Document.objects.filter(pk=instance.pk).exclude(
        collection=instance.collection_id
    )
    if before.exists():
        documents.moving([instance.pk])


def document_saved(instance: Document, raw: bool = False, **_kwargs: object) -> None:
    """A new document is read, a changed one taken in anew."""
    if not raw:
        documents.noticed(instance)


def document_deleted(instance: Document, **_kwargs: object) -> None:
    """A deleted document is gone at once."""
    documents.moving([instance.pk])
    DocumentUse.objects.filter(document=instance.pk).delete()


def item_deleted(instance: CollectionEntry, **_kwargs: object) -> None:
    """A deleted page takes its place in collections with it."""
    object_changed(f"page:{instance.collection_id}")


def page_deleted(instance: Page, **_kwargs: object) -> None:
    """What agencies did about a page goes with its last translation."""
    duties.forget(instance)
    reuses.forget(instance)


def wall_changed(sender: type, **_kwargs: object) -> None:
    """What everyone may read changed: collections speak of public pages only."""
    if sender is PageViewRestriction or issubclass(sender, Page):
        _log(CollectionPage.objects.live().exclude(items=None).distinct())


def _log(collections: Any) -> None:
    object_changed(*(f"page:{pk}" for pk in collections.values_list("pk", flat=True)))
