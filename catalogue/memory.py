"""What a process reads once for each number of a stamp."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """A value in the memory of the process, read again when its stamp has moved.

    And when it is older than so many seconds. Replaced whole, so that threads need no
    lock.
    """

    def __init__(self, read: Callable[[], Value], seconds: float) -> None:
        self._read = read
        self._seconds = seconds
        # The number of the stamp, when it was read, and the value.
        self._kept: tuple[int, float, Value] | None = None

    def at(self, stamp: int) -> Value:
        """The value as of this number of the stamp."""
        kept, now = self._kept, time.monotonic()
        if kept is None or kept[0] != stamp or now - kept[1] > self._seconds:
            kept = (stamp, now, self._read())
            self._kept = kept
        return kept[2]

    def forget(self) -> None:
        """Drop what is remembered (for tests)."""
        self._kept = None
