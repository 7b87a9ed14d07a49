"""Exports are text: what somebody typed is no formula in a spreadsheet program."""

from __future__ import annotations

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from catalogue.spreadsheets import plain


def write_plain_cells() -> None:
    """Write no formula into any CSV file; XLSX files say themselves what is text."""
    SpreadsheetExportMixin.custom_value_preprocess = {
        **SpreadsheetExportMixin.custom_value_preprocess,
        str: {
            SpreadsheetExportMixin.FORMAT_CSV: plain,
            SpreadsheetExportMixin.FORMAT_XLSX: _without_controls,
        },
    }


def _without_controls(text: str) -> str:
    """The text without the signs that no XLSX file may hold."""
    return str(ILLEGAL_CHARACTERS_RE.sub(" ", text))
