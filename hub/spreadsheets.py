"""Exports are text: what somebody typed is no formula in a spreadsheet program."""

from __future__ import annotations

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from catalogue.spreadsheets import plain


def write_plain_cells() -> None:
    """Write no formula into any CSV file; XLSX files say themselves what is text."""
    SpreadsheetExportMixin.custom_value_preprocess = {
        **SpreadsheetExportMixin.custom_value_preprocess,
        str: {SpreadsheetExportMixin.FORMAT_CSV: plain},
    }
