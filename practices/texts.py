"""The plain text of a page's fields, for the catalogue and for reading times."""

from __future__ import annotations

import math

from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

WORDS_A_MINUTE = 220


def text_of(page: Page, name: str) -> str:
    """The plain text of a field: blocks, rich text or a line."""
    field = page._meta.get_field(name)
    value = getattr(page, name)
    if hasattr(field, "stream_block"):
        return " ".join(field.stream_block.get_searchable_content(value))
    return get_text_for_indexing(value)


def minutes_to_read(text: str) -> int:
    """How many minutes reading takes, rounded up."""
    return math.ceil(len(text.split()) / WORDS_A_MINUTE)
