"""Logging changes of practice pages."""


def connect() -> None:
    """Connect the receivers."""
