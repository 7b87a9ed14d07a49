"""A circuit breaker: after a failure the server is left alone for a while.

Without it each reader would wait a second for a server that hangs.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

FIRST_PAUSE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 30.0


class Breaker:
    """Closed: all may pass. Open: none, until a pause is over; then one may try."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._open_until = 0.0

    def may_pass(self) -> bool:
        """Whether to ask the server now; the one who tries keeps others waiting."""
        with self._lock:
            now = self._clock()
            if now < self._open_until:
                return False
            if self._failures:
                self._open_until = now + FIRST_PAUSE_SECONDS
            return True

    def succeeded(self) -> None:
        """The server answered."""
        with self._lock:
            self._failures = 0
            self._open_until = 0.0

    def failed(self) -> None:
        """The server did not answer; each further failure doubles the pause."""
        with self._lock:
            pause = FIRST_PAUSE_SECONDS * 2 ** min(self._failures, 10)
            self._failures += 1
            self._open_until = self._clock() + min(pause, LONGEST_PAUSE_SECONDS)
