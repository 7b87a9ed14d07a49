"""The thread of a serving process or of the worker that has documents read.

Only processes that serve call `allow`; commands and tests have no such thread.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections

from catalogue.background import Background

logger = logging.getLogger(__name__)

# Also takes along what another process left behind.
LOOK_EVERY_SECONDS = 30.0


class _Process:
    work: Callable[[], object] | None = None


def allow(work: Callable[[], object]) -> None:
    """Let this process do this work whenever there is some."""
    _Process.work = work
    wake()


def wake() -> None:
    """A document waits: have it read soon, on the thread. Returns at once."""
    if _Process.work is not None:
        _thread.wake()


def _run(wanted: threading.Event) -> None:
    while True:
        wanted.wait(LOOK_EVERY_SECONDS)
        wanted.clear()
        close_old_connections()
        try:
            if _Process.work is not None:
                _Process.work()
        except Exception:
            # Whatever it was, the thread lives on and tries again later.
            logger.exception("Documents could not be read")
        finally:
            close_old_connections()


_thread = Background("documents", _run)
