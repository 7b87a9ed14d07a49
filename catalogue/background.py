"""A thread beside the requests of a process, woken when there is something to do."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

# How a thread waits: for the event, with its own patience.
Run = Callable[[threading.Event], object]


class Background:
    """One thread of this process, made when it is first woken, and again after a fork.

    run: what the thread does for as long as the process lives; it waits for the event
    and clears it.
    """

    def __init__(self, name: str, run: Run) -> None:
        self.name, self.run = name, run
        self.wanted = threading.Event()
        self.thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._made_in = 0

    def wake(self) -> None:
        """There is something to do: soon, on the thread. Returns at once."""
        self.wanted.set()
        with self._lock:
            # A fork takes the memory along, but not the thread.
            alive = self.thread is not None and self.thread.is_alive()
            if not alive or self._made_in != os.getpid():
                self._made_in = os.getpid()
                self.thread = threading.Thread(
                    target=self.run, args=[self.wanted], name=self.name, daemon=True
                )
                self.thread.start()
