"""Measure how well an engine ranks, on a set of judged queries."""

from __future__ import annotations

import json
import uuid
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _

from catalogue import access
from search.engines import Engine, EngineUnavailable
from search.engines.database.engine import DatabaseEngine
from search.engines.elastic import limits
from search.engines.elastic.client import configured
from search.engines.elastic.engine import ElasticsearchEngine
from search.evaluation import evaluate, load
from search.indexing import indexes
from search.indexing.bulk import ServerAway
from search.indexing.rebuild import RebuildFailed, rebuild

FILES = ("docs.jsonl.gz", "queries.jsonl.gz", "qrels.tsv.gz")
PATIENCE_SECONDS = 30.0


class Command(BaseCommand):
    """Scores on a database and an index that are thrown away."""

    help = "Score an engine on folders of documents, queries and judgements."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The sets, the engine, and how to answer."""
        parser.add_argument(
            "folder", type=Path, nargs="+", help=f"holds {', '.join(FILES)}"
        )
        parser.add_argument(
            "--mixed", action="store_true", help="all sets together in one index"
        )
        parser.add_argument("--engine", choices=("elasticsearch", "database"))
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the sets, ask their queries, print the scores."""
        folders: list[Path] = options["folder"]
        for folder in folders:
            require_files(folder)
        chosen = options["engine"] or ("elasticsearch" if configured() else "database")
        if chosen == "elasticsearch" and not configured():
            raise CommandError(_("Set ELASTICSEARCH_URL to score Elasticsearch."))
        groups = [folders] if options["mixed"] else [[folder] for folder in folders]
        try:
            figures = [row for group in groups for row in scored(group, chosen)]
        except (EngineUnavailable, ServerAway, RebuildFailed) as error:
            raise CommandError(
                _("Elasticsearch gave up: %(reason)s") % {"reason": error}
            ) from error
        self._tell(figures, options["json"])

    def _tell(self, figures: list[dict[str, Any]], as_json: bool) -> None:
        if as_json:
            told = figures[0] if len(figures) == 1 else figures
            self.stdout.write(json.dumps(told, indent=2))
            return
        for row in figures:
            for name, value in row.items():
                shown = f"{value:.4f}" if isinstance(value, float) else value
                self.stdout.write(f"{name}: {shown}")


def require_files(folder: Path) -> None:
    """Refuse a folder that is no judged set."""
    for name in FILES:
        if not (folder / name).is_file():
            raise CommandError(
                _("%(folder)s has no file %(name)s.") % {"folder": folder, "name": name}
            )


def scored(folders: list[Path], engine_name: str) -> list[dict[str, Any]]:
    """The figures of sets that stand together in one index."""
    with throw_away_database():
        documents = load(*folders)
        with throw_away_engine(engine_name) as engine:
            return [
                {
                    "set": folder.name,
                    "engine": engine_name,
                    "documents": documents,
                    **asdict(evaluate(folder, engine)),
                }
                for folder in folders
            ]


@contextmanager
def throw_away_database() -> Iterator[None]:
    """A fresh database beside the real one, the way tests get theirs."""
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    access.forget()
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        access.forget()


@contextmanager
def throw_away_engine(name: str) -> Iterator[Engine]:
    """The engine on the throw-away entries; an index of its own, dropped at the end."""
    if name == "database":
        yield DatabaseEngine()
        return
    prefix, patience = settings.ELASTICSEARCH_PREFIX, limits.search_seconds
    settings.ELASTICSEARCH_PREFIX = f"eval-{uuid.uuid4().hex[:12]}"
    limits.search_seconds = PATIENCE_SECONDS
    try:
        rebuild()
        yield ElasticsearchEngine()
    finally:
        indexes.drop_others([])
        settings.ELASTICSEARCH_PREFIX, limits.search_seconds = prefix, patience
