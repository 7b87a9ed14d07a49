"""The pages, documents and pictures that a page refers to."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model
from modelcluster.models import get_all_child_relations
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

References = set[tuple[type[Model], str]]


def references_of(source: Model) -> References:
    """What an object with its children refers to."""
    found: References = set()
    for field in source._meta.get_fields():
        if hasattr(field, "value_from_object"):
            found |= _of_value(field, field.value_from_object(source))
    for relation in get_all_child_relations(source):
        for child in getattr(source, relation.get_accessor_name()).all():
            found |= references_of(child)
    return found


def documents_of(page: Page) -> list[int]:
    """The numbers of the documents that a page shows or links to."""
    model = get_document_model()
    found: References = set()
    for field in page._meta.get_fields():
        if hasattr(field, "extract_references"):
            found |= _of_value(field, field.value_from_object(page))
    numbers = {int(number) for kind, number in found if kind is model}
    for relation in get_all_child_relations(page):
        for field in relation.related_model._meta.fields:
            if field.related_model is model:
                rows = getattr(page, relation.get_accessor_name()).all()
                numbers |= {getattr(row, field.attname) for row in rows}
    return sorted(numbers - {None})


def words_about_documents(page: Page) -> dict[str, str]:
    """What a page says of each of its documents, by the document's number."""
    words: dict[str, list[str]] = {str(number): [] for number in documents_of(page)}
    assets = page.assets.all() if hasattr(page, "assets") else ()
    said = [(asset.document_id, asset.title) for asset in assets]
    for field in page._meta.get_fields():
        if hasattr(field, "stream_block"):
            said += [
                (block.value["document"].pk, block.value["description"])
                for block in field.value_from_object(page)
                if block.block_type == "document" and block.value["document"]
            ]
    for number, text in said:
        if str(number) in words:
            words[str(number)].append(text)
    return {number: " ".join(texts) for number, texts in words.items()}


def submitted_references(form: Any) -> References:
    """What was sent with a form and the rows below it, valid or not."""
    found: References = set()
    for name, field in form.fields.items():
        try:
            model_field = form._meta.model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        prefixed = form.add_prefix(name)
        value = field.widget.value_from_datadict(form.data, form.files, prefixed)
        found |= _of_value(model_field, value)
    for formset in getattr(form, "formsets", {}).values():
        if formset.management_form.is_valid():
            for row in formset.forms:
                found |= submitted_references(row)
    return found


def _of_value(field: Any, value: Any) -> References:
    """What one value of a field refers to; numbers that are none are no reference."""
    if not value:
        return set()
    if hasattr(field, "extract_references"):
        pairs = [
            (model, number) for model, number, *_ in field.extract_references(value)
        ]
    elif isinstance(field, Field) and field.many_to_one and _is_guarded(field):
        pairs = [(field.related_model, value)]
    else:
        return set()
    return {(model, str(number)) for model, number in pairs if str(number).isdigit()}


def _is_guarded(field: Any) -> bool:
    """Keys to what an editor chooses; those of Wagtail itself are not in the form."""
    model = field.related_model
    if field.name in {"page_ptr", "alias_of"} or field.remote_field.parent_link:
        return False
    return model is Page or model in {get_document_model(), get_image_model()}
