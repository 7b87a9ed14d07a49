"""Lines of lists of discussions, and what stands beside one."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from catalogue.models import Stamp
from communities.models import Comment, CommunityPage, Thread
from communities.standing import Standing
from communities.talk import presentation, querysets
from communities.talk.place import Place
from vocabulary.names import Label, label_of, labels


@dataclass(frozen=True)
class Row:
    """One discussion in a list. state: "open", "noreply", "answered"; "" of talks."""

    url: str
    title: str
    lang: str
    kind: str
    state: str
    author: presentation.Author
    replies: int
    begun_at: datetime.datetime
    last_at: datetime.datetime
    pinned_at: datetime.datetime | None
    waits: bool
    is_closed: bool


@dataclass(frozen=True)
class Chip:
    """A way to narrow the list, with how many it leaves."""

    label: str
    url: str
    is_on: bool


def row(who: Standing, opening: Comment) -> Row:
    """The line of one discussion; `opening` comes with thread, author and agency."""
    thread = opening.thread
    community = who.community
    slug = community.slug if community else ""
    return Row(
        url=reverse("communities:discussion", args=[slug, thread.pk]),
        title=thread.title or _("Withdrawn by its author"),
        lang=thread.language if thread.title else "",
        kind=thread.kind,
        state=state_of(thread, opening),
        author=presentation.author_of(who, opening),
        replies=thread.replies,
        begun_at=thread.created_at,
        last_at=thread.last_at,
        pinned_at=thread.pinned_at,
        waits=opening.state == Comment.State.WAITING,
        is_closed=thread.locked_at is not None,
    )


def state_of(thread: Thread, opening: Comment) -> str:
    """Where a question stands; talks stand nowhere."""
    if thread.kind != Thread.Kind.QUESTION:
        return ""
    if thread.accepted_id is not None:
        return "answered"
    waited = opening.created_at < timezone.now() - querysets.WAITED
    return "noreply" if waited and not thread.replies else "open"


def chips(counts: Mapping[str, int], state: str) -> list[Chip]:
    """All, Open, No reply yet, Answered."""
    many = {
        name: number_format(value, use_l10n=True, force_grouping=True)
        for name, value in counts.items()
    }
    words = {
        "": _("All %(number)s") % {"number": many["all"]},
        "open": _("Open %(number)s") % {"number": many["open"]},
        "noreply": _("No reply yet %(number)s") % {"number": many["noreply"]},
        "answered": _("Answered %(number)s") % {"number": many["answered"]},
    }
    return [
        Chip(words[name], f"?state={name}" if name else "?", name == state)
        for name in words
    ]


def newest(who: Standing, community: CommunityPage, most: int) -> list[Row]:
    """The discussions with the newest activity: one query."""
    rows = querysets.newest_first(querysets.openings(who, community))
    return [row(who, opening) for opening in rows[:most]]


def tags_of(who: Standing, thread: Thread) -> list[Label]:
    """The tags of a discussion in the reader's language."""
    slugs = thread.tags.values_list("slug", flat=True)
    known = labels(who.reader.stamps.get(Stamp.LABELS, 0))
    return [label_of(slug, known.tags) for slug in known.current_tags(slugs)]


def twins_of(place: Place) -> list[Row]:
    """The same question, asked elsewhere in this community."""
    thread = place.thread
    same = Q(thread__twin_of=thread)
    if thread.twin_of_id:
        same |= Q(thread=thread.twin_of_id) | Q(thread__twin_of=thread.twin_of_id)
    community = place.who.community
    if community is None:
        return []
    if not thread.twin_of_id and not getattr(place.opening, "has_twins", True):
        return []
    rows = querysets.openings(place.who, community).filter(same)
    found = rows.exclude(thread=thread).select_related("thread", "author", "agency")
    return [row(place.who, opening) for opening in found.order_by("pk")[:10]]
