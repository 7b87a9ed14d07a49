"""Discussions in communities, as tests need them."""

from typing import Any

from accounts.models import User
from catalogue.access import reader_of
from communities.models import Comment, CommunityPage, Thread
from communities.standing import Standing, standing_in
from communities.talk import services


def standing(user: User, community: CommunityPage) -> Standing:
    """Who this person is in a community, as of now."""
    fresh = User.objects.get(pk=user.pk)
    return standing_in(community, fresh, reader_of(fresh))


def question(user: User, community: CommunityPage, **fields: Any) -> Thread:
    """A question with a few words, asked by this person."""
    title = fields.pop("title", "Is a plain hash enough?")
    text = fields.pop("text", "Our supplier hashes the numbers. Is that enough?")
    who = standing(user, community)
    kind = fields.pop("kind", Thread.Kind.QUESTION)
    return services.begin(who, kind, title, text, **fields)


def comment(user: User, thread: Thread, text: str = "", **fields: Any) -> Comment:
    """A comment of this person in a thread."""
    who = standing(user, thread.community)
    text = text or f"A thought, number {Comment.objects.count()}."
    return services.say(who, thread, text, **fields)


def opening_of(thread: Thread) -> Comment:
    """The first comment of a discussion."""
    return Comment.objects.get(thread=thread, is_opening=True)


def address(thread: Thread, tail: str = "") -> str:
    """An address below a discussion."""
    return f"/communities/{thread.community.slug}/discussions/{thread.pk}/{tail}"
