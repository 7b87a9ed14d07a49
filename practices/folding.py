"""Linked translations as one line of a list: the reader's language first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol, TypeVar
from uuid import UUID

from django.utils.translation import get_language

from catalogue.projectors import split
from catalogue.querysets import EntryQuerySet


class Foldable(Protocol):
    """What folding needs to know of an entry."""

    @property
    def key(self) -> str:
        """The key of the entry in the catalogue."""

    @property
    def language(self) -> str:
        """The language it is in."""

    @property
    def translation_key(self) -> UUID:
        """What linked translations have in common."""


Line = TypeVar("Line", bound=Foldable)


class Short(NamedTuple):
    """As much of an entry as an order of lines needs."""

    id: int
    kind: str
    key: str
    language: str
    translation_key: UUID


def folded(lines: Iterable[Line]) -> list[Line]:
    """Of linked translations one, each where it stands in the order given.

    The one in the reader's language, else the first that was made: the original.
    """
    found = list(lines)
    wanted = (get_language() or "en")[:2]
    best: dict[UUID, Line] = {}
    for line in found:
        kept = best.setdefault(line.translation_key, line)
        if _rank(line, wanted) < _rank(kept, wanted):
            best[line.translation_key] = line
    return [line for line in found if best[line.translation_key] is line]


def short_lines(entries: EntryQuerySet) -> list[Short]:
    """All entries of a query in its order, with little of each: one query."""
    return [Short(*values) for values in entries.values_list(*Short._fields)]


def _rank(line: Foldable, wanted: str) -> tuple[bool, int]:
    return line.language != wanted, split(line.key)[1]
