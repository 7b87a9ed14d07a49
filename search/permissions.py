"""Who may see more of the search than its results."""

from __future__ import annotations

from typing import Any

from accounts.models import KNOWLEDGE_MANAGERS


def may_explain(user: Any) -> bool:
    """Whether this person may see why hits rank where they do: one query."""
    if not user.is_authenticated or not user.is_active:
        return False
    in_group = user.groups.filter(name=KNOWLEDGE_MANAGERS)
    return bool(user.is_superuser or in_group.exists())
