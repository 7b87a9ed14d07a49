"""Keep catalogue and index up to date outside requests, until stopped."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from search.indexing.worker import Worker


class Command(BaseCommand):
    """The worker process."""

    help = "Take in changes, sync the index, rebuild it when it is lost; Ctrl-C ends."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to work once only."""
        parser.add_argument("--once", action="store_true", help="work once and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until a signal comes."""
        worker = Worker()
        if options["once"]:
            worker.step()
            return

        def stop(_number: int, _frame: FrameType | None) -> None:
            worker.stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        self.stdout.write(_("The worker is at work (Ctrl-C stops it)."))
        worker.run()
