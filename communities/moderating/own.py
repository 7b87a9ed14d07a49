"""What was decided about one person, for that person alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from catalogue.access import Reader
from communities import permissions
from communities.models import (
    Appeal,
    Comment,
    CommunityPage,
    Decision,
    Membership,
    Report,
    Silence,
)
from communities.moderating.appealing import why_no_appeal
from communities.moderating.queue import base_of
from communities.moderating.services import Verb
from communities.moderating.trail import note_of
from communities.standing import Standing

# What the person is told of; the rest concerns a thread, or moderators among
# themselves. A look at one's name is told too.
TOLD = (
    *(Verb.HIDE, Verb.REMOVE, Verb.SHOW, Verb.APPROVE, Verb.LOOK, Verb.MOVE),
    *(Verb.LOCK, Verb.MUTE, Verb.UNMUTE, Verb.SUSPEND, Verb.REINSTATE),
    *(Verb.UPHELD, Verb.GRANTED),
)


@dataclass(frozen=True)
class Line:
    """A decision about somebody, as they read it.

    community: None where they may not know of it any more. refusal: why they cannot
    appeal, "" when they can.
    """

    decision: Decision
    community: CommunityPage | None
    appeal: Appeal | None
    refusal: str
    url: str
    note: str = ""

    @property
    def what(self) -> str:
        """The verb in words."""
        return str(self.decision.get_verb_display())


def decisions_about(user: Any) -> QuerySet[Decision]:
    """The decisions about this person, the newest first."""
    parts = ("community", "comment", "thread__community", "thread__page__locale")
    rows = Decision.objects.filter(person=user.pk, verb__in=TOLD)
    return rows.exclude(by=user.pk).select_related(*parts, "appeal")


def lines(decisions: Iterable[Decision], user: Any, reader: Reader) -> list[Line]:
    """The decisions as this person reads them: never who decided."""
    listed = list(decisions)
    rows = Membership.objects.filter(
        user=user.pk, community__in={each.community_id for each in listed}
    )
    members = {row.community_id: row for row in rows}
    return [_line(each, user, reader, members) for each in listed]


def _line(
    decision: Decision, user: Any, reader: Reader, members: dict[int, Membership]
) -> Line:
    community = decision.community
    known, url = None, ""
    if community is not None:
        who = Standing(user, reader, community, members.get(community.pk))
        known = community if permissions.may_know(who) else None
    thread = decision.thread
    if thread is not None and (known or community is None):
        if thread.page is not None:
            url = f"{thread.page.url}#comments"
        elif known and thread.community_id == known.pk:
            url = base_of(thread)
    return Line(
        decision=decision,
        community=known,
        appeal=getattr(decision, "appeal", None),
        refusal=why_no_appeal(decision, user),
        url=url,
        note=note_of(decision) if decision.verb == Verb.MUTE else "",
    )


def written_outside(user: Any) -> QuerySet[Comment]:
    """What somebody wrote in communities that are closed to them, to take it back."""
    closed = Membership.objects.filter(user=user.pk).exclude(
        state=Membership.State.ACTIVE
    )
    gone = (Comment.State.WITHDRAWN, Comment.State.REMOVED)
    rows = Comment.objects.filter(
        author=user.pk, thread__community__in=closed.values("community")
    )
    return rows.exclude(state__in=gone).select_related("thread").order_by("-pk")


def data_of(user: Any) -> dict[str, Any]:
    """For the file of a person's own data."""
    decided = [
        {
            "what": str(each.get_verb_display()),
            "on": each.at.isoformat(),
            "reason": each.reason,
            "comment": each.comment_id,
        }
        for each in Decision.objects.filter(person=user.pk, verb__in=TOLD)
    ]
    reports = Report.objects.filter(by=user.pk).values_list("at", "reason", "note")
    appeals = Appeal.objects.filter(by=user.pk)
    mutes = Silence.objects.filter(user=user.pk).values_list("until", "reason")
    return {
        "decisions about what I wrote": decided,
        "my reports": [
            {"on": at.isoformat(), "reason": reason, "note": note}
            for at, reason, note in reports
        ],
        "my appeals": [
            {
                "on": row.at.isoformat(),
                "text": row.text,
                "outcome": row.outcome,
                "answer": row.answer,
            }
            for row in appeals
        ],
        "mutes": [
            {"until": until.isoformat(), "reason": reason} for until, reason in mutes
        ],
    }
