"""Logging changes of users and agencies."""


def connect() -> None:
    """Connect the receivers."""
