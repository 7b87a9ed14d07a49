"""Jobs in tests are done at once; Wagtail's two indexes only for tests that read them.

Each save makes two jobs, and for most tests they are a tenth of the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id

INDEXES = (
    "wagtail.tasks.update_reference_index_task",
    "modelsearch.tasks.insert_or_update_object_task",
)
_left_out = set(INDEXES)


class AtOnceBackend(ImmediateBackend):
    """Does every job at once that is not left out."""

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        """The result of the job; one that waits for ever if it is left out."""
        if task.module_path not in _left_out:
            return super().enqueue(task, args, kwargs)
        return TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


@pytest.fixture
def wagtail_indexes() -> Iterator[None]:
    """For tests that ask Wagtail what refers to what, or search the editing pages."""
    _left_out.clear()
    yield
    _left_out.update(INDEXES)
