"""The drawings of Lucide that pages use, in one file which browsers keep.

A page with thirty icons would carry a kilobyte and a half of drawings otherwise.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache

from django.urls import reverse
from lucide.templatetags.lucide import lucide

# A drawing that is not listed here stands in the page itself.
LISTED = """
    archive archive-restore arrow-left arrow-right arrow-up-down at-sign
    badge-check bell bell-off bell-ring book-open bookmark bookmark-check
    briefcase calendar check chevron-down circle-check circle-pause clock
    download ellipsis external-link eye eye-off file-down file-plus file-text
    flag funnel gavel globe hand history image inbox info key-round landmark
    languages library lightbulb link list-checks lock lock-open log-in log-out
    mail mail-plus mail-x map-pin megaphone message-circle message-square-text
    messages-square pencil pin pin-off play plus printer recycle reply
    rotate-ccw rss scale scroll-text search settings shield shield-check
    sliders-horizontal tag thumbs-up trash-2 triangle-alert undo-2 unlink user
    user-minus user-plus user-x users volume-x x
"""
NAMES = frozenset(LISTED.split())
BETWEEN_TAGS = re.compile(r">\s+<")
# Stroke, fill and size come from the class; only the drawing is needed.
OPENING = re.compile(r"<svg[^>]*>")
BOX = 'viewBox="0 0 24 24"'


@cache
def drawing(name: str) -> str:
    """What stands between the tags of the picture of this name."""
    picture = BETWEEN_TAGS.sub("><", lucide(name).strip()).replace(" />", "/>")
    return OPENING.sub("", picture, count=1).removesuffix("</svg>")


@cache
def sprite() -> str:
    """All of them in one picture."""
    symbols = (
        f'<symbol id="{name}" {BOX}>{drawing(name)}</symbol>' for name in sorted(NAMES)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'


@cache
def address() -> str:
    """Where the sprite is; another address when a drawing changes."""
    version = hashlib.sha256(sprite().encode()).hexdigest()[:8]
    return f"{reverse('icons')}?{version}"
