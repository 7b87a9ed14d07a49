"""The thread of a serving process or of the worker that has documents read.

Only processes that serve call `allow`; commands and tests have no such thread.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable

from django.db import close_old_connections

logger = logging.getLogger(__name__)

# Also takes along what another process left behind.
LOOK_EVERY_SECONDS = 30.0


class _Process:
    work: Callable[[], object] | None = None
    lock = threading.Lock()
    wanted = threading.Event()
    thread: threading.Thread | None = None
    made_in = 0


def allow(work: Callable[[], object]) -> None:
    """Let this process do this work whenever there is some."""
    _Process.work = work
    wake()


def wake() -> None:
    """A document waits: have it read soon, on the thread. Returns at once."""
    if _Process.work is None:
        return
    _Process.wanted.set()
    with _Process.lock:
        thread = _Process.thread
        # A fork takes the memory along, but not the thread.
        if thread is None or not thread.is_alive() or _Process.made_in != os.getpid():
            _Process.made_in = os.getpid()
            _Process.thread = threading.Thread(
                target=_run, args=[_Process.work], name="documents", daemon=True
            )
            _Process.thread.start()


def _run(work: Callable[[], object]) -> None:
    while True:
        _Process.wanted.wait(LOOK_EVERY_SECONDS)
        _Process.wanted.clear()
        close_old_connections()
        try:
            work()
        except Exception:
            # Whatever it was, the thread lives on and tries again later.
            logger.exception("Documents could not be read")
        finally:
            close_old_connections()
