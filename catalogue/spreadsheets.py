"""Files for spreadsheet programs: what somebody typed is no formula there."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def plain(text: str) -> str:
    """The text as spreadsheet programs leave it alone."""
    return f"'{text}" if text.startswith(FORMULA) else text
