"""A private list as a file for spreadsheet programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.spreadsheets import plain
from search.export import BYTE_ORDER_MARK, SEPARATORS
from search.kept.listing import KeptLine


def as_csv(listed: Iterable[KeptLine], absolute: Callable[[str], str]) -> str:
    """The lines as CSV; of what cannot be read any more only the note."""
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    separator = SEPARATORS.get((get_language() or "en")[:2], ",")
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(_headings())
    for line in listed:
        writer.writerow([plain(cell) for cell in _cells(line, absolute)])
    return text.getvalue()


def _headings() -> tuple[str, ...]:
    return (
        _("Title"),
        _("Kind"),
        _("Agency"),
        _("Language"),
        _("Note"),
        _("Kept on"),
        _("Address"),
    )


def _cells(line: KeptLine, absolute: Callable[[str], str]) -> tuple[str, ...]:
    row, kept = line.row, line.kept
    day = kept.added_at.date().isoformat()
    if row is None:
        return (_("Not available any more"), "", "", "", kept.note, day, "")
    agency = row.agency.text if row.agency else ""
    own = (row.title, row.kind_label, agency, row.language_name)
    return (*own, kept.note, day, absolute(row.url))
