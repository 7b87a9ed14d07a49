"""Figures as people read them."""

from __future__ import annotations

import datetime

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.portal.suppression import FEWEST, Share

HOUR = 3600
DAY = 24 * HOUR


def number_words(number: int | None) -> str:
    """A number, or that it is a small one."""
    if number is None:
        return _("fewer than %(number)s") % {"number": FEWEST}
    return str(number_format(number, force_grouping=True))


def share_words(part: Share) -> str:
    """So many of a whole; of few, and of all but few, no number."""
    whole = number_words(part.whole) if part.whole >= FEWEST else number_words(None)
    if part.number is not None:
        words = _("%(part)s of %(whole)s")
        return words % {"part": number_words(part.number), "whole": whole}
    if part.at_least is not None:
        words = _("at least %(part)s of %(whole)s")
        return words % {"part": number_words(part.at_least), "whole": whole}
    return number_words(None)


def reached_words(reached: int | None, active: Share, agencies: int) -> str:
    """How many agencies those belong to who were here."""
    if reached is not None:
        return str(number_format(reached, force_grouping=True))
    if active.at_least is not None:
        return _("nearly all of %(number)s") % {"number": number_format(agencies)}
    return number_words(None)


def duration_words(time: datetime.timedelta | None) -> str:
    """About how long; short waits in minutes, long ones in days."""
    if time is None:
        return _("too few answers to say")
    seconds = time.total_seconds()
    if seconds < HOUR:
        minutes = max(1, round(seconds / 60))
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if seconds < 2 * DAY:
        hours = round(seconds / HOUR)
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    days = round(seconds / DAY)
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
