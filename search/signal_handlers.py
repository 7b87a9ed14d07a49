"""Keeping the engines in step with the catalogue."""


def connect() -> None:
    """Connect the receivers."""
