"""What every test may ask for; real servers are in tests/servers/."""

import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.signals import setting_changed
from django.db import connection
from django.utils import timezone

from accounts import directory
from catalogue import access
from communities.belonging import endings
from communities.talk import rules
from search.asked import names as asked_names
from search.asked import recording
from search.curating import curation
from search.engines.database import counting
from tests.servers.absent import absent
from tests.servers.counts import Counts
from vocabulary import names, pairs

pytest_plugins = [
    "tests.servers.browser",
    "tests.servers.elasticsearch",
    "tests.servers.jobs",
    "tests.servers.nu",
    "tests.servers.template_database",
]

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--counts", type=Path, help="write the counts to this file")


def pytest_configure(config: pytest.Config) -> None:
    """Tests are fast and start from the embedded defaults, whatever is set outside."""
    if target := config.getoption("--counts"):
        config.pluginmanager.register(Counts(target), "counts")
    # Looking through all objects of Django and Wagtail again and again is a tenth.
    gc.set_threshold(50_000, 20, 50)
    settings.ELASTICSEARCH_URL = ""
    # Most tests never commit, and jobs of the hub itself wait for that.
    settings.TASKS = {"default": {"BACKEND": "tests.servers.jobs.AtOnceBackend"}}
    # The backend of the hub is made by now, as soon as the packages are loaded.
    setting_changed.send(sender=None, setting="TASKS", value=settings.TASKS, enter=True)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # The live server has its own way to static files; collected ones may be old.
    settings.WHITENOISE_USE_FINDERS = False
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }


def commits(item: pytest.Item) -> bool:
    """Whether the test writes for real, and the database is emptied after it."""
    marker = item.get_closest_marker("django_db")
    if marker is not None and marker.kwargs.get("transaction"):
        return True
    return bool({"transactional_db", "live_server"} & set(fixtures_of(item)))


def fixtures_of(item: pytest.Item) -> list[str]:
    """The names of the fixtures of a test, in a list that may be added to."""
    return getattr(item, "fixturenames", [])


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that commit come late and get the first rows back; browser tests last."""
    items.sort(key=lambda item: ("browser" in item.keywords, commits(item)))
    first_rows = pytest.mark.django_db(transaction=True, serialized_rollback=True)
    for item in filter(commits, items):
        item.add_marker(first_rows, append=False)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test about one database says so; the other one leaves it out."""
    if "postgres" in item.keywords and connection.vendor != "postgresql":
        absent("This test needs PostgreSQL: run scripts/test postgres.")
    if "sqlite_only" in item.keywords and connection.vendor != "sqlite":
        pytest.skip("This test is about SQLite.")


@pytest.fixture(scope="session", autouse=True)
def _own_files() -> Iterator[None]:
    """Uploads of tests never reach the files of a real hub."""
    with tempfile.TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = folder
        yield


@pytest.fixture(autouse=True)
def _empty_memory() -> Iterator[None]:
    """No test sees what another one cached or what the process remembers of it."""
    forgets = (access.forget, curation.forget, directory.forget, names.forget)
    forgets += (asked_names.forget, pairs.forget, recording.forget, counting.forget)
    forgets += (rules.forget,)
    for forget in (cache.clear, *forgets):
        forget()
    # Nothing runs out today: no first request of a day costs a query.
    endings.remember(timezone.localdate())
    yield
    cache.clear()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real records beside the checkout."""
    folder = Path(os.environ.get("SHARED_DATA") or SHARED_DATA)
    if not folder.is_dir():
        absent("The folder shared/data is not beside the checkout.")
    return folder
