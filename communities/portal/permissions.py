"""Who decides on what communities propose for the portal."""

from __future__ import annotations

from typing import Any

from communities.permissions import may_found
from practices.models import AgencySectionPage
from practices.permissions import edited_paths

TAKES = "_takes_over"


def may_take_over(user: Any) -> bool:
    """Whether the person is an editor or a knowledge manager: asked once a request.

    Editors of the library of a community alone are not: they work for it.
    """
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    if not hasattr(user, TAKES):
        setattr(user, TAKES, _edits_a_section(user) or may_found(user))
    return bool(getattr(user, TAKES))


def _edits_a_section(user: Any) -> bool:
    paths = edited_paths(user)
    if not paths:
        return False
    return bool(AgencySectionPage.objects.filter(path__in=paths).exists())
