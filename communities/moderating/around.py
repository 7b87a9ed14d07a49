"""What stands around the pages of moderating: a community, or a page of the hub."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from communities import permissions
from communities.frame import frame
from communities.models import Comment
from communities.talk import rules
from communities.talk.place import Place

COMMUNITY = "communities/frame.html"
PAGE = "communities/moderating/page_frame.html"
# Knowledge managers moderate below every page.
EVERYWHERE = [""]


def way_to_mute(place: Place, comment: Comment, *, looked_at: bool = False) -> str:
    """Where the author is kept from writing here, for who may; else "".

    Muting names somebody: who wrote without a name is looked at first.
    """
    who, author = place.who, comment.author_id
    if who.user is None or author is None or author == who.user.pk:
        return ""
    if comment.unnamed and not looked_at:
        return ""
    if who.community is not None:
        if not permissions.may_mute(who):
            return ""
        return reverse("communities:mute", args=[who.community.slug, author])
    if not who.user.is_superuser and rules.moderated_paths(who.reader) != EVERYWHERE:
        return ""
    return f"{reverse('moderation_mutes:add')}?person={author}"


def around(place: Place, here: str = "discussions") -> dict[str, Any]:
    """The context of a page about something said in a place."""
    context: dict[str, Any] = {"place": place}
    if place.is_page:
        return {**context, "layout": PAGE}
    return {**frame(place.who, here), **context, "layout": COMMUNITY}
