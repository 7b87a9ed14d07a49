"""Texts that were removed, once nobody can appeal any more: erased for good."""

from __future__ import annotations

from django.db import transaction

from communities.models import Comment
from communities.moderating.appealing import erasable
from communities.talk import files


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
