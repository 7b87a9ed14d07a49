"""Small jobs of Wagtail, such as its own admin index, done after the commit.

Done inside the transaction of a save, as the packaged backend does, two editors who
save at once can deadlock on PostgreSQL in the index of the admin search: one of them
would lose the save. After the commit a failed job costs nobody anything.
"""

from __future__ import annotations

import random
import time
from typing import Any

from django.db import OperationalError, transaction
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id

TRIES = 3


class AfterCommitBackend(ImmediateBackend):
    """Runs a job in the same process, right after the commit, a few times if needed."""

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        """Take a job on; it runs at once where no transaction is open."""
        self.validate_task(task)
        result = self._taken_on(task, args, kwargs)
        transaction.on_commit(lambda: self._run(result), robust=True)
        return result

    def _taken_on(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        nothing_yet = dict.fromkeys(
            ("enqueued_at", "started_at", "last_attempted_at", "finished_at")
        )
        return TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
            **nothing_yet,
        )

    def _run(self, result: TaskResult) -> None:
        for turn in range(1, TRIES + 1):
            self._execute_task(result)
            if not _is_worth_another_try(result) or turn == TRIES:
                return
            time.sleep(random.uniform(0, 0.05 * turn))  # noqa: S311


def _is_worth_another_try(result: TaskResult) -> bool:
    """Whether the database refused because others were writing the same rows."""
    if result.status != TaskResultStatus.FAILED or not result.errors:
        return False
    path = result.errors[-1].exception_class_path
    return path.endswith(OperationalError.__name__)
