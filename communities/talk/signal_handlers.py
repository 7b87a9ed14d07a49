"""What this part does when something else changes."""

from __future__ import annotations


def connect() -> None:
    """Connect the receivers; each once."""
