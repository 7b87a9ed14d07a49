"""Talking as somebody, and what people are told of it."""

from collections.abc import Sequence
from typing import Any

from django.test import Client

from accounts.models import User
from catalogue.access import reader_of
from communities.following import notices
from communities.following.notices import Told
from communities.models import Comment, CommunityPage, Notice, Thread
from communities.standing import Standing, standing_in
from communities.talk import services as talk
from tests.communities.people import client_of


def who(user: User, page: CommunityPage) -> Standing:
    """Somebody before a community, as they are now."""
    return standing_in(page, user, reader_of(user))


def asks(user: User, page: CommunityPage, title: str = "How long?", **more: Any) -> Any:
    """A question of somebody."""
    return talk.begin(
        who(user, page), Thread.Kind.QUESTION, title, "Who knows?", **more
    )


def says(user: User, thread: Thread, text: str = "It depends.", **more: Any) -> Comment:
    """A comment of somebody in a discussion."""
    page = thread.community
    assert page is not None
    return talk.say(who(user, page), thread, text, **more)


def kinds(user: User) -> list[str]:
    """The kinds of all that somebody was told, the oldest first."""
    rows = Notice.objects.filter(to=user).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def lines(user: User) -> Sequence[Told]:
    """What somebody reads among the notices."""
    user = User.objects.get(pk=user.pk)
    return notices.told_to(user, reader_of(user), notices.stored(user))


def page_of(user: User, address: str = "/notices/") -> str:
    """What stands in the main part of a page."""
    html = browser(user).get(address).content.decode()
    return html[html.index("<main") :]


def browser(user: User | None) -> Client:
    """A browser that prefers English."""
    client = client_of(user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client
