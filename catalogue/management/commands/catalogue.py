"""Look after the catalogue: what waits, what differs, take it in, project anew."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from catalogue import changes, drain
from catalogue.models import Change, Entry
from catalogue.projectors import all_keys
from catalogue.services import differences

BATCH = 1000


class Command(BaseCommand):
    """The operator's view of the catalogue."""

    help = "Show, drain, check or project the catalogue of everything findable."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and whether to answer in JSON."""
        parser.add_argument(
            "action",
            choices=("status", "drain", "check", "project"),
            help="status: counts; drain: take waiting changes in; check: compare each "
            "entry with its source; project: take everything in anew.",
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the action and print its figures."""
        figures = getattr(self, f"_{options['action']}")()
        if options["json"]:
            self.stdout.write(json.dumps(figures, indent=2))
        else:
            for name, value in figures.items():
                self.stdout.write(f"{name}: {value}")
        faults = [name for name in ("missing", "extra", "stale") if figures.get(name)]
        if faults:
            raise CommandError(
                _(
                    "The catalogue differs from its sources; "
                    "run `manage.py catalogue project` to mend it."
                )
            )

    def _status(self) -> dict[str, Any]:
        return {
            "entries": Entry.objects.live().count(),
            "removed": Entry.objects.filter(removed=True).count(),
            "waiting changes": Change.objects.count(),
            "failing changes": Change.objects.filter(attempts__gt=0).count(),
        }

    def _drain(self) -> dict[str, Any]:
        taken = drain.run_all()
        return {"taken in": taken, "left": Change.objects.count()}

    def _check(self) -> dict[str, Any]:
        return differences()

    def _project(self) -> dict[str, Any]:
        with drain.paused():
            live = Entry.objects.live().values_list("key", flat=True)
            keys = iter(dict.fromkeys([*all_keys(), *live]))
            while batch := list(islice(keys, BATCH)):
                changes.object_changed(*batch)
        return self._drain()
