"""Gathering news and sending mails, now and then: by the worker or beside requests."""

from __future__ import annotations

import datetime
import logging
import threading
import time

from django.db import close_old_connections

from communities.following import asking, gathering, mailing
from communities.following.mailing import Sent
from communities.moderating import erasing
from communities.talk import files

logger = logging.getLogger(__name__)

EVERY_SECONDS = 60.0
# After a mail could not be sent.
PAUSE_SECONDS = 300.0
FORGET_SECONDS = 86_400.0


class _Process:
    thread: threading.Thread | None = None
    next_at = 0.0
    forget_at = 0.0


def once(now: datetime.datetime | None = None) -> Sent:
    """Gather what is new and send what is due."""
    gathering.gather(now)
    asking.ask(now)
    return mailing.send_due(now)


def keep_up() -> None:
    """The same, at most once a minute in this process; later after an outage."""
    clock = time.monotonic()
    if clock < _Process.next_at:
        return
    _Process.next_at = clock + EVERY_SECONDS
    sent = once()
    if sent.failed:
        _Process.next_at = clock + PAUSE_SECONDS
    if clock > _Process.forget_at:
        _Process.forget_at = clock + FORGET_SECONDS
        mailing.forget_old()
        erasing.erase_removed()
        files.sweep()


def allow() -> None:
    """Let this process, which serves, send mails; commands and tests do not."""
    if _Process.thread is None:
        _Process.thread = threading.Thread(target=_run, name="mails", daemon=True)
        _Process.thread.start()


def _run() -> None:
    while True:
        # First the process serves.
        time.sleep(EVERY_SECONDS)
        close_old_connections()
        try:
            keep_up()
        except Exception:
            # Whatever it was, the thread lives on and tries again later.
            logger.exception("Mails could not be sent")
        finally:
            close_old_connections()
