"""The communities of the demo, and what people say in them and on pages."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from itertools import cycle, islice

from django.utils import timezone

from accounts.models import User
from accounts.services import create_user
from catalogue.changes import object_changed
from communities.belonging import charters, services
from communities.following.services import follow
from communities.models import (
    Appeal,
    Comment,
    CommunityPage,
    Decision,
    Proposal,
    Reaction,
    Report,
    Role,
    Thread,
)
from communities.moderating.services import Verb, record
from communities.talk.markdown import to_html
from hub.demo import content
from hub.demo.content import Record
from hub.demo.pages import World
from vocabulary.models import Theme

# A day of work is spread over these hours; its comments come so many hours apart.
HOURS = (8, 9, 10, 11, 13, 14, 15, 16)
GAPS = (1, 3, 20, 2, 26, 5, 44, 7)
GUEST = "gast"


def make_communities(world: World) -> None:
    """Make the communities with their people, and all that is said there."""
    world.users[GUEST] = _guest(world)
    for record_ in content.records("communities"):
        community = _community(record_, world)
        for turn, each in enumerate(record_["threads"]):
            _discussion(each, community, world, turn)
        _link_twins(record_, community)
    for turn, each in enumerate(content.records("page_talk")):
        _page_talk(each, world, turn)
    for each in content.records("proposals"):
        _proposal(each, world)


def communities() -> list[CommunityPage]:
    """The communities of the demo that are there."""
    keys = [content.translation_key("community", each["slug"]) for each in _records()]
    return list(CommunityPage.objects.filter(translation_key__in=keys))


def _records() -> list[Record]:
    return content.records("communities")


def _guest(world: World) -> User:
    """An observer from elsewhere: invited into one community, and for a time."""
    return create_user(
        "guest@demo.example",
        first_name="Elin",
        last_name="Sandvik",
        is_guest=True,
        languages="en",
        interface_language="en",
    )


def _community(record_: Record, world: World) -> CommunityPage:
    owner = world.users[record_["owner"]]
    community = services.found(
        record_["title"],
        record_["purpose"],
        record_["visibility"],
        owner,
        joining=record_["joining"],
        language=record_["language"],
        languages=record_["languages"].split(","),
        slug=record_["slug"],
        introduction=f"<p>{record_['introduction']}</p>",
    )
    key = content.translation_key("community", record_["slug"])
    community.translation_key = key
    community.agencies.set(world.agencies[slug] for slug in record_["agencies"])
    community.themes.set(Theme.objects.filter(slug__in=record_.get("themes", ())))
    community.save()
    charters.write(community, "\n".join(f"- {x}" for x in record_["charter"]), owner)
    for role, keys in (
        (Role.MODERATOR, record_["moderators"]),
        (Role.MEMBER, record_["members"]),
    ):
        for each in keys:
            services.add_member(community, world.users[each], role, by=owner)
    until = timezone.localdate() + datetime.timedelta(days=90)
    for each in record_.get("guests", ()):
        services.add_member(community, world.users[each], Role.GUEST, owner, until)
    _backdate(community, record_)
    for each in record_.get("followers", ()):
        follow(world.users[each], f"community:{community.pk}")
    return community


def _backdate(community: CommunityPage, record_: Record) -> None:
    """It began ten days before its first discussion; people came one after another."""
    first = max(each["days_ago"] for each in record_["threads"]) + 10
    began = content.moment(first)
    CommunityPage.objects.filter(pk=community.pk).update(first_published_at=began)
    today = timezone.localdate()
    for turn, row in enumerate(community.memberships.order_by("pk")):
        row.since = row.asked_at = began + datetime.timedelta(days=turn * first // 40)
        row.seen_on = today - datetime.timedelta(days=turn * 7 % 45)
        row.save()


def _discussion(
    record_: Record, community: CommunityPage, world: World, turn: int
) -> None:
    began = _moment(record_["days_ago"], turn)
    thread = Thread.objects.create(
        kind=record_["kind"],
        community=community,
        title=record_["title"],
        language=record_["language"],
        pinned_at=began if record_.get("pinned") else None,
        locked_at=timezone.now() if record_.get("locked") else None,
        locked_reason=record_.get("locked", ""),
    )
    thread.tags.set(world.tags[tag] for tag in record_.get("tags", ()))
    opening = _comment(record_, thread, world, record_["language"])
    opening.is_opening = True
    opening.unnamed = bool(record_.get("unnamed"))
    opening.save()
    # The day is written on making it; from here on it is what the record says.
    opening.created_at = began
    _react(opening, record_, community)
    _say(thread, record_["comments"], world, began)


def _page_talk(record_: Record, world: World, turn: int) -> None:
    page = world.pages[record_["page"]]
    thread = Thread.objects.create(kind=Thread.Kind.PAGE, page=page)
    published = page.first_published_at or timezone.now()
    age = (timezone.now() - published).days
    began = max(published, _moment(min(age, 55 - turn), turn))
    Thread.objects.filter(pk=thread.pk).update(created_at=began)
    _say(thread, record_["comments"], world, began)


def _say(
    thread: Thread,
    found: Iterable[Record],
    world: World,
    began: datetime.datetime,
) -> None:
    """Write the comments of a thread, and count them."""
    last, above = began, None
    for each, at in zip(found, _moments(began), strict=False):
        comment = _comment(each, thread, world, each["lang"])
        comment.parent = above if each.get("reply") else None
        comment.save()
        above = comment if comment.parent is None else above
        last = max(last, at)
        comment.created_at = at
        _react(comment, each, thread.community)
        _decide(comment, each, world)
        if each.get("accepted"):
            thread.accepted, thread.accepted_at = comment, at
            thread.accepted_by = comment.thread.comments.get(is_opening=True).author
    replies = thread.comments.filter(is_opening=False, state=Comment.State.VISIBLE)
    thread.replies, thread.last_at = replies.count(), last
    thread.save()
    Thread.objects.filter(pk=thread.pk).update(created_at=began)
    object_changed(f"communities.thread:{thread.pk}")


def _comment(record_: Record, thread: Thread, world: World, language: str) -> Comment:
    author = world.users[record_["by"]]
    return Comment(
        thread=thread,
        author=author,
        agency=author.agency,
        text=record_["text"],
        html=to_html(record_["text"]),
        language=language,
        for_agency=record_.get("for_agency", False),
    )


def _react(comment: Comment, record_: Record, community: CommunityPage | None) -> None:
    """Let as many others as the record says find it useful, or ask the same."""
    people = User.objects.filter(email__endswith="@demo.example", is_guest=False)
    if community is not None:
        people = people.filter(
            memberships__community=community, memberships__state="active"
        )
    others = [each for each in people.order_by("pk") if each != comment.author]
    start = comment.pk % max(len(others), 1)
    for kind in (Reaction.Kind.USEFUL, Reaction.Kind.SAME):
        by = list(islice(cycle(others), start, start + record_.get(kind, 0)))
        Reaction.objects.bulk_create(
            (Reaction(comment=comment, by=each, kind=kind) for each in by),
            ignore_conflicts=True,
        )
        setattr(comment, kind, comment.reactions.filter(kind=kind).count())
    comment.save()


def _decide(comment: Comment, record_: Record, world: World) -> None:
    """What was reported, hidden, or waits; one decision has an appeal."""
    community = comment.thread.community
    by = world.users["knowledge"]
    if community is not None:
        by = community.memberships.filter(role=Role.MODERATOR).first().user
    if reason := record_.get("reported"):
        Report.objects.create(comment=comment, by=by, reason=reason)
    if record_.get("waiting"):
        comment.state = Comment.State.WAITING
        comment.save()
    if reason := record_.get("hidden"):
        comment.state, comment.state_reason = Comment.State.HIDDEN, reason
        comment.state_at = timezone.now()
        comment.save()
        decision: Decision = record(
            Verb.HIDE,
            by=by,
            community=community,
            thread=comment.thread,
            comment=comment,
            person=comment.author,
            reason=reason,
        )
        if text := record_.get("appeal"):
            Appeal.objects.create(decision=decision, by=comment.author, text=text)


def _link_twins(record_: Record, community: CommunityPage) -> None:
    """A question that was asked before leads to the first one."""
    titles = [each["title"] for each in record_["threads"]]
    for each in record_["threads"]:
        if number := each.get("twin_of"):
            first = community.threads.get(title=titles[number - 1])
            community.threads.filter(title=each["title"]).update(twin_of=first)


def _proposal(record_: Record, world: World) -> None:
    made: Proposal = Proposal.objects.create(
        title=record_["title"],
        purpose=record_["purpose"],
        why=record_["why"],
        visibility=record_["visibility"],
        language=record_["language"],
        by=world.users[record_["by"]],
    )
    at = content.moment(record_["days_ago"])
    Proposal.objects.filter(pk=made.pk).update(at=at)


def _moment(days_ago: int, turn: int) -> datetime.datetime:
    """So many days ago in working hours, another hour each time."""
    at = content.moment(days_ago)
    then = at.replace(hour=HOURS[turn % len(HOURS)], minute=turn * 13 % 60)
    return min(then, timezone.now() - datetime.timedelta(hours=2))


def _moments(began: datetime.datetime) -> Iterator[datetime.datetime]:
    """When the comments after it came: never at night, never in the future."""
    at = began
    for gap in cycle(GAPS):
        at += datetime.timedelta(hours=gap)
        local = timezone.localtime(at)
        if local.hour not in range(8, 19):
            local = (local + datetime.timedelta(hours=12)).replace(hour=9)
        at = min(local, timezone.now() - datetime.timedelta(minutes=20))
        yield at
