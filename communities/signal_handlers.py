"""What communities do when people, pages and their own rows change."""

from __future__ import annotations

from communities.belonging import signal_handlers as belonging
from communities.following import signal_handlers as following
from communities.moderating import signal_handlers as moderating
from communities.portal import signal_handlers as portal
from communities.talk import signal_handlers as talk


def connect() -> None:
    """Connect the receivers of all parts; each once."""
    for part in (belonging, talk, moderating, following, portal):
        part.connect()
