"""What a case shows, in the order in which a reader asks."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vocabulary.labels import pick

# Fields of a case with the headings under which readers find them.
TEXTS: tuple[tuple[str, str | Promise], ...] = (
    ("problem", _("The problem")),
    ("objectives", _("What they wanted")),
    ("solution", _("What they did")),
    ("innovation", _("What is new about it")),
    ("beneficiaries", _("Who it is for")),
    ("implementation", _("How they went about it")),
    ("results", _("Results")),
    ("lessons", _("Lessons")),
    ("challenges", _("What was hard")),
    ("conditions", _("Before you reuse it")),
    ("replicability", _("Can it work elsewhere")),
    ("sustainability", _("Will it last")),
    ("legal_notes", _("Law and data protection")),
    ("tools", _("Tools and technology")),
    ("media", _("Pictures and films")),
    ("assets", _("Files to reuse")),
    ("partners", _("Who took part")),
)
STREAMS = frozenset(("problem", "solution", "media"))
# The one question that is answered even when nobody knows yet.
ALWAYS = "results"


@dataclass(frozen=True)
class Section:
    """A part of a case: its anchor, heading, what it is made of, and the content.

    shape: "stream", "rich", "lines" (plain text), "assets", "partners" or "results".
    """

    name: str
    heading: str
    shape: str
    value: Any


@dataclass(frozen=True)
class Partner:
    """Who took part, as a line shows it; lang: of the name, "" if nobody knows."""

    text: str
    lang: str
    role: str


@dataclass(frozen=True)
class Measure:
    """An indicator with its bars, in percent of the longer one."""

    indicator: Indicator
    before: int
    after: int


class Indicator(Protocol):
    """What a measure needs to know of an indicator."""

    baseline: Decimal | None
    value: Decimal


def case_sections(
    page: Any,
    closed: Container[int],
    known: Mapping[str, Sequence[Any] | None] | None = None,
) -> list[Section]:
    """The parts of a case that have content; results also when they have none.

    closed: the collections whose files this reader may not open, nor know of.
    known: "partners" and "assets", where they are known already.
    """
    known = known or {}
    sections = []
    for name, heading in TEXTS:
        value = getattr(page, name)
        if name in ROWS:
            rows = known.get(name)
            value = ROWS[name](page, closed) if rows is None else rows
        if name == ALWAYS or value:
            sections.append(Section(name, str(heading), _shape(name), value))
    return sections


def measures(indicators: Sequence[Indicator]) -> list[Measure]:
    """Indicators with their bars; without a baseline there is nothing to compare."""
    found = []
    for each in indicators:
        before, after = abs(each.baseline or Decimal(0)), abs(each.value)
        longest = max(before, after) or Decimal(1)
        found.append(
            Measure(each, round(before / longest * 100), round(after / longest * 100))
        )
    return found


def _assets(page: Any, closed: Container[int]) -> list[Any]:
    rows = page.assets.select_related("document")
    return [asset for asset in rows if _is_open(asset.document, closed)]


def _partners(page: Any, _closed: Container[int]) -> list[Partner]:
    found = []
    for row in page.partners.select_related("agency"):
        text, lang = row.name, ""
        if row.agency and not row.name:
            text, lang = pick(row.agency.names)
        found.append(Partner(text or str(row), lang, row.role))
    return found


def _is_open(document: Any, closed: Container[int]) -> bool:
    return document is None or document.collection_id not in closed


def _shape(name: str) -> str:
    if name in STREAMS:
        return "stream"
    if name in ("assets", "partners", ALWAYS):
        return name
    return "lines" if name == "tools" else "rich"


# What stands in rows of its own below a case.
ROWS: dict[str, Callable[[Any, Container[int]], Sequence[Any]]] = {
    "assets": _assets,
    "partners": _partners,
}
