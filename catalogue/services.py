"""Writing entries from projections."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from catalogue.models import Entry, FacetValue
from catalogue.projectors import Projection, all_keys, project
from catalogue.signals import entry_written

COPIED = (
    *("kind", "url", "language", "title", "summary", "body", "names", "agency"),
    *("status", "importance", "prior", "published_at", "updated_at", "checked_on"),
    *("review_on", "reuses", "data", "place"),
)
# What a removed entry keeps nothing of; its key, number and version stay.
EMPTY: dict[str, Any] = {
    **dict.fromkeys(("url", "title", "summary", "body", "names"), ""),
    **dict.fromkeys(("agency", "status", "content_hash"), ""),
    "facets": " ",
    "data": {},
    "place": None,
}


def write(entry: Entry, projection: Projection | None) -> bool:
    """Write a locked entry from its projection; return whether it changed.

    A version never goes back: what disappears stays as a removed row.
    """
    changed = _remove(entry) if projection is None else _fill(entry, projection)
    if changed:
        entry_written.send(sender=Entry, entry=entry)
    return changed


def _remove(entry: Entry) -> bool:
    if entry.version == 0:
        entry.delete()
        return False
    if entry.removed:
        return False
    for name, value in EMPTY.items():
        setattr(entry, name, value)
    entry.removed = True
    entry.version += 1
    entry.save()
    return True


def _fill(entry: Entry, projection: Projection) -> bool:
    content_hash = projection.content_hash()
    if not entry.removed and entry.content_hash == content_hash:
        return False
    for name in COPIED:
        setattr(entry, name, getattr(projection, name))
    entry.translation_key = projection.translation_key or uuid.uuid4()
    entry.facets = pack(facet_numbers(projection.facets))
    entry.content_hash = content_hash
    entry.removed = False
    entry.index_error = ""
    entry.version += 1
    entry.save()
    return True


def pack(numbers: Iterable[int]) -> str:
    """Numbers as entries keep them: sorted, a blank before and after each."""
    inner = " ".join(str(number) for number in sorted(set(numbers)))
    return f" {inner} " if inner else " "


def facet_numbers(facets: Mapping[str, Iterable[str]]) -> list[int]:
    """The numbers of facet values, made when they are new."""
    pairs = {(name, value) for name, values in facets.items() for value in values}
    if not pairs:
        return []
    known = {
        (row.facet, row.value): row.pk
        for row in FacetValue.objects.filter(
            reduce(or_, (Q(facet=name, value=value) for name, value in pairs))
        )
    }
    for name, value in pairs - known.keys():
        known[name, value] = FacetValue.objects.get_or_create(facet=name, value=value)[
            0
        ].pk
    return [known[pair] for pair in pairs]


def differences() -> dict[str, list[str]]:
    """Compare each entry with a projection made from nothing.

    Returns keys by fault: missing (should be found), extra (should not), stale.
    """
    found: dict[str, list[str]] = {"missing": [], "extra": [], "stale": []}
    left = dict(Entry.objects.live().values_list("key", "content_hash"))
    from_source = all_projections()
    for key, projection in from_source:
        stored = left.pop(key, None)
        if stored is None:
            found["missing"].append(key)
        elif stored != projection.content_hash():
            found["stale"].append(key)
    found["extra"] = sorted(left)
    return found


def all_projections() -> Iterable[tuple[str, Projection]]:
    """Each key that has something to show, with its projection."""
    for key in all_keys():
        projection = project(key)
        if projection is not None:
            yield key, projection
