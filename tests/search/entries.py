"""Entries as tests of the search need them, written the way the catalogue does."""

import itertools
import uuid
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Page

from catalogue import places
from catalogue.models import Entry, Place
from catalogue.projectors import Projection
from catalogue.services import write

_numbers = itertools.count(1)


def open_place() -> Place:
    """A place where everyone may read."""
    return places.of_page(Page.objects.get(depth=2))


def closed_place(group: Group) -> Place:
    """A place where only this group may read."""
    return places.of_wall(f"group:{group.pk}")


@transaction.atomic
def make_entry(
    title: str = "Entry", *, key: str = "", language: str = "en", **fields: Any
) -> Entry:
    """Write an entry; the same key writes it again."""
    key = key or f"page:{900_000 + next(_numbers)}"
    facets = {"lang": [language], **fields.pop("facets", {})}
    if "place" not in fields:
        fields["place"] = open_place()
    known = Entry.objects.filter(key=key).first()
    fields.setdefault("kind", "case")
    fields.setdefault("url", f"/{key}/")
    fields.setdefault(
        "translation_key", known.translation_key if known else uuid.uuid4()
    )
    entry = known or Entry.objects.create(key=key)
    projection = Projection(title=title, language=language, facets=facets, **fields)
    write(entry, projection)
    return entry


@transaction.atomic
def remove_entry(entry: Entry) -> None:
    """Take an entry away, as the catalogue does when its page is unpublished."""
    entry.refresh_from_db()
    write(entry, None)
