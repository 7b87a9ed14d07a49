"""Talk as rows, for tests that do not try how it is written."""

from typing import Any

from wagtail.models import Page

from communities.models import Comment, CommunityPage, Readers, Thread
from communities.querysets import community_of


def discussion(
    page: CommunityPage,
    title: str = "A question",
    text: str = "Who knows?",
    *replies: str,
    kind: str = Thread.Kind.QUESTION,
    **opening: Any,
) -> Thread:
    """A discussion with its opening, and a comment for each further text."""
    thread = Thread.objects.create(
        kind=kind, community=page, title=title, language="en"
    )
    comment(thread, text, is_opening=True, **opening)
    for reply in replies:
        comment(thread, reply)
    return thread


def comments_on(page: Page, *texts: str) -> Thread:
    """The comments on a page."""
    circle = community_of(page)
    readers = Readers.EVERYONE if circle else Readers.AGENTS
    values = {"kind": Thread.Kind.PAGE, "circle": circle, "readers": readers}
    thread = Thread.objects.create(page=page, **values)
    for text in texts:
        comment(thread, text)
    return thread


def comment(thread: Thread, text: str, **fields: Any) -> Comment:
    """One comment, visible unless another state is said."""
    fields = {"language": "en", "html": f"<p>{text}</p>", **fields}
    return Comment.objects.create(thread=thread, text=text, **fields)
