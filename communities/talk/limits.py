"""How much somebody may write: how often, how long, with how many links."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.rates import Rate
from communities.models import Comment, Thread
from communities.models.talk import LONGEST_COMMENT, LONGEST_OPENING
from communities.standing import Standing

COMMENTS = (Rate(5, 60), Rate(30, 3600))
OPENINGS = (Rate(3, 60), Rate(10, 3600))
# Small things: reactions, drafts, previews, looking for what is new.
STEPS = (Rate(60, 60), Rate(600, 3600))
LINKS_FIRST, LINKS_LATER = 2, 10
AGAIN = datetime.timedelta(days=1)
# Who reads, the fewest first.
CIRCLES = ("members", "agents", "everyone")
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


class RefusedError(Exception):
    """What was written is not kept; the sentence says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def check_readers(told: str, now: str) -> None:
    """Refuse what was typed for fewer people than those who would read it by now.

    told: who the form said reads it; forms of old said nothing.
    """
    if told in CIRCLES and CIRCLES.index(told) < CIRCLES.index(now):
        text = _(
            "More people read this now than were named. Look who, and send it again."
        )
        raise RefusedError(text)


def check_text(text: str, *, is_opening: bool = False) -> None:
    """Refuse what is empty or too long."""
    if not text.strip():
        raise RefusedError(_("Write something first."))
    most = LONGEST_OPENING if is_opening else LONGEST_COMMENT
    if over := max(0, len(text) - most):
        raise RefusedError(
            ngettext(
                "This is %(over)s character too long. Write at most %(most)s.",
                "This is %(over)s characters too long. Write at most %(most)s.",
                over,
            )
            % {"over": over, "most": most}
        )


def check_links(who: Standing, text: str) -> None:
    """Refuse a heap of links, sooner from those who write for the first time."""
    most = LINKS_FIRST if is_first(who) else LINKS_LATER
    if len(LINK.findall(text)) <= most:
        return
    if most == LINKS_FIRST:
        sentence = ngettext(
            "A first comment may hold %(most)s link. Take the others out.",
            "A first comment may hold %(most)s links. Take the others out.",
            most,
        )
    else:
        sentence = ngettext(
            "A comment may hold %(most)s link. Take the others out.",
            "A comment may hold %(most)s links. Take the others out.",
            most,
        )
    raise RefusedError(sentence % {"most": most})


def check_twice(who: Standing, thread: Thread, text: str) -> None:
    """Refuse the same words by the same person in the same thread within a day."""
    rows = Comment.objects.filter(thread=thread.pk, author=who.user, text=text)
    recent = rows.filter(created_at__gt=timezone.now() - AGAIN)
    if recent.exclude(state=Comment.State.WITHDRAWN).exists():
        raise RefusedError(_("You wrote the same here already."))


def is_first(who: Standing) -> bool:
    """Whether nobody has read anything of this person here yet."""
    rows: Any = Comment.objects.filter(author=who.user, state=Comment.State.VISIBLE)
    if who.community is not None:
        return not rows.filter(thread__community=who.community).exists()
    return not rows.filter(thread__community=None).exists()
