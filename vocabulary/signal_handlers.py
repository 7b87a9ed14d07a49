"""Logging changes of themes, tags and professions."""


def connect() -> None:
    """Connect the receivers."""
