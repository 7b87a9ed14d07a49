"""How the search is: which engine answers, and how far the index is behind."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.models import Change, Entry
from search.engines.elastic.client import alias, configured, index_name
from search.engines.elastic.mapping import fingerprint
from search.indexing import indexes, state
from search.indexing.bulk import IndexMissing, ServerAway
from search.indexing.sync import waiting


@dataclass(frozen=True)
class Health:
    """The state of catalogue and index.

    engine: the one that answers searches now. waiting_changes: not in the catalogue
    yet. waiting_entries: in the catalogue, not in the index yet. refused: entries that
    the index would not take. outdated: the hub reads text in another way by now than
    the index does. problem: a sentence, or "".
    """

    engine: str
    entries: int
    waiting_changes: int
    waiting_entries: int = 0
    refused: int = 0
    index: str = ""
    documents: int = 0
    outdated: bool = False
    rebuilding: bool = False
    problem: str = ""

    @property
    def ok(self) -> bool:
        """Whether the engine that the operator chose answers."""
        return not self.problem


def health() -> Health:
    """Ask database and index; an absent Elasticsearch is told, never raised."""
    entries = Entry.objects.live().count()
    changes = Change.objects.count()
    if not configured():
        return Health("database", entries, changes)
    numbers = state.numbers()
    problem, documents, outdated = "", 0, False
    try:
        with indexes.in_a_hurry():
            indexes.targets()
            documents = indexes.count(alias())
            outdated = indexes.meta(alias()).get("fingerprint") != fingerprint()
    except (ServerAway, IndexMissing) as error:
        problem = str(error)
    live = numbers[state.LIVE]
    return Health(
        engine="database" if problem else "elasticsearch",
        entries=entries,
        waiting_changes=changes,
        waiting_entries=waiting(),
        refused=Entry.objects.exclude(index_error="").count(),
        index=index_name(live) if live else "",
        documents=documents,
        outdated=outdated,
        rebuilding=state.is_rebuilding(numbers),
        problem=problem,
    )
