"""What the worker does, over and over: drain, sync, rebuild when the index is lost."""

from __future__ import annotations

import datetime
import logging
import threading
import time

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from catalogue import drain
from communities.belonging.endings import end_overdue_today
from communities.following import keeping_up
from search.asked import folding
from search.engines.elastic.client import alias, configured
from search.indexing import indexes, pauses, state
from search.indexing.bulk import IndexMissing, ServerAway
from search.indexing.rebuild import RebuildFailed, rebuild
from search.indexing.sync import sync, waiting

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0
VERIFY_SECONDS = 30.0
PURGE_SECONDS = 3600.0
# No writer is ever so late that it could bring back what was removed so long ago.
KEEP_REMOVED = datetime.timedelta(days=1)


class Worker:
    """One worker; `stop` is set to end it after the work in hand."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self._failures = 0
        self._verified = self._purged = -PURGE_SECONDS

    def run(self) -> None:
        """Work until stopped."""
        while not self.stop.is_set():
            close_old_connections()
            try:
                self.step()
                self._failures = 0
            except (ServerAway, IndexMissing, RebuildFailed, DatabaseError) as error:
                self._failures += 1
                logger.warning("The worker waits: %s", error)
            wait = pauses.length(self._failures) if self._failures else PAUSE_SECONDS
            self.stop.wait(wait)

    def step(self) -> None:
        """Do once what there is to do."""
        drain.run_all()
        folding.keep_up()
        end_overdue_today()
        keeping_up.keep_up()
        if not configured():
            return
        now = time.monotonic()
        if waiting() or now - self._verified > VERIFY_SECONDS:
            self._sync()
            self._verified = now
        if now - self._purged > PURGE_SECONDS:
            indexes.purge_removed(alias(), timezone.now() - KEEP_REMOVED)
            self._purged = now

    def _sync(self) -> None:
        try:
            left = sync().left
        except IndexMissing as reason:
            if state.is_rebuilding(state.numbers()):
                raise
            logger.warning("The index is made anew: %s", reason)
            rebuild()
            return
        if left:
            raise ServerAway("Elasticsearch is busy.")
