"""The thread of a serving process that counts searches now and then.

Only processes that serve call `allow`; commands and tests have no such thread.
"""

from __future__ import annotations

import logging
import threading
import time

from django.db import close_old_connections

from search.asked import folding

logger = logging.getLogger(__name__)


class _Process:
    thread: threading.Thread | None = None


def allow() -> None:
    """Let this process count searches."""
    if _Process.thread is None:
        _Process.thread = threading.Thread(target=_run, name="asked", daemon=True)
        _Process.thread.start()


def _run() -> None:
    while True:
        # First the process serves.
        time.sleep(folding.EVERY_SECONDS)
        close_old_connections()
        try:
            folding.keep_up()
        except Exception:
            # Whatever it was, the thread lives on and tries again later.
            logger.exception("Searches could not be counted")
        finally:
            close_old_connections()
