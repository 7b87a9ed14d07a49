"""Showing translations, duplicates and comments as one hit; for display only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from search.engines.database.rows import Match
from search.request import COMMENTS


def folded(matches: Iterable[Match], language: str) -> list[list[Match]]:
    """Groups in the order of their best member, the one to show first in each."""
    groups: list[list[Match]] = []
    known: dict[Any, list[Match]] = {}
    for match in matches:
        keys = [("translation", match.translation_key)]
        if match.twin:
            keys.append(("twin", match.twin))
        group = next((known[key] for key in keys if key in known), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(match)
        for key in keys:
            known.setdefault(key, group)
    for group in groups:
        group.sort(key=lambda one: (one.kind == COMMENTS, one.language != language))
    return groups
