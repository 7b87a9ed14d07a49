"""The engine that needs no server: SQLite FTS5 or PostgreSQL full text."""
