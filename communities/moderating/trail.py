"""The trail: what was decided, by whom, why. It lists decisions, not people.

Whom a decision on a comment is about is not in it: it would become a list of what
somebody wrote, and say who asked without a name.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from catalogue.spreadsheets import plain
from communities.models import CommunityPage, Decision
from communities.moderating.queue import base_of
from communities.moderating.services import Verb
from communities.moderating.threads import AWAY, HERE

# What is about somebody as a member, not about what they wrote.
ABOUT_PEOPLE = frozenset(
    (
        *(Verb.MUTE, Verb.UNMUTE, Verb.SUSPEND, Verb.REINSTATE, Verb.LET_IN),
        *(Verb.DECLINE, Verb.INVITE, Verb.ROLE, Verb.PUT_OUT),
    )
)
MOST_ROWS = 10_000


@dataclass(frozen=True)
class Row:
    """One decision as it is shown."""

    decision: Decision
    about: str
    language: str
    url: str
    person: Any
    note: str

    @property
    def what(self) -> str:
        """The verb in words."""
        return str(self.decision.get_verb_display())


def decisions_in(community: CommunityPage | None) -> QuerySet[Decision]:
    """All decisions of a community; None: on comments on pages."""
    parts = ("by", "person", "comment", "thread__community", "thread__page__locale")
    return Decision.objects.filter(community=community).select_related(*parts)


def filtered(
    rows: QuerySet[Decision],
    verb: str = "",
    since: datetime.date | None = None,
    until: datetime.date | None = None,
) -> QuerySet[Decision]:
    """Those of one kind, in a span of days."""
    if verb:
        rows = rows.filter(verb=verb)
    if since:
        rows = rows.filter(at__date__gte=since)
    if until:
        rows = rows.filter(at__date__lte=until)
    return rows


def rows_of(decisions: Iterable[Decision]) -> list[Row]:
    """The decisions as they are shown."""
    return [_row(decision) for decision in decisions]


def _row(decision: Decision) -> Row:
    thread = decision.thread
    about = language = url = ""
    # A thread that was moved away is no business of this trail any more.
    page = thread.page if thread is not None else None
    stayed = page or (thread and thread.community_id == decision.community_id)
    if thread is not None and stayed:
        about = page.title if page else thread.title
        language = page.locale.language_code if page else thread.language
        url = base_of(thread)
        if decision.comment_id is not None:
            url = f"{url}comments/{decision.comment_id}/moderate/"
    person = decision.person if decision.verb in ABOUT_PEOPLE else None
    return Row(decision, about, language, url, person, note_of(decision))


def note_of(decision: Decision) -> str:
    """The note in words."""
    known = {
        AWAY: _("To another community."),
        HERE: _("From another community."),
    }
    if decision.verb == Verb.MUTE and (day := parse_date(decision.note)):
        return _("Until %(day)s.") % {"day": date_format(day)}
    if decision.verb == Verb.CHARTER:
        return _("Version %(number)s") % {"number": decision.note}
    if decision.verb == Verb.MOVE:
        return known.get(decision.note, decision.note)
    return decision.note


def as_csv(decisions: QuerySet[Decision]) -> str:
    """The trail for spreadsheet programs."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [_("On"), _("What"), _("About"), _("By"), _("Reason"), _("Note")],
    )
    for row in rows_of(decisions[:MOST_ROWS]):
        decision = row.decision
        by = str(decision.by) if decision.by else ""
        about = str(row.person) if row.person else row.about
        cells = (row.what, about, by, decision.reason, row.note)
        at = date_format(localtime(decision.at), "Y-m-d H:i")
        writer.writerow([at, *map(plain, cells)])
    return out.getvalue()
