"""Where somebody talks: a thread with the person before it and its addresses.

What one does with comments is written once and works in every place: the guards here,
and `page_views.on_page` for the comments on a page, hand a Place to the view.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from communities import permissions
from communities.following.opened import is_news
from communities.frame import insiders_only
from communities.mandates import agency_slug
from communities.models import Comment, CommunityPage, Draft, Thread
from communities.standing import Standing
from communities.talk import drafts

PlaceView = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Place:
    """A thread, who is before it, and where it is.

    thread: not saved yet on a page without comments. url: where it is read. base: what
    the addresses of all that one does here begin with. title: of the discussion or of
    the page, in its language. readers: "members", "agents" or "everyone". closed: why
    people add nothing, "" while they do. opening: the first comment of a discussion.
    agency, draft: of the person, where they were read with the thread. is_news: whether
    the person has unread notices of it.
    """

    who: Standing
    thread: Thread
    url: str
    base: str
    title: str
    language: str
    readers: str
    closed: str = ""
    opening: Comment | None = None
    agency: str = ""
    draft: Draft | None = None
    is_news: bool = False

    @property
    def is_open(self) -> bool:
        """Whether people add to it."""
        return not self.closed

    @property
    def key(self) -> str:
        """The name under which what is typed here is kept."""
        if self.thread.page_id is not None:
            return f"page:{self.thread.page_id}"
        return f"thread:{self.thread.pk}"

    @property
    def is_page(self) -> bool:
        """Whether these are the comments on a page."""
        return self.thread.page_id is not None

    def at(self, comment: int) -> str:
        """The address of one comment, also in a thread of several parts."""
        return f"{self.url}?c={comment}#c-{comment}"


def of_thread(who: Standing, thread: Thread, opening: Comment | None) -> Place:
    """The place of a discussion in a community."""
    community = community_of(who)
    url = reverse("communities:discussion", args=[community.slug, thread.pk])
    return Place(
        who=who,
        thread=thread,
        url=url,
        base=url,
        title=thread.title,
        language=thread.language,
        readers=permissions.reads_content(community),
        closed=why_closed(thread, archived=community.is_archived),
        opening=opening,
        agency=getattr(opening, "agency_slug", None) or "",
        draft=drafts.with_row(opening),
        is_news=getattr(opening, "is_news", False),
    )


def community_of(who: Standing) -> CommunityPage:
    """The community in which somebody stands; without one nothing is there."""
    if who.community is None:
        raise Http404
    return who.community


def why_closed(thread: Thread, *, archived: bool = False) -> str:
    """Why nobody but moderators adds to a thread; "" when people may."""
    if archived:
        return "archived"
    if thread.locked_at is not None:
        return "locked"
    if thread.paused_until is not None and thread.paused_until > timezone.now():
        return "paused"
    if thread.closes_on is not None and thread.closes_on < timezone.localdate():
        return "over"
    return ""


def on_thread(view: PlaceView) -> Callable[..., HttpResponseBase]:
    """Call the view with the place of a discussion that the person may read.

    A number of another community is not there.
    """

    @drafts.kept
    @insiders_only
    @wraps(view)
    def placed(
        request: HttpRequest, who: Standing, number: int, **rest: Any
    ) -> HttpResponseBase:
        place = place_or_404(who, number)
        if not permissions.may_read_thread(who, place.opening):
            raise Http404
        return view(request, place, **rest)

    return placed


def place_or_404(who: Standing, number: int) -> Place:
    """The place of the discussion with this number in the person's community."""
    openings = Comment.objects.filter(is_opening=True, thread__community=who.community)
    rows = openings.select_related("thread__accepted_by", "author", "agency")
    reader: int = who.user.pk if who.user is not None else 0
    rows = rows.annotate(
        **drafts.columns(reader, f"thread:{number}"),
        agency_slug=agency_slug(reader),
        is_news=is_news(reader, Q(thread=OuterRef("thread"))),
        has_twins=Exists(Thread.objects.filter(twin_of=OuterRef("thread"))),
    )
    opening = rows.filter(thread=number).first()
    if opening is None:
        raise Http404
    return of_thread(who, opening.thread, opening)


def comment_or_404(place: Place, number: int) -> Comment:
    """A comment of this place whose text the person may read."""
    rows = Comment.objects.select_related("author", "agency", "thread")
    comment = rows.filter(thread=place.thread.pk, pk=number).first()
    if comment is None or not permissions.may_read_comment(place.who, comment):
        raise Http404
    return comment
