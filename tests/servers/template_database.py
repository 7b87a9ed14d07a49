"""A migrated SQLite kept between runs, so that a narrow run starts in seconds."""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


def fingerprint() -> str:
    """Changes when a migration of any installed package changes."""
    digest = hashlib.sha256()
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label} {file.name}".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, pytestconfig: pytest.Config
) -> Iterator[Path | None]:
    """Fill the empty database from the kept one, before Django migrates it."""
    if connection.vendor != "sqlite" or not hasattr(pytestconfig, "cache"):
        yield None
        return
    folder = pytestconfig.cache.mkdir("template-database")
    template = Path(folder, f"{fingerprint()}.sqlite3")
    if not template.exists():
        yield template
        return
    filled: list[bool] = []

    def fill(connection: BaseDatabaseWrapper, **_: object) -> None:
        if connection.is_in_memory_db() and not filled:
            filled.append(True)
            with closing(sqlite3.connect(template)) as source:
                source.backup(connection.connection)

    connection_created.connect(fill)
    yield template
    connection_created.disconnect(fill)


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_modify_db_settings: Path | None,
    django_db_setup: None,
    django_db_blocker: object,
) -> None:
    """Keep the migrated database for the next run."""
    template = django_db_modify_db_settings
    if template is None or template.exists():
        return
    for old in template.parent.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    part = template.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(part)) as target:
        connection.connection.backup(target)
    part.rename(template)
