"""From the addresses that knowledge managers paste to entries, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from django.db.models import Q

from catalogue.access import Reader
from catalogue.models import Entry

KEY = re.compile(r"[a-z][a-z.]*(?::\w+)+")


def entries_at(texts: Sequence[str], reader: Reader) -> dict[str, Entry]:
    """For each address, path or key the entry that this reader may see: one query."""
    paths = {text: path_of(text) for text in texts}
    wanted = Q(key__in=texts) | Q(url__in=_spellings(paths.values()))
    rows = Entry.objects.readable_by(reader).filter(wanted).light().order_by("-pk")
    found: dict[str, Entry] = {}
    for entry in rows:
        found[entry.key] = found[entry.url.rstrip("/")] = entry
    return {
        text: found[name]
        for text, path in paths.items()
        if (name := text if text in found else path.rstrip("/")) in found
    }


def entries_of(keys: Iterable[str], reader: Reader) -> dict[str, Entry]:
    """The entries of these keys that this reader may see: one query."""
    rows = Entry.objects.readable_by(reader).filter(key__in=list(keys)).light()
    return {entry.key: entry for entry in rows}


def path_of(text: str) -> str:
    """The path of an address of this hub; whatever else is no path of it."""
    if KEY.fullmatch(text):
        return text
    try:
        parts = urlsplit(text)
    except ValueError:
        return text
    return f"{parts.path}#{parts.fragment}" if parts.fragment else parts.path


def _spellings(paths: Iterable[str]) -> list[str]:
    return [end for path in paths for end in (path, path.rstrip("/"), f"{path}/")]
