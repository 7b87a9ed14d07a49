"""The pages, documents and pictures that a page refers to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Field, Model
from modelcluster.models import get_all_child_relations
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

References = set[tuple[type[Model], str]]


def references_of(source: Model, values: Mapping[str, Any] | None = None) -> References:
    """What an object with its children refers to, or what these new values do."""
    found: References = set()
    for field in source._meta.get_fields():
        if values is not None and field.name not in values:
            continue
        value = (values or {}).get(field.name) if values is not None else None
        found |= _of_field(source, field, value, given=values is not None)
    if values is None:
        for relation in get_all_child_relations(source):
            for child in getattr(source, relation.get_accessor_name()).all():
                found |= references_of(child)
    return found


def _of_field(source: Model, field: Any, value: Any, *, given: bool) -> References:
    if hasattr(field, "extract_references"):
        if not given:
            value = field.value_from_object(source)
        return {
            (model, str(number))
            for model, number, *_paths in field.extract_references(value or "")
        }
    if isinstance(field, Field) and field.many_to_one and _is_guarded(field):
        number = (
            getattr(value, "pk", None) if given else field.value_from_object(source)
        )
        return {(field.related_model, str(number))} if number else set()
    return set()


def _is_guarded(field: Any) -> bool:
    """Keys to what an editor chooses; those of Wagtail itself are not in the form."""
    model = field.related_model
    if field.name in {"page_ptr", "alias_of"} or field.remote_field.parent_link:
        return False
    return model is Page or model in {get_document_model(), get_image_model()}
