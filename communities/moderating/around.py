"""What stands around the pages of moderating: a community, or a page of the hub."""

from __future__ import annotations

from typing import Any

from communities.frame import frame
from communities.talk.place import Place

COMMUNITY = "communities/frame.html"
PAGE = "communities/moderating/page_frame.html"


def around(place: Place, here: str = "discussions") -> dict[str, Any]:
    """The context of a page about something said in a place."""
    context: dict[str, Any] = {"place": place}
    if place.is_page:
        return {**context, "layout": PAGE}
    return {**frame(place.who, here), **context, "layout": COMMUNITY}
