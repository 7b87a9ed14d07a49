"""What moderators decide on comments: each decision is one row of the trail.

The thread is locked before its comment, here and wherever somebody changes a comment,
so two decisions at once come one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.changes import object_changed
from communities import signals
from communities.models import (
    Appeal,
    Comment,
    CommunityPage,
    Decision,
    Report,
    Thread,
)
from communities.moderating import assigning
from communities.querysets import community_of

State = Comment.State
Verb = Decision.Verb


class Refused(Exception):
    """What cannot be done; says why in a sentence."""


@dataclass(frozen=True)
class Step:
    """From which states a decision leads, and where; after "": nowhere."""

    before: frozenset[str]
    after: str = ""
    needs_reason: bool = False


READABLE = frozenset((State.VISIBLE, State.WAITING, State.HIDDEN))
STEPS: dict[str, Step] = {
    Verb.HIDE: Step(READABLE, State.HIDDEN, needs_reason=True),
    Verb.REMOVE: Step(READABLE, State.REMOVED, needs_reason=True),
    Verb.SHOW: Step(frozenset((State.HIDDEN,)), State.VISIBLE),
    Verb.APPROVE: Step(frozenset((State.WAITING,)), State.VISIBLE),
    Verb.KEEP: Step(frozenset((State.VISIBLE, State.WITHDRAWN))),
}


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
        community = thread.community or _of_library(thread)
    if person is None and comment is not None:
        person = comment.author
    decision = Decision.objects.create(
        verb=verb,
        by=by,
        community=community,
        thread=thread,
        comment=comment,
        person=person,
        reason=reason[:200],
        note=note[:500],
    )
    signals.decided.send(Decision, decision=decision)
    return decision


@transaction.atomic
def decide(
    verb: str, comment: Comment, by: Any, *, reason: str = "", note: str = ""
) -> Decision:
    """Hide, show, remove, leave or release a comment; closes what was reported.

    The caller has asked `permissions.may_decide`. Raises Refused when the comment is
    not in a state for it.
    """
    step = STEPS[verb]
    thread, found = locked(comment)
    if step.needs_reason and not reason.strip():
        raise Refused(_("Say why: the reason stands in the place of the comment."))
    if found.state not in step.before:
        raise Refused(_no_longer(found))
    if verb == Verb.KEEP and not open_reports(found).exists():
        raise Refused(_("Nobody has reported this comment, or somebody has decided."))
    if verb == Verb.REMOVE and _open_appeals(found).exists():
        raise Refused(_("The author has appealed: decide on the appeal first."))
    was = found.state
    decision = record(verb, by=by, comment=found, reason=reason.strip(), note=note)
    open_reports(found).update(closed_at=timezone.now(), decision=decision)
    assigning.release(comment=found)
    if step.after:
        become(thread, found, step.after, reason=reason.strip())
    if verb == Verb.SHOW:
        _open_appeals(found).update(
            outcome=Appeal.Outcome.GRANTED, decided_by=by, decided_at=timezone.now()
        )
        assigning.release(appeal__decision__comment=found)
    if was == State.WAITING and found.state == State.VISIBLE:
        signals.comment_published.send(Comment, comment=found)
    return decision


def hide(comment: Comment, by: Any, reason: str) -> Decision:
    """Take a comment out of sight; a line with the reason stays."""
    return decide(Verb.HIDE, comment, by, reason=reason)


def show(comment: Comment, by: Any) -> Decision:
    """Put a hidden comment back."""
    return decide(Verb.SHOW, comment, by)


def remove(comment: Comment, by: Any, reason: str) -> Decision:
    """Take a comment away for good; its text is erased once nobody can appeal."""
    return decide(Verb.REMOVE, comment, by, reason=reason)


def keep(comment: Comment, by: Any) -> Decision:
    """Leave a reported comment as it is."""
    return decide(Verb.KEEP, comment, by)


def approve(comment: Comment, by: Any) -> Decision:
    """Release what waited for a moderator."""
    return decide(Verb.APPROVE, comment, by)


def locked(comment: Comment) -> tuple[Thread, Comment]:
    """The thread and the comment as they are now, locked until the end."""
    threads = Thread.objects.select_for_update(no_key=True, of=("self",))
    thread = threads.select_related("community").filter(pk=comment.thread_id).first()
    rows = Comment.objects.select_for_update(no_key=True, of=("self",))
    found = rows.select_related("author").filter(pk=comment.pk).first()
    if thread is None or found is None or found.thread_id != thread.pk:
        raise Refused(_("The comment is not there any more."))
    found.thread = thread
    return thread, found


def become(thread: Thread, comment: Comment, state: str, *, reason: str = "") -> None:
    """Give a locked comment another state, and its thread what follows from it."""
    was = comment.state
    comment.state, comment.state_at = state, timezone.now()
    comment.state_reason = "" if state == State.VISIBLE else reason[:200]
    comment.save(update_fields=["state", "state_at", "state_reason"])
    settle(thread, comment, news=was == State.WAITING and state == State.VISIBLE)
    object_changed(f"communities.thread:{thread.pk}", closes=was == State.VISIBLE)


def settle(thread: Thread, comment: Comment, *, news: bool) -> None:
    """Count the visible replies anew; what is not visible answers nothing."""
    replies = thread.comments.filter(state=State.VISIBLE, is_opening=False)
    thread.replies = replies.count()
    if news:
        thread.last_at = timezone.now()
    if thread.accepted_id == comment.pk and comment.state != State.VISIBLE:
        thread.accepted = thread.accepted_by = thread.accepted_at = None
    thread.save(
        update_fields=["replies", "last_at", "accepted", "accepted_by", "accepted_at"]
    )


def _of_library(thread: Thread) -> CommunityPage | None:
    """The community in whose library the page of a thread stands."""
    return community_of(thread.page) if thread.page is not None else None


def open_reports(comment: Comment) -> Any:
    """The reports of a comment on which nobody has decided."""
    return Report.objects.filter(comment=comment, closed_at=None)


def _open_appeals(comment: Comment) -> Any:
    return Appeal.objects.filter(decision__comment=comment, outcome="")


def _no_longer(comment: Comment) -> str:
    """Why it is too late, said by what the comment is now."""
    return {
        State.VISIBLE: _("The comment is visible: somebody else has decided already."),
        State.WAITING: _("The comment waits to be released."),
        State.HIDDEN: _("The comment is hidden: somebody else has decided already."),
        State.REMOVED: _("The comment was removed for good."),
        State.WITHDRAWN: _("Its author has withdrawn the comment."),
    }[State(comment.state)]
