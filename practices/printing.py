"""A case or a guide for printing: in one language, or in two side by side."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from catalogue.access import Reader, reader_for
from catalogue.models import Entry
from catalogue.projectors import split
from practices.page_languages import OriginNote, origin_note, own_and_others
from practices.presentation import TEXTS, Section, case_sections
from practices.translating import origin_of

TEMPLATE = "practices/print_page.html"
PARAMETER = "print"
COLUMNS = 2
REMEMBERED = "_print_columns"
ORDER = ("in-short", "opening", *(name for name, _heading in TEXTS))


@dataclass(frozen=True)
class Column:
    """One language of a printed page; parts are in the order of reading."""

    page: Any
    lang: str
    origin: OriginNote | None
    parts: Sequence[Section]


@dataclass(frozen=True)
class PrintRow:
    """A part of the page in each column's language; None where a column lacks it."""

    name: str
    cells: Sequence[tuple[Column, Section | None]]


def columns_of(page: Any, request: HttpRequest) -> Sequence[Column]:
    """The languages asked for in the address, all readable; none of them else."""
    known: Sequence[Column] | None = getattr(request, REMEMBERED, None)
    if known is None:
        known = _columns(page, request)
        setattr(request, REMEMBERED, known)
    return known


def print_context(columns: Sequence[Column]) -> dict[str, Any]:
    """What the page for printing shows beside the facts; nothing on other pages."""
    if not columns:
        return {}
    return {"columns": columns, "rows": rows_of(columns), "page": columns[0].page}


def rows_of(columns: Sequence[Column]) -> list[PrintRow]:
    """One row for each part that some column has."""
    parts = [{part.name: part for part in column.parts} for column in columns]
    names = sorted({name for own in parts for name in own}, key=_rank)
    pairs = list(zip(columns, parts, strict=True))
    return [
        PrintRow(name, [(column, own.get(name)) for column, own in pairs])
        for name in names
    ]


def _rank(name: str) -> int:
    """Parts of cases in their fixed order, sections of guides by their number."""
    if name in ORDER:
        return ORDER.index(name)
    return len(ORDER) + int(name.rpartition("-")[2])


def _columns(page: Any, request: HttpRequest) -> Sequence[Column]:
    asked = request.GET.getlist(PARAMETER)
    is_asked = 0 < len(asked) <= COLUMNS and len(set(asked)) == len(asked)
    if not is_asked or getattr(request, "is_preview", False) or not page.live:
        return ()
    reader = reader_for(request)
    found = {each.locale.language_code[:2]: each for each in _versions(page, reader)}
    found[page.locale.language_code[:2]] = page
    if not all(code in found for code in asked):
        return ()
    return [_column(found[code], code, reader) for code in asked]


def _versions(page: Any, reader: Reader) -> list[Any]:
    """The live versions of the same type that this reader may read."""
    readable = Entry.objects.readable_by(reader).without_comments()
    same_page = readable.filter(translation_key=page.translation_key)
    keys = same_page.values_list("key", flat=True)
    numbers = [split(key)[1] for key in keys]
    same = type(page).objects.live().filter(pk__in=numbers)
    related = ("locale", "agency", "page_owner__agency", "page_owner__function")
    return list(same.select_related(*related))


def _column(page: Any, lang: str, reader: Reader) -> Column:
    _own, others = own_and_others(page, reader)
    with translation.override(lang):
        closed = reader.closed_collections
        is_guide = hasattr(page, "sections")
        parts = guide_parts(page) if is_guide else case_parts(page, closed)
    return Column(page, lang, origin_note(origin_of(page), others), parts)


def case_parts(page: Any, closed: Container[int]) -> list[Section]:
    """The texts of a case; its figures stand once for all languages."""
    return [
        Section(part.name, part.heading, _shape(part), part.value)
        for part in case_sections(page, closed)
        if part.value
    ]


def guide_parts(page: Any) -> list[Section]:
    """All of a guide: in short, the opening, and each section, paged or not."""
    parts = []
    if page.in_short:
        parts.append(Section("in-short", _("In short"), "rich", page.in_short))
    if page.opening:
        parts.append(Section("opening", "", "stream", page.opening))
    for section in page.sections:
        parts.append(Section(section.anchor, section.title, "stream", section.blocks))
    return parts


def _shape(part: Section) -> str:
    """Figures are told below, so that the results here are their text alone."""
    return "rich" if part.shape == "results" else part.shape
