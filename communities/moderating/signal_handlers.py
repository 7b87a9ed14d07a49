"""What moderating does when something else changes."""

from __future__ import annotations

from typing import Any

from accounts.signals import own_data
from communities.moderating import own


def connect() -> None:
    """Connect the receivers; each once."""
    own_data.connect(tell, dispatch_uid="communities moderating")


def tell(sender: Any, user: Any, **kwargs: Any) -> Any:
    """What was decided about a person, for the file of their own data."""
    return "moderation", own.data_of(user)
