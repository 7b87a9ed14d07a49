"""Texts that were removed, once nobody can appeal any more: erased for good."""

from __future__ import annotations

import time

from django.db import transaction

from communities.models import Comment
from communities.moderating.appealing import erasable
from communities.talk import files

PAUSE_SECONDS = 3600.0


class _Clock:
    """When this process looked last."""

    looked = -PAUSE_SECONDS


def keep_up() -> int:
    """Erase what is due, at most once an hour; return how many."""
    now = time.monotonic()
    if now - _Clock.looked < PAUSE_SECONDS:
        return 0
    _Clock.looked = now
    return erase_removed()


def erase_removed() -> int:
    """Erase the texts and files of what was removed long enough ago."""
    return sum(_erase(number) for number in erasable().values_list("pk", flat=True))


@transaction.atomic
def _erase(number: int) -> bool:
    rows = erasable().select_for_update(of=("self",)).filter(pk=number)
    comment: Comment | None = rows.first()
    if comment is None:
        return False
    comment.text = comment.html = ""
    comment.save(update_fields=["text", "html"])
    comment.versions.all().delete()
    comment.mentions.all().delete()
    files.forget(comment)
    return True
