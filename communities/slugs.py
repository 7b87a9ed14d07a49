"""Short names of communities, as their addresses hold them."""

from __future__ import annotations

import re
import secrets

from django.utils.text import slugify

# First parts of addresses below /communities/ that are no communities.
RESERVED_SLUGS = frozenset(
    (
        *("consent", "invitation", "invitations", "invite", "join", "library"),
        *("list", "mine"),
        *("new", "proposal", "proposals", "propose", "search", "to"),
    )
)
PLAIN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LENGTH = 60


def base_of(text: str) -> str:
    """The words of a title as a part of an address."""
    return slugify(text)[:LENGTH].strip("-") or "community"


def unguessable(base: str) -> str:
    """With signs that nobody can guess, whatever the community is called."""
    return f"{base}-{secrets.token_hex(6)}"
