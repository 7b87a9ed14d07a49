"""Logging changes of themes, tags and professions in the transaction of the change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db.models.signals import pre_delete, pre_save
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase

from catalogue import projectors
from catalogue.access import move_stamp
from catalogue.changes import object_changed, related_changed
from catalogue.models import Stamp
from catalogue.signal_handlers import watch
from vocabulary.models import Profession, Tag, Theme

Calls = Iterator[Callable[[], None]]


def connect() -> None:
    """Connect the receivers; each once."""
    watch(Theme, theme_changed)
    watch(Tag, tag_changed)
    watch(Profession, profession_changed)
    for model in (Theme, Tag, Profession):
        pre_delete.connect(about_to_go, sender=model, dispatch_uid="vocabulary")
    pre_save.connect(follow_merges, dispatch_uid="vocabulary")
    pre_save.connect(settle_drafts, dispatch_uid="vocabulary drafts")


def theme_changed(theme: Theme) -> Calls:
    """A theme is a facet value of what is filed under the themes below it, too."""
    yield partial(move_stamp, Stamp.LABELS)
    yield partial(related_changed, *map(key_of, Theme.objects.branch(theme)))


def tag_changed(tag: Tag) -> Calls:
    """What carries a tag that was merged into this one shows this one's label."""
    yield partial(move_stamp, Stamp.LABELS)
    yield partial(related_changed, *map(key_of, Tag.objects.with_merged(tag)))


def profession_changed(profession: Profession) -> Calls:
    """A profession is a facet value of all that is written for it."""
    yield partial(move_stamp, Stamp.LABELS)
    yield partial(related_changed, key_of(profession))


def about_to_go(instance: Theme | Tag | Profession, **_kwargs: object) -> None:
    """Log what refers to it while the rows that say so are still there."""
    object_changed(*projectors.related(key_of(instance)))


def follow_merges(instance: object, raw: bool = False, **_kwargs: object) -> None:
    """Who types the old word of a merged tag gets the tag that took its place."""
    if raw or not isinstance(instance, ItemBase):
        return
    tag = getattr(instance, "tag", None)
    if isinstance(tag, Tag) and tag.merged_into_id is not None:
        instance.tag = tag.current


def settle_drafts(instance: object, raw: bool = False, **_kwargs: object) -> None:
    """A draft that names a merged tag beside its successor carries it once."""
    if raw or not isinstance(instance, ClusterableModel):
        return
    for name in tag_relations(type(instance)):
        items = getattr(instance, name)
        if not items.is_deferring:
            continue
        # Those that name it themselves first: their rows are there.
        rows = sorted(items.all(), key=lambda item: item.tag.merged_into_id is not None)
        once: dict[int, ItemBase] = {}
        for item in rows:
            once.setdefault(item.tag.current.pk, item)
        if len(once) < len(rows):
            items.set(once.values())


def tag_relations(model: type[Any]) -> tuple[str, ...]:
    """The lists of a model that hold tags."""
    return tuple(
        relation.get_accessor_name()
        for relation in model._meta.related_objects
        if issubclass(relation.related_model, ItemBase)
        and relation.related_model._meta.get_field("tag").related_model is Tag
    )


def key_of(instance: Any) -> str:
    """How the change log names this object."""
    return f"{instance._meta.label_lower}:{instance.pk}"
