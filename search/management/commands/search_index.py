"""Look after the index: how it is, sync, rebuild, check."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue import drain
from search.engines.database.writing import write_all
from search.engines.elastic.client import configured
from search.health import health
from search.indexing.bulk import IndexMissing, ServerAway
from search.indexing.check import check, repair
from search.indexing.rebuild import RebuildFailed, rebuild, roll_back
from search.indexing.sync import sync

ACTIONS = {
    "status": "which engine answers and how far the index is behind",
    "sync": "write what changed to the index",
    "rebuild": "read all texts anew and make the index anew while the old one answers",
    "check": "compare sources, entries and index",
    "rollback": "let the index before the last rebuild answer again",
}


class Command(BaseCommand):
    """The operator's view of the index."""

    help = "Show, sync, rebuild or check the search index."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and how to answer."""
        told = "; ".join(f"{name}: {what}" for name, what in ACTIONS.items())
        parser.add_argument("action", choices=ACTIONS, help=told)
        parser.add_argument("--json", action="store_true", help="answer in JSON")
        parser.add_argument(
            "--repair", action="store_true", help="with check: mend what differs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the action and print its figures; a fault is the exit code."""
        action = options["action"]
        if action in ("sync", "rollback") and not configured():
            raise CommandError(
                _(
                    "There is no index: set ELASTICSEARCH_URL to search through "
                    "Elasticsearch."
                )
            )
        try:
            figures, fault = getattr(self, f"_{action}")(options)
        except IndexMissing as error:
            raise CommandError(
                _("%(reason)s Run `manage.py search_index rebuild`.")
                % {"reason": error}
            ) from error
        except (ServerAway, RebuildFailed) as error:
            raise CommandError(str(error)) from error
        self._tell(figures, options["json"])
        if fault:
            raise CommandError(fault)

    def _tell(self, figures: dict[str, Any], as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(figures, indent=2, default=str))
            return
        for name, value in figures.items():
            self.stdout.write(f"{name.replace('_', ' ')}: {value}")

    def _status(self, _options: dict[str, Any]) -> tuple[dict[str, Any], str]:
        now = health()
        fault = now.problem and _("The database engine answers instead. %(reason)s") % {
            "reason": now.problem
        }
        return asdict(now), fault

    def _sync(self, _options: dict[str, Any]) -> tuple[dict[str, Any], str]:
        drain.run_all()
        report = sync()
        fault = _("Elasticsearch is busy; run it again.") if report.left else ""
        return asdict(report), fault

    def _rebuild(self, options: dict[str, Any]) -> tuple[dict[str, Any], str]:
        drain.run_all()
        shown = sys.stderr.isatty() and not options["json"]
        show = self._progress if shown else lambda *_: None
        figures = {"texts": write_all(show)}
        if configured():
            figures |= asdict(rebuild(show))
        return figures, ""

    def _rollback(self, _options: dict[str, Any]) -> tuple[dict[str, Any], str]:
        return {"index": roll_back(), **asdict(sync())}, ""

    def _check(self, options: dict[str, Any]) -> tuple[dict[str, Any], str]:
        checked = check()
        figures: dict[str, Any] = {"source": checked.source, "faults": checked.faults}
        if found := checked.index:
            figures["index"] = {name: list(rows) for name, rows in found.faults.items()}
            figures |= {"waiting": found.waiting, "refused": found.refused}
        if checked.faults and options["repair"]:
            repair(checked)
            figures["left"] = check().faults
        left = figures.get("left", checked.faults)
        told = ngettext(
            "%(n)d difference; --repair mends it.",
            "%(n)d differences; --repair mends them.",
            left,
        )
        return figures, told % {"n": left} if left else ""

    def _progress(self, done: int, total: int) -> None:
        self.stderr.write(f"\r{done} of {total} entries", ending="")
        if done >= total:
            self.stderr.write("")
