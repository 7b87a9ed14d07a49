"""scripts/access_table.py: what tests found, as a table and as a declaration."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.once

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
ROWS = {
    "home": {"axe": 0, "nu": 0, "html": 5.84, "whole": 33.1, "sql stranger": 10},
    "case": {"axe": 2, "slow": 1.71},
    "suggestions": {"html": 0.4},
}
CHECKS = {
    "weight": {"passed": 3, "failed": 0},
    "axe": {"passed": 7, "failed": 1},
    "paste": {"passed": 2, "failed": 0},
}


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import access_table

    yield access_table
    del sys.modules["access_table"]


def test_table_has_a_line_for_each_page(tables: ModuleType) -> None:
    lines = tables.table(ROWS, CHECKS)
    home = next(line.split() for line in lines if line.startswith("home"))
    assert home == ["home", "0", "0", "5.8", "33.1", "10", "-", "-"]
    assert lines[-1] == "Passed: axe 7 (failed: 1), paste 2, weight 3"
    assert len({len(line) for line in lines[2:-1]}) == 1


def test_nothing_measured_prints_no_table(tables: ModuleType) -> None:
    assert tables.table({}, {}) == []


def test_declaration_counts_faults_and_leaves_budgets_out(
    tables: ModuleType, tmp_path: Path
) -> None:
    versions = {"axe": "4.10", "browser": "156", "elasticsearch": "9"}
    counted = {"rows": ROWS, "checks": CHECKS, "versions": versions}
    tables.declare(counted, tmp_path / "told.json")
    told = json.loads((tmp_path / "told.json").read_text())
    assert (told["pages"], told["combinations"], told["violations"]) == (2, 16, 2)
    assert [tool["name"] for tool in told["tools"]] == ["axe-core", "Chromium"]
    assert [check["name"] for check in told["checks"]] == ["axe", "paste"]
