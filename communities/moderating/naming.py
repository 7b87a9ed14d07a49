"""The name behind "A member": moderators may look, and each look is kept."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from communities.models import Comment
from communities.moderating.services import Verb, record


@transaction.atomic
def look(comment: Comment, by: Any) -> Any:
    """Who wrote it, or None after the account has gone; a row of the trail."""
    record(Verb.LOOK, by=by, comment=comment)
    return comment.author
