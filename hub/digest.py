"""What the hub itself adds to digests: one's own pages, and what editors rank."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from catalogue.access import Reader
from catalogue.models import Entry, Importance
from communities.following.parts import Line, Part, Span, register
from hub import notice_sources
from hub.notice_lines import midnight
from practices.duties import NEVER, deadline_of, duties_for
from practices.folding import folded
from practices.listing import agency_label

# What waits for somebody; of requests to join and wishes there are mails of their own.
OWN = (
    notice_sources.own_pages,
    notice_sources.readers_lines,
    notice_sources.reuses_of_own_cases,
    notice_sources.results_to_tell,
)
# A duty is told when it is new, and once more so long before its day.
AHEAD = datetime.timedelta(days=14)
PICKS = 3


def connect() -> None:
    """Let digests tell it."""
    register(for_you)
    register(from_the_editors)


def for_you(user: User, reader: Reader, span: Span) -> Iterable[Part]:
    """What is new about the pages that a person keeps."""
    may_edit = user.has_perm("wagtailadmin.access_admin")
    lines = [
        Line(
            title=notice.title,
            url=notice.url,
            at=notice.at,
            lang=notice.lang,
            sentence=notice.sentence,
            note=notice.note,
            action=notice.action if may_edit or not notice.edits else "",
            action_url=notice.action_url,
            topic=notice.topic,
            key=notice.key,
        )
        for source in OWN
        for notice in source(user, reader)
    ]
    return [Part(_("For you"), lines)]


def from_the_editors(user: User, reader: Reader, span: Span) -> Iterable[Part]:
    """Duties of the person's agency, and what editors find worth its time."""
    if user.is_guest or not reader.is_agent:
        return []
    lines = [*_duties(user, reader, span), *_picks(reader, span)]
    return [Part(_("From the editors"), lines)]


def _duties(user: User, reader: Reader, span: Span) -> Iterator[Line]:
    """New ones, and those whose day is near."""
    if user.agency is None:
        return
    for entry in duties_for(user.agency, reader):
        day = deadline_of(entry)
        moments = [entry.published_at] if entry.published_at else []
        if day != NEVER:
            moments.append(midnight(day - AHEAD))
        at = next((moment for moment in moments if moment in span), None)
        if at is not None:
            yield _line(entry, reader, at, _must(day))


def _must(day: datetime.date) -> str:
    if day == NEVER:
        return _("Must do")
    if day < timezone.localdate():
        return _("Must do since %(day)s") % {"day": date_format(day)}
    return _("Must do by %(day)s") % {"day": date_format(day)}


def _picks(reader: Reader, span: Span) -> Iterator[Line]:
    """What was published meanwhile and is a must read, or worth reading."""
    ranked = (Importance.MUST_READ, Importance.WORTH_READING)
    rows = Entry.objects.readable_by(reader).filter(
        importance__in=ranked,
        published_at__gt=span.since,
        published_at__lte=span.until,
    )
    newest = rows.light().order_by("-importance", "-published_at", "-pk")
    for entry in folded(newest)[:PICKS]:
        if entry.published_at:
            badge = str(Importance(entry.importance).label)
            yield _line(entry, reader, entry.published_at, badge)


def _line(entry: Entry, reader: Reader, at: datetime.datetime, badge: str) -> Line:
    facts = [str(Entry.Kind(entry.kind).label)]
    if agency := agency_label(entry.agency, reader) if entry.agency else None:
        facts.append(agency.text)
    if minutes := entry.data.get("minutes"):
        words = ngettext("%(minutes)s min read", "%(minutes)s min read", minutes)
        facts.append(words % {"minutes": minutes})
    return Line(
        title=entry.title,
        url=entry.url,
        at=at,
        lang=entry.language,
        key=entry.key,
        badge=badge,
        note=" · ".join(facts),
    )
