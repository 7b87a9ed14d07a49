"""One's own data, and what goes when an account is closed."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from accounts.signals import account_closed, own_data
from search.asked import services


def connect() -> None:
    """Connect the receivers."""
    own_data.connect(tell, dispatch_uid="asked")
    account_closed.connect(forget, dispatch_uid="asked")


def tell(user: User, **_kwargs: object) -> tuple[str, list[dict[str, Any]]]:
    """The pages that a person asked for, for the file of their data."""
    return "pages_asked_for", services.data_of(user)


def forget(user: User, **_kwargs: object) -> None:
    """Nobody answers who is gone."""
    services.forget_all(user)
