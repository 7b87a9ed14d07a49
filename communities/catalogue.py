"""What communities and their talk look like as entries."""

from __future__ import annotations


def register() -> None:
    """Register the projectors of this package."""
