"""The sync thread of a serving process: woken after a commit, never in its way.

Only processes that serve call `allow`; commands and tests have no such thread.
"""

from __future__ import annotations

import logging
import threading
import time

from django.db import close_old_connections

from catalogue import drain
from catalogue.background import Background
from search.engines.elastic.client import configured
from search.indexing import pauses
from search.indexing.bulk import IndexMissing, ServerAway
from search.indexing.sync import sync, waiting

logger = logging.getLogger(__name__)

# Also takes along what commands changed, and what another process left behind.
LOOK_EVERY_SECONDS = 30.0


class _Process:
    allowed = False


def allow() -> None:
    """Let this process sync; without an Elasticsearch there is nothing to do."""
    _Process.allowed = True
    wake()


def wake(**_kwargs: object) -> None:
    """Something changed: sync soon, on the thread. Returns at once."""
    if _Process.allowed and configured():
        _thread.wake()


def _run(wanted: threading.Event) -> None:
    failures = 0
    while True:
        if failures:
            time.sleep(pauses.length(failures))
        else:
            wanted.wait(LOOK_EVERY_SECONDS)
        wanted.clear()
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


_thread = Background("sync", _run)
