"""Two drains at once on a server database lose nothing."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from pytest_django import Settings
from wagtail.models import Page

from catalogue import drain, projectors, services
from catalogue.models import Change, Entry
from hub.models import HomePage, StandardPage

WAIT = 20


@pytest.fixture(autouse=True)
def _jobs_after_the_commit(settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "hub.tasks.AfterCommitBackend"}}


def in_thread(work: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


@pytest.fixture
def slow_drain(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], tuple[threading.Thread, threading.Event]]:
    """Start a drain that has read its page and goes on when it is told to."""
    read, go_on = threading.Event(), threading.Event()
    project = projectors.project

    def slowly(key: str) -> projectors.Projection | None:
        projection = project(key)
        if not read.is_set():
            read.set()
            assert go_on.wait(WAIT)
        return projection

    def start() -> tuple[threading.Thread, threading.Event]:
        monkeypatch.setattr(projectors, "project", slowly)
        thread = in_thread(drain.run)
        assert read.wait(WAIT)
        return thread, go_on

    return start


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("drains", [1, 2])
def test_edit_committed_while_a_drain_reads_is_not_lost(
    slow_drain: Callable[[], tuple[threading.Thread, threading.Event]], drains: int
) -> None:
    page = StandardPage(title="First")
    HomePage.objects.get().add_child(instance=page)
    assert Entry.objects.get(key=f"page:{page.pk}").title == "First"
    with drain.paused():
        page.title = "Old"
        page.save()
    first, go_on = slow_drain()
    with drain.paused():
        # Committed after the drain has read the page, before it empties the log.
        page.title = "New"
        page.save()
    # A second drain must wait for the first, or the first would write the old title.
    others = [in_thread(drain.run) for _ in range(drains - 1)]
    for other in others:
        other.join(1)
    go_on.set()
    for thread in (first, *others):
        thread.join(WAIT)
        assert not thread.is_alive()
    assert Change.objects.exists() is (drains == 1)
    drain.run_all()
    assert Entry.objects.get(key=f"page:{page.pk}").title == "New"
    assert not Change.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_editors_and_drains_at_once_end_in_the_right_catalogue() -> None:
    home = HomePage.objects.get()
    with drain.paused():
        pages = [home.add_child(instance=StandardPage(title=f"P{n}")) for n in range(4)]
    numbers = [page.pk for page in pages]

    def edit_all() -> None:
        for turn in range(5):
            for number in numbers:
                page = StandardPage.objects.get(pk=number)
                page.title = f"{number} turn {turn} {threading.get_ident()}"
                page.save()

    threads = [in_thread(edit_all) for _ in range(2)]
    threads += [in_thread(drain.run_all) for _ in range(2)]
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    drain.run_all()
    assert not Change.objects.exists()
    assert not any(services.differences().values())
    for entry in Entry.objects.filter(key__in=[f"page:{pk}" for pk in numbers]):
        assert entry.title == Page.objects.get(pk=entry.key.split(":")[1]).title
