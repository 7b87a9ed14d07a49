"""What moderators decide: each decision is one row of the trail."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from communities import signals
from communities.models import Comment, CommunityPage, Decision, Thread


@transaction.atomic
def record(
    verb: str,
    *,
    by: Any,
    community: CommunityPage | None = None,
    thread: Thread | None = None,
    comment: Comment | None = None,
    person: Any = None,
    reason: str = "",
    note: str = "",
) -> Decision:
    """Write a row of the trail, in the transaction of what was done.

    reason: public where something was hidden, cut at 200 characters. note: for
    moderators, cut at 500.
    """
    if comment is not None and thread is None:
        thread = comment.thread
    if thread is not None and community is None:
        community = thread.community
    decision = Decision.objects.create(
        verb=verb,
        by=by,
        community=community,
        thread=thread,
        comment=comment,
        person=person if comment is None or person else comment.author,
        reason=reason[:200],
        note=note[:500],
    )
    signals.decided.send(Decision, decision=decision)
    return decision
