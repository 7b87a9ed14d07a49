"""Import pages from JSON lines: import_content FILE.jsonl[.gz] …"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.importing.records import Problem, Record, count_lines, read_records
from practices.importing.writer import Importer, Report

WIDTH = 30


class Command(BaseCommand):
    """Read records, write pages, tell what happened."""

    help = (
        "Import cases and guides from files of JSON lines, plain or gzipped. Running it"
        " again updates what changed at the source and duplicates nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the files and options."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE.jsonl[.gz]")
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Also overwrite pages that editors changed, and restore deleted ones.",
        )
        parser.add_argument(
            "--strict",
            action="store_true",
            help="End with an error when a single line cannot be imported.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import all files in one run."""
        files: list[Path] = options["files"]
        total = self._count(files)
        importer = Importer(overwrite=options["overwrite"])
        records = chain.from_iterable(read_records(path) for path in files)
        for done in self._drawn(importer.run(records), total):
            if options["verbosity"] > 1 and not self._has_terminal():
                self.stdout.write(f"{done}/{total}")
        self._tell(importer.report, options["verbosity"])
        if not importer.report.read:
            raise CommandError(_("Nothing was imported: no line could be read."))
        if importer.report.problems and options["strict"]:
            raise CommandError(_("Some lines were not imported; see above."))

    def _count(self, files: Iterable[Path]) -> int:
        try:
            return sum(count_lines(path) for path in files)
        except OSError as error:
            name = error.filename or " ".join(map(str, files))
            raise CommandError(
                _("The file %(file)s cannot be read: %(reason)s")
                % {"file": name, "reason": error.strerror or error}
            ) from error

    def _has_terminal(self) -> bool:
        return bool(getattr(self.stderr, "isatty", lambda: False)())

    def _drawn(self, steps: Iterator[int], total: int) -> Iterator[int]:
        """Draw a progress bar while the steps go on, on a terminal only."""
        for done in steps:
            if self._has_terminal():
                filled = WIDTH * min(done, total) // max(total, 1)
                bar = "#" * filled + "·" * (WIDTH - filled)
                self.stderr.write(f"\r[{bar}] {done}/{total}", ending="")
                self.stderr.flush()
            yield done
        if self._has_terminal():
            self.stderr.write("")

    def _tell(self, report: Report, verbosity: int) -> None:
        for problem in report.problems:
            self._line(problem, problem.reason)
        for record in report.edited:
            self._line(
                record,
                _("“%(title)s” was edited here since; it stays as it is.")
                % {"title": record.title},
            )
        for record in report.deleted:
            self._line(
                record,
                _("“%(title)s” was deleted here; it stays away.")
                % {"title": record.title},
            )
        if verbosity > 1:
            for record, warning in report.warnings:
                self._line(record, warning)
        else:
            for warning, count in report.warning_counts.most_common():
                self.stderr.write(_times(count, warning))
        self.stdout.write(_summary(report))

    def _line(self, where: Record | Problem, text: str) -> None:
        self.stderr.write(
            _("%(file)s, line %(line)d: %(text)s")
            % {"file": where.file, "line": where.line, "text": text}
        )


def _times(count: int, warning: str) -> str:
    return ngettext(
        "%(count)d record: %(warning)s", "%(count)d records: %(warning)s", count
    ) % {"count": count, "warning": warning}


def _summary(report: Report) -> str:
    return _(
        "%(created)d pages made, %(updated)d updated, %(unchanged)d unchanged,"
        " %(edited)d edited here and left alone, %(deleted)d deleted here and left"
        " out, %(problems)d lines not imported."
    ) % {
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "edited": len(report.edited),
        "deleted": len(report.deleted),
        "problems": len(report.problems),
    }
