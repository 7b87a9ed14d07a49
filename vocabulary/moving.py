"""Pointing rows of other tables from one tag to another, and back.

What was moved is kept as JSON, by table: "moved" and "dropped" are lists of
[number of the row, number of the page or person that it belongs to].
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.models import Page, Revision

from vocabulary.models import Tag
from vocabulary.querysets import references

# Fewer than any database takes in one statement.
BATCH = 1_000

Reference = models.ForeignKey[Any, Any]
# [number of the row, number of its owner]
Row = Sequence[int]
Moved = dict[str, dict[str, list[Row]]]


def move_all(tag: Tag, into: Tag) -> Moved:
    """Point everything that carries a tag to the other one, without saying it twice."""
    return {_key(each): _move(each, tag, into) for each in references(Tag)}


def put_all_back(
    moved: Mapping[str, Any], tag: Tag, into: Tag, since: datetime.datetime
) -> None:
    """Undo a move, as far as what was moved still carries the other tag."""
    for reference in references(Tag):
        if rows := moved.get(_key(reference)):
            _put_back(reference, rows, tag, into)
            _mend_drafts(reference, rows, (tag, into), since)


def owner_of(model: type[models.Model], reference: Reference) -> Reference | None:
    """The field that says what carries the tag, where a row says nothing else."""
    if not (issubclass(model, ItemBase) or model._meta.auto_created):
        return None
    return next(
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field is not reference
    )


def _move(reference: Reference, tag: Tag, into: Tag) -> dict[str, list[Row]]:
    name, rows = reference.name, reference.model._default_manager.all()
    owner = owner_of(reference.model, reference)
    column = owner.attname if owner else "pk"
    carrying = rows.filter(**{name: tag}).order_by("pk")
    # An owner that has the other tag already loses the row.
    seen = set(rows.filter(**{name: into}).values_list(column, flat=True))
    moved: list[Row] = []
    dropped: list[Row] = []
    for row in carrying.values_list("pk", column):
        (dropped if row[1] in seen else moved).append(list(row))
        seen.add(row[1])
    for part in _parts([pk for pk, _owner in dropped]):
        rows.filter(pk__in=part, **{name: tag}).delete()
    for part in _parts([pk for pk, _owner in moved]):
        rows.filter(pk__in=part, **{name: tag}).update(**{name: into})
    return {"moved": moved, "dropped": dropped}


def _put_back(
    reference: Reference, rows: Mapping[str, list[Row]], tag: Tag, into: Tag
) -> None:
    """Rows go back by their owner: saving a page again gives its rows new numbers."""
    name, model = reference.name, reference.model
    owner = owner_of(model, reference)
    found = model._default_manager.all()
    column = owner.attname if owner else "pk"
    for part in _parts([each for _pk, each in rows["moved"]]):
        there = found.filter(**{f"{column}__in": part})
        have = set(there.filter(**{name: tag}).values_list(column, flat=True))
        carrying = there.filter(**{name: into}).order_by("-pk")
        back = {o: pk for pk, o in carrying.values_list("pk", column) if o not in have}
        found.filter(pk__in=back.values()).update(**{name: tag})
    if owner is None:
        return
    for part in _parts([each for _pk, each in rows["dropped"]]):
        living = set(_living(owner, part))
        carrying = found.filter(**{name: tag, f"{column}__in": part})
        again = living.difference(carrying.values_list(column, flat=True))
        model._default_manager.bulk_create(
            [model(**{name: tag, column: number}) for number in sorted(again)]
        )


def _mend_drafts(
    reference: Reference,
    rows: Mapping[str, list[Row]],
    tags: tuple[Tag, Tag],
    since: datetime.datetime,
) -> None:
    """Versions saved since the merge name the other tag, and could be published."""
    owner = owner_of(reference.model, reference)
    if not isinstance(owner, ParentalKey):
        return
    model = owner.remote_field.model
    relation = owner.remote_field.get_accessor_name()
    if not issubclass(model, Page):
        return
    moved = {number for _pk, number in rows["moved"]}
    for part in _parts([*moved, *(number for _pk, number in rows["dropped"])]):
        for draft in _waiting(model, part, since):
            was_moved = int(draft.object_id) in moved
            if _rename(draft.content.get(relation, []), tags, was_moved):
                draft.save(update_fields=["content"])


def _waiting(
    model: type[Page], numbers: Sequence[int], since: datetime.datetime
) -> Iterator[Revision]:
    """The newest and the scheduled versions of these pages, if saved since then."""
    newest = model._default_manager.filter(pk__in=numbers).values("latest_revision")
    waits = Q(pk__in=newest) | Q(approved_go_live_at__isnull=False)
    yield from Revision.page_revisions.filter(
        waits, object_id__in=map(str, numbers), created_at__gt=since
    )


def _rename(
    items: list[dict[str, Any]], tags: tuple[Tag, Tag], was_moved: bool
) -> bool:
    """Name the tag in a draft again; false when nothing is to be changed."""
    tag, into = tags
    named = [item for item in items if item.get("tag") == into.pk]
    if not named or any(item.get("tag") == tag.pk for item in items):
        return False
    if was_moved:
        named[0]["tag"] = tag.pk
    else:
        items.append({**named[0], "pk": None, "tag": tag.pk})
    return True


def _living(owner: Reference, numbers: Sequence[int]) -> Iterator[int]:
    model = owner.remote_field.model
    found = model._default_manager.filter(pk__in=numbers)
    yield from found.values_list("pk", flat=True)


def _parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), BATCH):
        yield numbers[start : start + BATCH]


def _key(reference: Reference) -> str:
    return f"{reference.model._meta.label_lower}.{reference.name}"
