"""What somebody said and did in talk, for the file of their own data."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from catalogue.access import reader_of
from catalogue.models import Entry
from communities.models import Attachment, Comment, Draft, Reaction

COMMENT = (
    *("pk", "thread", "text", "language", "state", "state_reason", "unnamed"),
    *("for_agency", "created_at", "edited_at"),
)


def data_of(user: User) -> dict[str, Any]:
    """Comments with where they stand, files, reactions and what was not sent.

    Of a place that they may not read any more the address stays out.
    """
    comments = list(Comment.objects.filter(author=user).order_by("pk").values(*COMMENT))
    keys = {f"communities.thread:{row['thread']}" for row in comments}
    readable = Entry.objects.readable_by(reader_of(user)).filter(key__in=keys)
    addresses = dict(readable.values_list("key", "url"))
    for row in comments:
        row["where"] = addresses.get(f"communities.thread:{row.pop('thread')}", "")
    files = Attachment.objects.filter(comment__author=user).order_by("pk")
    reactions = Reaction.objects.filter(by=user).order_by("pk")
    drafts = Draft.objects.filter(by=user).order_by("pk")
    return {
        "comments": comments,
        "files": list(files.values("comment", "name", "size", "alt")),
        "reactions": list(reactions.values("comment", "kind", "at")),
        "drafts": list(drafts.values("key", "title", "text", "rest", "at")),
    }
