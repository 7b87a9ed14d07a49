"""Keep catalogue and index up to date and read documents, until stopped."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from practices import documents, reading_thread
from search.indexing.worker import Worker


class Command(BaseCommand):
    """The worker process."""

    help = (
        "Take in changes, read documents, sync the index, rebuild it when it is lost;"
        " Ctrl-C ends."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to work once only."""
        parser.add_argument("--once", action="store_true", help="work once and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until a signal comes."""
        worker = Worker()
        if options["once"]:
            documents.read_waiting()
            worker.step()
            return
        # On a thread of its own: a slow document must not hold up the index.
        reading_thread.allow(documents.keep_up)

        def stop(_number: int, _frame: FrameType | None) -> None:
            worker.stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        self.stdout.write(_("The worker is at work (Ctrl-C stops it)."))
        worker.run()
