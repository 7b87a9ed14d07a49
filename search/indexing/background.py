"""The sync thread of a serving process: woken after a commit, never in its way.

Only processes that serve call `allow`; commands and tests have no such thread.
"""

from __future__ import annotations

import logging
import os
import threading
import time

from django.db import close_old_connections

from catalogue import drain
from search.engines.elastic.client import configured
from search.indexing import pauses
from search.indexing.bulk import IndexMissing, ServerAway
from search.indexing.sync import sync, waiting

logger = logging.getLogger(__name__)

# Also takes along what commands changed, and what another process left behind.
LOOK_EVERY_SECONDS = 30.0


class _Process:
    allowed = False
    lock = threading.Lock()
    wanted = threading.Event()
    thread: threading.Thread | None = None
    made_in = 0


def allow() -> None:
    """Let this process sync; without an Elasticsearch there is nothing to do."""
    _Process.allowed = True
    wake()


def wake(**_kwargs: object) -> None:
    """Something changed: sync soon, on the thread. Returns at once."""
    if not _Process.allowed or not configured():
        return
    _Process.wanted.set()
    with _Process.lock:
        thread = _Process.thread
        # A fork takes the memory along, but not the thread.
        if thread is None or not thread.is_alive() or _Process.made_in != os.getpid():
            _Process.made_in = os.getpid()
            _Process.thread = threading.Thread(target=_run, name="sync", daemon=True)
            _Process.thread.start()


def _run() -> None:
    failures = 0
    while True:
        if failures:
            time.sleep(pauses.length(failures))
        else:
            _Process.wanted.wait(LOOK_EVERY_SECONDS)
        _Process.wanted.clear()
        failures = 0 if _once(failures) else failures + 1


def _once(failures: int) -> bool:
    """Drain and sync once; return whether nothing is left to do."""
    close_old_connections()
    try:
        drain.run_all()
        return not waiting() or not sync().left
    except (ServerAway, IndexMissing) as error:
        if not failures:
            logger.warning("The index waits: %s", error)
    except Exception:
        # Whatever it was, the thread lives on and tries again, ever more rarely.
        logger.exception("The index could not be brought up to date")
    finally:
        close_old_connections()
    return False
