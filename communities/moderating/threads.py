"""What moderators decide on whole threads: lock, pin, end a pause, move."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.changes import object_changed
from communities.models import (
    Comment,
    CommunityPage,
    Decision,
    Membership,
    Nomination,
    Thread,
    Visibility,
)
from communities.moderating.services import Refused, Verb, record
from communities.services import WIDTH

# More than these and nothing is first.
MOST_PINNED = 5
# What the note of a move says; the trail has the words.
AWAY, HERE = "away", "here"


@transaction.atomic
def lock(thread: Thread, by: Any, reason: str) -> Decision:
    """Nobody but moderators writes in it any more; the reason stands on it."""
    found = _locked(thread)
    if not reason.strip():
        raise Refused(_("Say why: the reason stands on the discussion."))
    if found.locked_at is not None:
        raise Refused(_("It is locked already."))
    found.locked_at, found.locked_reason = timezone.now(), reason.strip()[:200]
    found.save(update_fields=["locked_at", "locked_reason"])
    object_changed(f"communities.thread:{found.pk}")
    return _record(Verb.LOCK, found, by, reason.strip())


@transaction.atomic
def unlock(thread: Thread, by: Any) -> Decision:
    """Everybody who may write here writes in it again."""
    found = _locked(thread)
    if found.locked_at is None:
        raise Refused(_("It is not locked."))
    found.locked_at, found.locked_reason = None, ""
    found.save(update_fields=["locked_at", "locked_reason"])
    object_changed(f"communities.thread:{found.pk}")
    return _record(Verb.UNLOCK, found, by)


@transaction.atomic
def pin(thread: Thread, by: Any) -> Decision:
    """Put it first in the list of its community."""
    found = _locked(thread)
    if found.community_id is None:
        raise Refused(_("Comments on a page have no list to be first in."))
    if found.pinned_at is not None:
        raise Refused(_("It is pinned already."))
    # Two at once come one after the other, and neither is one too many.
    CommunityPage.objects.select_for_update().get(pk=found.community_id)
    pinned = Thread.objects.filter(community=found.community_id)
    if pinned.exclude(pinned_at=None).count() >= MOST_PINNED:
        text = _("%(number)d discussions are pinned: take one off first.")
        raise Refused(text % {"number": MOST_PINNED})
    found.pinned_at = timezone.now()
    found.save(update_fields=["pinned_at"])
    return _record(Verb.PIN, found, by)


@transaction.atomic
def unpin(thread: Thread, by: Any) -> Decision:
    """Put it back among the others."""
    found = _locked(thread)
    if found.pinned_at is None:
        raise Refused(_("It is not pinned."))
    found.pinned_at = None
    found.save(update_fields=["pinned_at"])
    return _record(Verb.UNPIN, found, by)


@transaction.atomic
def resume(thread: Thread, by: Any) -> Decision:
    """End the pause for which the author asked."""
    found = _locked(thread)
    if found.paused_until is None or found.paused_until <= timezone.now():
        raise Refused(_("There is no pause."))
    found.paused_until = None
    found.save(update_fields=["paused_until"])
    return _record(Verb.RESUME, found, by)


@transaction.atomic
def move(thread: Thread, target: CommunityPage, by: Any) -> Decision:
    """Carry a discussion into another community, never to more readers.

    The caller has asked whether the person moderates both. Neither trail names the
    other community: its moderators may not know of it.
    """
    found = _locked(thread)
    # Whoever joins one of the two meanwhile waits.
    numbers = sorted({target.pk, found.community_id or 0})
    list(CommunityPage.objects.select_for_update().filter(pk__in=numbers))
    if refusal := why_not_moved(found, target):
        raise Refused(refusal)
    _record(Verb.MOVE, found, by, note=AWAY)
    found.community, found.pinned_at, found.twin_of = target, None, None
    found.save(update_fields=["community", "pinned_at", "twin_of"])
    for twin in found.twins.all():
        twin.twin_of = None
        twin.save(update_fields=["twin_of"])
    object_changed(f"communities.thread:{found.pk}", closes=True)
    return _record(Verb.MOVE, found, by, note=HERE)


def why_not_moved(thread: Thread, target: CommunityPage) -> str:
    """Why a discussion may not go there, in a sentence; "" when it may."""
    source = thread.community
    if source is None:
        return _("Comments on a page stay with their page.")
    if source.pk == target.pk:
        return _("It stands there already.")
    if target.is_archived:
        return _("That community is archived.")
    if _width(target) < _width(source):
        return _("More people would read it there than was said to those who wrote.")
    if _would_be_new(source, target):
        return _("It has members who do not read it now: they were not promised to.")
    if thread.nominations.filter(state=Nomination.State.OPEN).exists():
        return _("It is proposed for the portal: that has to be decided first.")
    return ""


def _width(community: CommunityPage) -> int:
    return WIDTH.index(Visibility(community.visibility))


def _would_be_new(source: CommunityPage, target: CommunityPage) -> bool:
    """Whether somebody reads the target who does not read the source."""
    active = Membership.State.ACTIVE
    here = Membership.objects.filter(community=source, state=active)
    there = Membership.objects.filter(community=target, state=active)
    strangers = there.exclude(user__in=here.values("user"))
    if source.visibility == Visibility.OPEN:
        # Every agent reads it; invited outsiders do not.
        strangers = strangers.filter(user__is_guest=True)
    return bool(strangers.exists())


def _locked(thread: Thread) -> Thread:
    found = Thread.objects.select_for_update().filter(pk=thread.pk).first()
    if found is None:
        raise Refused(_("The discussion is not there any more."))
    return found


def _record(
    verb: str, thread: Thread, by: Any, reason: str = "", *, note: str = ""
) -> Decision:
    """A decision on a thread is about whoever began it."""
    openings = Comment.objects.filter(thread=thread, is_opening=True)
    opening = openings.select_related("author").first()
    person = opening.author if opening else None
    return record(verb, by=by, thread=thread, person=person, reason=reason, note=note)
