"""The plain text of a page's fields, for the catalogue and for reading times."""

from __future__ import annotations

import math
from typing import Any

from django.utils.html import strip_tags
from wagtail.blocks.stream_block import StreamValue
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


def says_something(value: Any) -> bool:
    """Whether a field says anything; emptied editors still hold a paragraph."""
    if isinstance(value, StreamValue):
        return any(
            block.block_type != "paragraph" or says_something(str(block.value))
            for block in value
        )
    if isinstance(value, str):
        return bool(strip_tags(value).replace("\xa0", " ").strip())
    return value is not None and value is not False


def minutes_to_read(text: str) -> int:
    """How many minutes reading takes, rounded up."""
    return math.ceil(len(text.split()) / WORDS_A_MINUTE)
