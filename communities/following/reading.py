"""What of communities and talk a person may read now: asked for many at once.

The rules are those of `communities.permissions`; here is only what they are asked with.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from catalogue.access import Reader
from catalogue.models import Entry
from communities import permissions
from communities.models import Comment, CommunityPage, Membership, Thread
from communities.standing import Standing
from communities.talk import rules


def standings(
    communities: Iterable[CommunityPage], user: Any, reader: Reader
) -> dict[int, Standing]:
    """Who this person is in each of these communities: one query."""
    pages = {page.pk: page for page in communities if page.live}
    if not pages:
        return {}
    own = Membership.objects.filter(user_id=user.pk, community_id__in=pages)
    rows = {row.community_id: row for row in own}
    return {
        number: Standing(user, reader, page, rows.get(number))
        for number, page in pages.items()
    }


def readable_threads(
    threads: Iterable[Thread], user: Any, reader: Reader
) -> dict[int, Standing]:
    """Those of the threads that the person reads, with their standing: three queries.

    The community of each thread, or its page, is loaded already.
    """
    known = {thread.pk: thread for thread in threads}
    openings = _openings(known)
    inside = [each.community for each in known.values() if each.community is not None]
    own = standings(inside, user, reader)
    pages = _open_pages(known.values(), reader)
    found: dict[int, Standing] = {}
    for number, thread in known.items():
        if thread.community_id is not None:
            who = own.get(thread.community_id)
            opening = openings.get(number)
            if who is None or not permissions.may_read(who):
                continue
            if permissions.may_read_thread(who, opening):
                found[number] = who
        elif thread.page is not None and thread.page_id in pages:
            keeps = user.is_superuser or rules.is_moderator(thread.page, reader)
            found[number] = Standing(user, reader, moderates=keeps)
    return found


def _openings(threads: Iterable[int]) -> dict[int, Comment]:
    rows = Comment.objects.filter(thread__in=list(threads), is_opening=True)
    return {row.thread_id: row for row in rows.only("thread", "state", "author")}


def may_be_told(who: Standing, comment: Comment | None) -> bool:
    """Whether a comment is told of: what all its readers see, or one's own."""
    if comment is None:
        return True
    if comment.state == Comment.State.VISIBLE:
        return True
    return permissions.is_author(who, comment)


def _open_pages(threads: Iterable[Thread], reader: Reader) -> set[int]:
    """Numbers of the pages whose comments this reader reads."""
    numbers = {each.page_id for each in threads if each.page_id is not None}
    if not numbers or not reader.is_agent:
        return set()
    keys = [f"page:{number}" for number in numbers]
    readable = Entry.objects.readable_by(reader).filter(key__in=keys)
    found = readable.values_list("key", flat=True)
    return {int(key.partition(":")[2]) for key in found}
