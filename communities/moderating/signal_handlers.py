"""What moderating does when something else changes."""

from __future__ import annotations

from typing import Any

from accounts.signals import own_data
from communities import signals
from communities.models import Membership
from communities.moderating import assigning, own


def connect() -> None:
    """Connect the receivers; each once."""
    own_data.connect(tell, dispatch_uid="communities moderating")
    signals.membership_asked.connect(begin_anew, dispatch_uid="moderating asked")


def begin_anew(membership: Membership, **_kwargs: object) -> None:
    """Whoever asks to join once more is nobody's task yet."""
    assigning.release(membership=membership)


def tell(sender: Any, user: Any, **kwargs: Any) -> Any:
    """What was decided about a person, for the file of their own data."""
    return "moderation", own.data_of(user)
