"""How many tests ran against which servers, for the last lines of `make test`."""

import json
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from tests.servers import results

VERSIONS: dict[str, str] = {}
SERVERS = ("elasticsearch", "browser")


def database_name() -> str:
    """The database behind this run and its version."""
    if connection.vendor == "sqlite":
        version = ".".join(map(str, connection.Database.sqlite_version_info))
        return f"SQLite {version}"
    number = connection.pg_version
    return f"PostgreSQL {number // 10_000}.{number % 10_000}"


class Counts:
    """A pytest plugin that writes the counts of a run to a file."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.totals: dict[str, Counter[str]] = {
            name: Counter() for name in ("all", *SERVERS)
        }
        self.database = connection.vendor

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test once: by its call, or by what kept it from one."""
        if report.when != "call" and report.passed:
            return
        failed_outside = report.failed and report.when != "call"
        outcome = "errors" if failed_outside else report.outcome
        for name in ("all", *SERVERS):
            if name == "all" or name in report.keywords:
                self.totals[name][outcome] += 1

    @pytest.fixture(scope="session", autouse=True)
    def _remember_database(self, django_db_setup: None, django_db_blocker) -> None:
        with django_db_blocker.unblock():
            self.database = database_name()

    def pytest_sessionfinish(self) -> None:
        """Write what was counted."""
        told = {"database": self.database, "versions": VERSIONS}
        told |= {"rows": results.ROWS, "checks": results.CHECKS}
        self.target.write_text(json.dumps({**told, **self.totals}))
