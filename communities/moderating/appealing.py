"""The one time an author asks another moderator to look again."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from communities import signals
from communities.belonging import services as belonging
from communities.models import (
    Appeal,
    Comment,
    Decision,
    Membership,
    Silence,
)
from communities.moderating import assigning
from communities.moderating.services import (
    Refused,
    State,
    Verb,
    become,
    locked,
    record,
)
from communities.standing import MODERATING

# So long one may appeal, and so long the text of what was removed is kept.
APPEAL_TIME = datetime.timedelta(days=30)
AGAINST = (Verb.HIDE, Verb.REMOVE, Verb.MUTE, Verb.SUSPEND)
STATES: dict[str, str] = {Verb.HIDE: State.HIDDEN, Verb.REMOVE: State.REMOVED}


def why_no_appeal(decision: Decision, person: Any) -> str:
    """Why this person cannot appeal against it; "" when they can."""
    if decision.person_id != person.pk or decision.verb not in AGAINST:
        return _("You can appeal against decisions on what you wrote.")
    if decision.by_id == person.pk:
        return _("This was your own decision.")
    if Appeal.objects.filter(decision=decision).exists():
        return _("You have appealed already.")
    if decision.at < timezone.now() - APPEAL_TIME:
        return _("The thirty days for an appeal are over.")
    if not _holds(decision):
        return _("The decision does not hold any more.")
    return ""


def _holds(decision: Decision) -> bool:
    """Whether the decision is the one in force."""
    newer = Decision.objects.filter(pk__gt=decision.pk, verb=decision.verb)
    if decision.verb in STATES:
        comment = decision.comment
        if comment is None or comment.state != STATES[decision.verb]:
            return False
        return not newer.filter(comment=comment).exists()
    about = {"community": decision.community_id, "person": decision.person_id}
    if newer.filter(**about).exists():
        return False
    if decision.verb == Verb.MUTE:
        rows = Silence.objects.filter(
            community=decision.community_id, user=decision.person_id
        )
        return rows.filter(until__gt=timezone.now()).exists()
    suspended = Membership.objects.filter(
        community=decision.community_id, user=decision.person_id
    )
    return suspended.filter(state=Membership.State.SUSPENDED).exists()


@transaction.atomic
def appeal(decision: Decision, by: Any, text: str) -> Appeal:
    """Ask another moderator to look again; once for each decision."""
    if refusal := why_no_appeal(decision, by):
        raise Refused(refusal)
    if not text.strip():
        raise Refused(_("Say why it should be looked at again."))
    try:
        with transaction.atomic():
            row = Appeal.objects.create(
                decision=decision, by=by, text=text.strip()[:500]
            )
    except IntegrityError as twice:
        raise Refused(_("You have appealed already.")) from twice
    signals.appealed.send(Appeal, appeal=row)
    return row


@transaction.atomic
def answer(row: Appeal, by: Any, *, granted: bool, text: str) -> Decision:
    """Grant or refuse an appeal; what was granted is undone.

    The caller has asked `permissions.may_answer`.
    """
    decision = row.decision
    thread = comment = None
    if decision.comment is not None:
        thread, comment = locked(decision.comment)
    found = Appeal.objects.select_for_update().get(pk=row.pk)
    if found.outcome:
        raise Refused(_("Somebody else has decided already."))
    if not granted and not text.strip():
        raise Refused(_("Say why the decision stands."))
    outcome = Appeal.Outcome.GRANTED if granted else Appeal.Outcome.UPHELD
    found.outcome, found.answer = outcome, text.strip()[:500]
    found.decided_by, found.decided_at = by, timezone.now()
    found.save()
    assigning.release(appeal=found)
    if granted and thread is not None and comment is not None:
        if comment.state in STATES.values():
            become(thread, comment, State.VISIBLE)
    elif granted:
        _undo(decision, by)
    return record(
        Verb.GRANTED if granted else Verb.UPHELD,
        by=by,
        community=decision.community,
        thread=decision.thread,
        comment=decision.comment,
        person=decision.person,
        reason=text.strip(),
    )


def _undo(decision: Decision, by: Any) -> None:
    """Let somebody write, or come in, again."""
    community, person = decision.community, decision.person
    if decision.verb == Verb.MUTE:
        Silence.objects.filter(community=community, user=person).delete()
        return
    for row in Membership.objects.filter(community=community, user=person):
        belonging.reinstate(row, by)


def moderators_of(decision: Decision) -> QuerySet[User]:
    """Who may answer an appeal against it: not whoever decided, nor whom it is about.

    Of a community alone; empty when a knowledge manager has to.
    """
    today = timezone.localdate()
    rows = Membership.objects.filter(
        community=decision.community_id,
        state=Membership.State.ACTIVE,
        role__in=MODERATING,
    ).exclude(until__lt=today)
    people = User.objects.filter(pk__in=rows.values("user"), is_active=True)
    return people.exclude(pk__in=[decision.by_id or 0, decision.person_id or 0])


def open_appeals() -> QuerySet[Appeal]:
    """Those without an answer."""
    return Appeal.objects.filter(outcome="")


def erasable() -> QuerySet[Comment]:
    """What was removed so long ago that nobody can appeal, and has a text still."""
    old = Comment.objects.filter(
        state=State.REMOVED, state_at__lt=timezone.now() - APPEAL_TIME
    ).exclude(text="")
    waiting = open_appeals().exclude(decision__comment=None)
    return old.exclude(pk__in=waiting.values("decision__comment"))
