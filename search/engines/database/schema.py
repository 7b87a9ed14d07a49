"""What stands beside the table of texts: FTS5 on SQLite, a tsvector on PostgreSQL.

Both are filled from text that Python has folded and stemmed, and no text passes a
parser of the database: tokens are separated by blanks (SQLite) or written as quoted
lexemes with their positions (PostgreSQL).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

TABLE = "search_entrytext"
INDEX = "search_entrytext_fts"
COLUMNS = ("heading", "title", "lead", "summary", "names", "body")

# PostgreSQL keeps positions up to this, and 256 of them for each lexeme.
MAX_POSITION = 16_383
# Marks words as written, so that they never meet a stem ("en", "fr", "nl", "de").
EXACT = "x"
# A tsvector holds a megabyte; what lies beyond this is not found on PostgreSQL.
MAX_BYTES = 900_000
# The labels of PostgreSQL for each column, the most telling first.
LABELS = {
    **{"title": "A", "heading": "A"},
    **{"summary": "B", "names": "B", "lead": "B"},
    "body": "D",
}


def create(connection: Any, *, temporary: bool = False) -> None:
    """Make the index beside the table (beside a temporary table of that name)."""
    if connection.vendor == "sqlite":
        statements = _sqlite(temporary)
    elif connection.vendor == "postgresql":
        statements = _postgresql()
    else:
        raise NotImplementedError(connection.vendor)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def drop(connection: Any) -> None:
    """Undo create()."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {TABLE} DROP COLUMN vector")
            return
        for event in ("insert", "update", "delete"):
            cursor.execute(f"DROP TRIGGER {INDEX}_{event}")
        cursor.execute(f"DROP TABLE {INDEX}")


def vector(columns: Iterable[tuple[str, str]]) -> str:
    """The tsvector of texts by column as a literal of quoted lexemes.

    Columns stand in the order of their worth: what is too long is cut at the end.
    """
    places: dict[str, list[str]] = {}
    position = size = 0
    for column, text in columns:
        mark = EXACT if column in ("heading", "lead") else ""
        # No row of words goes on from one column to the next.
        position += bool(position)
        for word in text.split():
            position = min(position + 1, MAX_POSITION)
            size += 4 if mark + word in places else 12 + len(word.encode())
            if size > MAX_BYTES:
                break
            places.setdefault(mark + word, []).append(f"{position}{LABELS[column]}")
    return " ".join(
        f"{lexeme(word)}:{','.join(found[:255])}" for word, found in places.items()
    )


def lexeme(word: str) -> str:
    """A word as PostgreSQL reads it in vectors and queries."""
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def lexemes(term: str, label: str = "") -> str:
    """A term as PostgreSQL reads it: one word, or several in a row."""
    sign = f":{label}" if label else ""
    return " <-> ".join(f"{lexeme(word)}{sign}" for word in term.split())


def _sqlite(temporary: bool) -> list[str]:
    columns = ", ".join(COLUMNS)
    new = ", ".join(f"new.{name}" for name in COLUMNS)
    old = ", ".join(f"old.{name}" for name in COLUMNS)
    # External content: a row is taken out of the index with the words it was put in.
    remove = (
        f"INSERT INTO {INDEX}({INDEX}, rowid, {columns})"  # noqa: S608
        f" VALUES ('delete', old.entry_id, {old});"
    )
    add = (
        f"INSERT INTO {INDEX}(rowid, {columns})"  # noqa: S608
        f" VALUES (new.entry_id, {new});"
    )
    schema, temp = ("temp.", "TEMP") if temporary else ("", "")
    trigger = f"CREATE {temp} TRIGGER {INDEX}"
    return [
        f"CREATE VIRTUAL TABLE {schema}{INDEX} USING fts5({columns},"
        f" content='{TABLE}', content_rowid='entry_id',"
        " tokenize='unicode61 remove_diacritics 0')",
        f"{trigger}_insert AFTER INSERT ON {TABLE} BEGIN {add} END",
        f"{trigger}_delete AFTER DELETE ON {TABLE} BEGIN {remove} END",
        f"{trigger}_update AFTER UPDATE ON {TABLE} BEGIN {remove} {add} END",
    ]


def _postgresql() -> list[str]:
    return [
        f"ALTER TABLE {TABLE} ADD COLUMN vector tsvector",
        f"CREATE INDEX {INDEX} ON {TABLE} USING gin (vector)",
    ]
