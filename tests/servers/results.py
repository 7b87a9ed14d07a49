"""What the tests of access and weight find, for the table at the end of `make test`."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

# page → column → value; check → how often it passed and failed.
ROWS: dict[str, dict[str, Any]] = defaultdict(dict)
CHECKS: dict[str, dict[str, int]] = defaultdict(lambda: {"passed": 0, "failed": 0})


def tell(page: str, **values: float) -> None:
    """Put figures of a page into the table; figures of several readers: the largest."""
    row = ROWS[page]
    for column, value in values.items():
        row[column] = max(value, row.get(column, 0))


def count(page: str, **values: int) -> None:
    """Add to the numbers of a page."""
    row = ROWS[page]
    for column, value in values.items():
        row[column] = row.get(column, 0) + value


def judge(check: str, faults: list[str]) -> list[str]:
    """Count a check that was tried once; the faults are handed on."""
    CHECKS[check]["failed" if faults else "passed"] += 1
    return faults
