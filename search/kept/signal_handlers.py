"""One's own data, and what goes when an account is closed."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from accounts.signals import account_closed, own_data
from search.kept import following, services


def connect() -> None:
    """Connect the receivers."""
    following.connect()
    own_data.connect(tell, dispatch_uid="kept")
    account_closed.connect(forget, dispatch_uid="kept")


def tell(user: User, **_kwargs: object) -> tuple[str, dict[str, Any]]:
    """What a person saved, for the file of their data."""
    return "saved", services.data_of(user)


def forget(user: User, **_kwargs: object) -> None:
    """Whoever closes their account leaves nothing that only they could see."""
    services.forget_all(user)
