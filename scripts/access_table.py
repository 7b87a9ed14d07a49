"""Access and weight as the tests in Chromium found them: a table and a declaration."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

# Title and key of each column, and how its figures are written.
COLUMNS = (
    ("axe", "axe", "{:.0f}"),
    ("Nu", "nu", "{:.0f}"),
    ("HTML kB", "html", "{:.1f}"),
    ("page kB", "whole", "{:.1f}"),
    ("SQL out", "sql stranger", "{:.0f}"),
    ("SQL in", "sql agent", "{:.0f}"),
    ("slow s", "slow", "{:.1f}"),
)
TOOLS = (("axe", "axe-core"), ("nu", "Nu Html Checker"), ("browser", "Chromium"))
# Budgets are no part of what people may expect of access.
NOT_DECLARED = {"weight"}
# Each page is looked at by day and by night.
SCHEMES = 2


def table(rows: dict[str, dict[str, float]], checks: dict[str, dict]) -> list[str]:
    """The lines of the table: one a page, and one for all checks."""
    if not rows:
        return []
    wide = max(map(len, rows))
    lines = ["", "Access and weight (kB as sent, compressed, without pictures)"]
    lines.append(" " * wide + "".join(f"{title:>9}" for title, _, _ in COLUMNS))
    for name, row in rows.items():
        figures = [
            form.format(row[key]) if key in row else "-" for _, key, form in COLUMNS
        ]
        lines.append(f"{name:<{wide}}" + "".join(f"{text:>9}" for text in figures))
    told = [
        f"{name} {check['passed']}"
        + (f" (failed: {check['failed']})" if check["failed"] else "")
        for name, check in sorted(checks.items())
    ]
    return [*lines, f"Passed: {', '.join(told)}"]


def declaration(counted: dict[str, Any]) -> dict[str, Any]:
    """What the page about accessibility tells of one run."""
    rows, checks = counted["rows"], counted["checks"]
    versions = counted["versions"]
    axe = checks.get("axe", {"passed": 0, "failed": 0})
    return {
        "date": date.today().isoformat(),
        "tools": [
            {"name": name, "version": versions[key]}
            for key, name in TOOLS
            if key in versions
        ],
        "pages": sum("axe" in row for row in rows.values()),
        "combinations": SCHEMES * (axe["passed"] + axe["failed"]),
        "violations": sum(row.get("axe", 0) for row in rows.values()),
        "checks": [
            {"name": name, **check}
            for name, check in sorted(checks.items())
            if name not in NOT_DECLARED
        ],
    }


def declare(counted: dict[str, Any], target: Path) -> None:
    """Write the figures for the page about accessibility."""
    text = json.dumps(declaration(counted), indent=2)
    target.write_text(f"{text}\n", encoding="utf-8")
