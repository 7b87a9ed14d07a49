"""Who is told when something happens in communities: rows, no mail leaves here."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.db.models.signals import post_delete, post_save

from accounts.models import User
from accounts.signals import account_closed, own_data
from communities import signals
from communities.following import data, describing, receivers, services
from communities.models import (
    Appeal,
    Assignment,
    Comment,
    CommunityPage,
    Decision,
    Follow,
    Membership,
    Nomination,
    Notice,
    Proposal,
    Report,
    Thread,
)
from communities.moderating.threads import HERE
from communities.querysets import community_of

Kind = Notice.Kind
Verb = Decision.Verb
# What is told to the person a decision is about, and under which kind.
ABOUT_WORDS = frozenset(
    (Verb.HIDE, Verb.SHOW, Verb.REMOVE, Verb.APPROVE, Verb.UPHELD, Verb.GRANTED)
)
ABOUT_THREADS = frozenset((Verb.LOCK, Verb.UNLOCK, Verb.MOVE))
ABOUT_PEOPLE = frozenset((Verb.MUTE, Verb.UNMUTE, Verb.SUSPEND, Verb.REINSTATE))
ABOUT_BELONGING = frozenset(
    (Verb.LET_IN, Verb.DECLINE, Verb.PUT_OUT, Verb.ROLE, Verb.INVITE)
)


def connect() -> None:
    """Connect the receivers; each once."""
    describing.register_all()
    post_save.connect(tell_of_waiting, sender=Comment, dispatch_uid="following wait")
    for kind in (CommunityPage, Thread):
        post_delete.connect(nobody_follows, sender=kind, dispatch_uid="following gone")
    for signal, receiver in (
        (signals.comment_published, tell_of_comment),
        (signals.decided, tell_of_decision),
        (signals.answer_accepted, tell_of_answer),
        (signals.membership_asked, tell_of_request),
        (signals.membership_began, follow_community),
        (signals.membership_ended, forget_community),
        (signals.reported, tell_of_report),
        (signals.appealed, tell_of_appeal),
        (signals.assigned, tell_of_assignment),
        (signals.nominated, ask_for_consent),
        (signals.nomination_decided, tell_of_nomination),
        (signals.proposal_decided, tell_of_proposal),
        (own_data, tell_own),
        (account_closed, forget_all),
    ):
        signal.connect(receiver, dispatch_uid=f"following {receiver.__name__}")


def nobody_follows(instance: CommunityPage | Thread, **_kwargs: object) -> None:
    """What is deleted is not followed any more, by anybody."""
    kind = "thread" if isinstance(instance, Thread) else "community"
    Follow.objects.filter(key=f"{kind}:{instance.pk}").delete()


def tell_of_comment(comment: Comment, **_kwargs: object) -> None:
    """Those it names, answers or concerns; each once."""
    thread = comment.thread
    services.tell_each(
        Notice(
            to_id=person,
            kind=why.kind,
            verb=why.verb,
            follow_id=why.follow,
            key=f"comment:{comment.pk}",
            community_id=thread.community_id,
            thread=thread,
            comment=comment,
        )
        for person, why in receivers.of_comment(comment).items()
    )


def tell_of_waiting(instance: Comment, created: bool, **_kwargs: object) -> None:
    """The moderators: a first contribution waits to be read."""
    if created and instance.state == Comment.State.WAITING:
        key = f"waiting:{instance.pk}"
        _tell_moderators("waiting", key, instance.thread, [instance.author_id])


def tell_of_answer(
    thread: Thread, comment: Comment, by: Any, **_kwargs: object
) -> None:
    """Whose answer it is, who asked, and who follows the question."""
    about = {
        "key": f"accepted:{comment.pk}",
        "community_id": thread.community_id,
        "thread": thread,
        "comment": comment,
    }
    openings = Comment.objects.filter(thread=thread, is_opening=True)
    asker = openings.values_list("author", flat=True).first()
    found: dict[int, Notice] = {}
    for row in receivers.followers_of(thread):
        found[row.by_id] = Notice(kind=Kind.TALK, verb="answered", follow=row, **about)
    if asker:
        found[asker] = Notice(kind=Kind.ANSWER, verb="mine", **about)
    if comment.author_id:
        found[comment.author_id] = Notice(kind=Kind.ANSWER, **about)
    found.pop(by.pk, None)
    for person, notice in found.items():
        notice.to_id = person
    services.tell_each(found.values())


def tell_of_decision(decision: Decision, **_kwargs: object) -> None:
    """Whom a decision is about, but for what they decided themselves."""
    verb, person = decision.verb, decision.person_id
    if verb == Verb.PAUSE:
        tell_of_pause(decision)
    kind = Kind.MEMBER if verb in ABOUT_BELONGING else Kind.MODERATION
    if verb in ABOUT_THREADS and person is None and decision.thread is not None:
        openings = Comment.objects.filter(thread=decision.thread, is_opening=True)
        person = openings.values_list("author", flat=True).first()
    if verb not in ABOUT_WORDS | ABOUT_THREADS | ABOUT_PEOPLE | ABOUT_BELONGING:
        return
    if verb == Verb.MOVE:
        _tell_who_wrote(decision)
        return
    if person is None or person == decision.by_id:
        return
    # Who lets people in, or ends it, writes the mail as well.
    services.tell(
        [person],
        kind,
        f"decision:{decision.pk}",
        mails=kind == Kind.MODERATION or verb == Verb.ROLE,
        verb=verb,
        community_id=decision.community_id,
        thread=decision.thread if kind == Kind.MODERATION else None,
        comment=decision.comment if verb in ABOUT_WORDS else None,
        data={"reason": decision.reason, "decision": decision.pk},
    )


def _tell_who_wrote(decision: Decision) -> None:
    """All who wrote in a discussion that has moved: once, from where it is now."""
    if decision.note != HERE:
        return
    people = set(
        Comment.objects.filter(thread=decision.thread)
        .exclude(author=None)
        .values_list("author", flat=True)
    )
    services.tell(
        people - {decision.by_id},
        Kind.MODERATION,
        f"decision:{decision.pk}",
        verb=decision.verb,
        community_id=decision.community_id,
        thread=decision.thread,
        data={"reason": decision.reason},
    )


def tell_of_pause(decision: Decision) -> None:
    """The moderators: who began a discussion asked for a pause, and they may end it."""
    if decision.community_id is None:
        return
    services.tell(
        receivers.moderators_of(decision.community_id, [decision.by_id]),
        Kind.TASK,
        f"decision:{decision.pk}",
        verb="pause",
        community_id=decision.community_id,
    )


def tell_of_request(membership: Membership, **_kwargs: object) -> None:
    """The moderators: somebody waits to be let in."""
    community = membership.community_id
    services.tell(
        receivers.moderators_of(community),
        Kind.TASK,
        f"join:{membership.pk}:{membership.asked_at:%y%m%d%H%M%S}",
        verb="join",
        community_id=community,
    )


def tell_of_report(report: Report, **_kwargs: object) -> None:
    """The moderators, but for who wrote it and who reported it."""
    comment = report.comment
    key = f"report:{comment.pk}:{report.at:%y%m%d}"
    without = [comment.author_id, report.by_id]
    _tell_moderators("report", key, comment.thread, without)


def tell_of_appeal(appeal: Appeal, **_kwargs: object) -> None:
    """The other moderators: whoever decided does not look again."""
    decision = appeal.decision
    without = [decision.by_id, decision.person_id, appeal.by_id]
    key = f"appeal:{appeal.pk}"
    if decision.community_id is not None:
        _tell_community("appeal", key, decision.community_id, without)
    elif decision.thread is not None:
        _tell_moderators("appeal", key, decision.thread, without)


def _tell_moderators(
    verb: str, key: str, thread: Thread, without: Iterable[int | None]
) -> None:
    """Those who keep order where a thread stands: in a community, or on a page."""
    page = thread.page
    inside = thread.community_id
    if page is not None and (library := community_of(page)) is not None:
        inside = library.pk
    if inside is not None:
        _tell_community(verb, key, inside, without)
    elif page is not None:
        people = receivers.moderators_of_page(page, without)
        services.tell(people, Kind.TASK, key, verb=verb, thread=thread)


def _tell_community(
    verb: str, key: str, community: int, without: Iterable[int | None]
) -> None:
    people = receivers.moderators_of(community, without)
    services.tell(people, Kind.TASK, key, verb=verb, community_id=community)


def tell_of_assignment(
    assignment: Assignment, community: CommunityPage, **_kwargs: object
) -> None:
    """Whom a moderator hands something to."""
    services.tell(
        [assignment.to_id],
        Kind.TASK,
        f"assigned:{assignment.pk}:{assignment.at:%y%m%d%H%M%S}",
        verb="assigned",
        community_id=community.pk,
    )


def ask_for_consent(nomination: Nomination, **_kwargs: object) -> None:
    """Those whose words would be read by more people; each once."""
    asked = nomination.consents.exclude(by=None).filter(answer="").order_by("-pk")
    # One of what they are asked leads to all of it.
    first = dict(asked.values_list("by", "pk"))
    services.tell_each(
        Notice(
            to_id=person,
            kind=Kind.PORTAL,
            key=f"consent:{nomination.pk}",
            verb="consent",
            community_id=nomination.community_id,
            thread=nomination.thread,
            data={"consent": number},
        )
        for person, number in first.items()
    )


def tell_of_nomination(nomination: Nomination, **_kwargs: object) -> None:
    """Who proposed it, and when it is taken over those who agreed to be quoted."""
    people = {nomination.by_id}
    if nomination.state == Nomination.State.TAKEN:
        agreed = nomination.consents.filter(answer__in=("named", "unnamed"))
        people |= set(agreed.values_list("by", flat=True))
    people -= {None, nomination.decided_by_id}
    result = nomination.result_id
    services.tell(
        [person for person in people if person],
        Kind.PORTAL,
        f"nomination:{nomination.pk}:{nomination.state}",
        verb=nomination.state,
        community_id=nomination.community_id,
        entry=f"page:{result}" if result and nomination.state == "taken" else "",
        data={"reason": nomination.reason},
    )


def tell_of_proposal(proposal: Proposal, **_kwargs: object) -> None:
    """Who proposed a community; who decides writes the mail as well."""
    services.tell(
        [proposal.by_id],
        Kind.MEMBER,
        f"proposal:{proposal.pk}:{proposal.state}",
        mails=False,
        verb=proposal.state,
        community=proposal.community,
        data={"reason": proposal.reason, "title": proposal.title},
    )


def follow_community(membership: Membership, **_kwargs: object) -> None:
    """Whoever joins is told of new discussions, until they say otherwise."""
    # Whoever follows as much as one may belongs to it all the same.
    with suppress(services.NoRoom):
        services.follow(membership.user, f"community:{membership.community_id}")


def forget_community(membership: Membership, **_kwargs: object) -> None:
    """Whoever left is told nothing of it any more."""
    services.forget_community(membership.user_id, membership.community_id)


def tell_own(user: User, **_kwargs: object) -> tuple[str, dict[str, Any]]:
    """What a person follows, chose and was told, for the file of their data."""
    return "following", data.data_of(user)


def forget_all(user: User, **_kwargs: object) -> None:
    """Whoever closes their account is told nothing any more."""
    services.forget_all(user)
