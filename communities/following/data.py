"""What is kept for one person, as plain values."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from communities.models import Follow, MailChoice, Notice

MOST_NOTICES = 1000


def data_of(user: User) -> dict[str, Any]:
    """What a person follows, chose and was told."""
    follows = Follow.objects.filter(by=user).order_by("pk")
    choices = MailChoice.objects.filter(user=user)
    told = Notice.objects.filter(to=user).order_by("-pk")
    fields = ("kind", "verb", "key", "created_at", "read_at", "mailed_at")
    return {
        "follows": list(follows.values("key", "rhythm", "is_muted", "at")),
        "choices": list(
            choices.values("not_here", "not_mailed", "digest", "language", "stopped_at")
        ),
        "notices": list(told.values(*fields)[:MOST_NOTICES]),
    }
