"""Look after what is kept of searches: how much it is, count, forget."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from search.asked import folding
from search.models import Asking, Question, Salt

ACTIONS = {
    "status": "what is kept",
    "fold": "count the searches; destroy those of past days and their salts",
    "forget": "delete what few asked long ago and counts of two years",
}


class Command(BaseCommand):
    """The operator's view of the log of searches."""

    help = "Show, count or forget what people search."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and how to answer."""
        told = "; ".join(f"{name}: {what}" for name, what in ACTIONS.items())
        parser.add_argument("action", choices=ACTIONS, help=told)
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the action and print its figures."""
        figures = getattr(self, f"_{options['action']}")()
        if options["json"]:
            self.stdout.write(json.dumps(figures, indent=2, default=str))
            return
        for name, value in figures.items():
            self.stdout.write(f"{name.replace('_', ' ')}: {value}")

    def _status(self) -> dict[str, Any]:
        days = Salt.objects.order_by("day").values_list("day", flat=True)
        return {
            "searches_not_yet_destroyed": Asking.objects.count(),
            "salts_of_days": ", ".join(map(str, days)) or "-",
            "questions": Question.objects.count(),
            "questions_that_show": Question.objects.exclude(shown_from=None).count(),
        }

    def _fold(self) -> dict[str, Any]:
        return {"days_ended": folding.fold(), **self._status()}

    def _forget(self) -> dict[str, Any]:
        return {"rows_deleted": folding.forget(), **self._status()}
