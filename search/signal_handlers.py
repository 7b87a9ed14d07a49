"""Keeping the engines in step with the catalogue."""

from __future__ import annotations

from catalogue.models import Entry
from catalogue.signals import entries_changed, entry_written
from search.engines.database import writing
from search.indexing import background
from search.kept import signal_handlers as kept


def connect() -> None:
    """Connect the receivers."""
    entry_written.connect(store_words, dispatch_uid="search words")
    entries_changed.connect(background.wake, dispatch_uid="search sync")
    kept.connect()


def store_words(entry: Entry, **_kwargs: object) -> None:
    """Store the words of an entry in the transaction that wrote it."""
    writing.write(entry)
