"""What this part adds to the entries of others: the origin of a page."""

from __future__ import annotations

from communities.portal.origins import number_of
from practices import origins


def register_portal() -> None:
    """Register what entries keep of proposals."""
    origins.register(number_of)
