"""In which languages a reader finds a page, and what it was translated from."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.access import Reader
from catalogue.models import Entry
from practices.listing import Translation
from practices.translating import Origin, origin_of
from practices.usefulness import with_answer


@dataclass(frozen=True)
class OriginNote:
    """The original of a page as its readers see it.

    seen_at: the state that the translation follows. words: the text of the link, in
    the language of the original.
    """

    language: str
    url: str
    changed_at: datetime.datetime | None
    seen_at: datetime.datetime | None
    is_behind: bool
    words: str


def own_and_others(page: Any, reader: Reader) -> tuple[Entry | None, list[Translation]]:
    """The page's own entry, and where this reader finds it in other languages.

    Beside the entry stands whether the reader found the page useful.
    """
    readable = Entry.objects.readable_by(reader).without_comments()
    same = readable.filter(translation_key=page.translation_key)
    origin = origin_of(page)
    original = f"page:{origin.original.pk}" if origin else ""
    own: Entry | None = None
    others = []
    fields = ("key", "kind", "language", "url", "data", "reuses")
    found = with_answer(same.only(*fields), page, reader)
    for entry in found.order_by("language", "id"):
        if entry.key == f"page:{page.pk}":
            own = entry
        else:
            is_original = entry.key == original
            others.append(Translation(entry.language, entry.url, is_original))
    return own, others


def languages_context(page: Any, others: Sequence[Translation]) -> dict[str, Any]:
    """The languages of a page: its own, the others, and the reader's if it is there."""
    interface = (get_language() or "en")[:2]
    own = page.locale.language_code[:2]
    yours = [each for each in others if each.language == interface]
    return {
        "page_lang": own,
        "translations": others,
        "your_version": yours[0] if yours and own != interface else None,
        "origin": origin_note(origin_of(page), others),
    }


def origin_note(
    origin: Origin | None, others: Sequence[Translation]
) -> OriginNote | None:
    """The original, when this reader may read it."""
    address = next((each.url for each in others if each.is_original), "")
    if origin is None or not address:
        return None
    with translation.override(origin.language):
        words = _("Read the original")
    return OriginNote(
        language=origin.language,
        url=address,
        changed_at=origin.changed_at,
        seen_at=origin.seen_at,
        is_behind=origin.is_behind,
        words=words,
    )
