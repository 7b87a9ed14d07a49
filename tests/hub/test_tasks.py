"""Wagtail's small jobs run after the commit and never cost anybody a save."""

import pytest
from django.db import OperationalError, transaction
from django_tasks import task
from pytest_django import Settings

DONE: list[str] = []
FAULTS: list[Exception] = []


@task()
def note(word: str) -> None:
    if FAULTS:
        raise FAULTS.pop()
    DONE.append(word)


@pytest.fixture(autouse=True)
def _own_backend(settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "hub.tasks.AfterCommitBackend"}}
    DONE.clear()
    FAULTS.clear()


@pytest.mark.django_db(transaction=True)
def test_job_waits_for_the_commit() -> None:
    with transaction.atomic():
        note.enqueue("committed")
        assert DONE == []
    assert DONE == ["committed"]


@pytest.mark.django_db(transaction=True)
def test_job_of_a_rolled_back_save_is_not_done() -> None:
    with transaction.atomic():
        note.enqueue("rolled back")
        transaction.set_rollback(True)
    assert DONE == []


@pytest.mark.django_db(transaction=True)
def test_busy_database_is_tried_again() -> None:
    FAULTS.extend([OperationalError("deadlock"), OperationalError("deadlock")])
    note.enqueue("in the end")
    assert DONE == ["in the end"]


@pytest.mark.django_db(transaction=True)
def test_failing_job_is_logged_and_reaches_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    FAULTS.append(ValueError("broken"))
    with transaction.atomic():
        note.enqueue("never")
    assert DONE == []
    assert "FAILED" in caplog.text
