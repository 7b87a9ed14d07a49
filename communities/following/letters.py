"""What mails about notices say: one at once, or a digest of many.

No mail holds a word of what somebody wrote in a comment. Of a private community the
subject names nothing; of a confidential one nothing is named anywhere.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import mails
from accounts.models import User
from catalogue.access import Reader, reader_of
from communities.following import choosing, notices, stopping
from communities.following.kinds import Followed, described
from communities.following.notices import Told
from communities.following.parts import Part, Span, parts_for
from communities.models import MailChoice, Notice, Visibility
from communities.models.following import Rhythm

Kind = Notice.Kind
HIDDEN = (Visibility.PRIVATE, Visibility.CONFIDENTIAL)
# More lines than these stand on the hub.
MOST_LINES = 12
MOST_IN_PART = 8
DAY = datetime.timedelta(days=1)
# What was not mailed for so long, because of an outage, is not news any more.
TOO_LATE = 14 * DAY
APPEALABLE = frozenset({"hide", "remove", "mute", "suspend"})


@dataclass(frozen=True)
class Letter:
    """A mail: template, language, plain values, where its links to stop it lead.

    choice: of a digest, as it was before.
    """

    template: str
    to: str
    language: str
    context: dict[str, Any]
    stop_url: str
    notices: Sequence[Notice]
    choice: MailChoice | None = None


def at_once(user: User, choice: MailChoice, rows: Iterable[Notice]) -> Iterator[Letter]:
    """A mail for each line; nothing for what is closed to the person by now."""
    found = list(rows)
    if not found:
        return
    language = choosing.language_of(user, choice)
    reader = reader_of(user)
    with translation.override(language):
        lines = notices.told_to(user, reader, found)
        followed = _followed(lines, user, reader)
        letters = [_of_line(user, choice, line, followed) for line in lines]
    yield from letters


def digest(
    user: User, choice: MailChoice, rows: Iterable[Notice], now: datetime.datetime
) -> Letter | None:
    """One mail of all that is new for somebody since the last one; None without any."""
    language = choosing.language_of(user, choice)
    reader = reader_of(user)
    with translation.override(language):
        lines = notices.told_to(user, reader, rows)
        span = Span(_since(choice, lines, now), now)
        parts = parts_for(user, reader, span, choice.not_mailed)
        if not lines and not parts:
            return None
        followed = _followed(lines, user, reader)
        context = _of_digest(user, choice, lines, followed, span, parts)
    mailed = [row for line in lines for row in line.rows]
    stop_all = _stop_url(choice)
    return Letter("digest", user.email, language, context, stop_all, mailed, choice)


def message(letter: Letter, connection: Any = None) -> Any:
    """The mail as it leaves, with the headers by which programs stop it."""
    with translation.override(letter.language):
        found = mails.render(
            letter.template, letter.to, letter.language, letter.context
        )
    found.connection = connection
    found.extra_headers["List-Unsubscribe"] = f"<{letter.stop_url}>"
    found.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    found.extra_headers["Auto-Submitted"] = "auto-generated"
    return found


def _of_line(
    user: User, choice: MailChoice, line: Told, followed: dict[str, Followed]
) -> Letter:
    stop_all = _stop_url(choice)
    follow = line.rows[0].follow
    stop_url = _stop_url(follow) if follow is not None else stop_all
    said = _line(line)
    subject = f"{line.sentence} {line.title}" if said["title"] else said["sentence"]
    if line.visibility in HIDDEN:
        subject = _("Something new in one of your communities")
    context = {
        **_about(stop_all),
        "subject": subject,
        "line": said,
        "why": _why(line, followed),
        "stop_one": stop_url if follow is not None else "",
        "may_appeal": line.kind == Kind.MODERATION and line.rows[0].verb in APPEALABLE,
    }
    language = translation.get_language()
    return Letter("notice", user.email, language, context, stop_url, line.rows)


def _since(
    choice: MailChoice, lines: Sequence[Told], now: datetime.datetime
) -> datetime.datetime:
    """From when on a digest tells: the last one, or as long as one reaches back."""
    if choice.digest_at is not None:
        return max(choice.digest_at, now - TOO_LATE)
    first = min((row.created_at for each in lines for row in each.rows), default=now)
    reach = DAY if choice.digest == Rhythm.DAILY else 7 * DAY
    return min(first, now - reach)


def _of_digest(
    user: User,
    choice: MailChoice,
    lines: Sequence[Told],
    followed: dict[str, Followed],
    span: Span,
    parts: Sequence[Part],
) -> dict[str, Any]:
    subject, why = _words(choice, lines, sum(len(part.lines) for part in parts))
    told = [_section(part) for part in parts]
    over = sum(max(0, len(part.lines) - MOST_IN_PART) for part in parts)
    return {
        **_about(_stop_url(choice)),
        "subject": subject,
        "name": user.first_name or user.get_full_name(),
        "day": date_format(timezone.localtime(span.until), "l j F Y"),
        "since": date_format(timezone.localtime(span.since), "l j F"),
        "sections": told + _sections(lines, followed),
        "more": max(0, len(lines) - MOST_LINES) + over,
        "why": why,
    }


def _words(choice: MailChoice, lines: Sequence[Told], others: int) -> tuple[str, str]:
    """Subject of a digest, and why it comes: by the rhythm of what it tells."""
    rows = [row for line in lines for row in line.rows]
    rhythms = {row.follow.rhythm for row in rows if row.follow}
    n = len(rows) + others
    if (rhythms or {choice.digest}) == {Rhythm.DAILY}:
        words = ngettext("Your day: %(n)d new thing", "Your day: %(n)d new things", n)
        why = _("You get this on working days because you asked for a daily digest.")
    else:
        words = ngettext("Your week: %(n)d new thing", "Your week: %(n)d new things", n)
        why = _("You get this on Mondays because you asked for a weekly digest.")
    return words % {"n": n}, why


def _section(part: Part) -> dict[str, Any]:
    """What others computed, as plain values."""
    lines = [
        {
            "sentence": line.sentence,
            "title": line.title,
            "lang": line.lang,
            "url": settings.BASE_URL + line.url,
            "badge": line.badge,
            "note": line.note,
            "action": line.action,
            "action_url": settings.BASE_URL + line.action_url,
        }
        for line in part.lines[:MOST_IN_PART]
    ]
    return {"heading": part.heading, "lang": "", "lines": lines}


def _sections(
    lines: Sequence[Told], followed: dict[str, Followed]
) -> list[dict[str, Any]]:
    """Lines under headings: by community, by what is followed, comments on pages."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for line in lines[:MOST_LINES]:
        found.setdefault(_heading(line, followed), []).append(_line(line))
    sections = []
    for (heading, language), said in found.items():
        # Of a confidential community one line says as much as ten.
        alike = list({(each["title"], each["url"]): each for each in said}.values())
        if not any(each["title"] for each in alike):
            alike = alike[:1]
        sections.append({"heading": heading, "lang": language, "lines": alike})
    return sections


def _heading(line: Told, followed: dict[str, Followed]) -> tuple[str, str]:
    if line.visibility == Visibility.CONFIDENTIAL:
        return _("In one of your communities"), ""
    if line.where:
        return line.where, line.where_lang
    thing = followed.get(line.follow_key)
    if thing is None or line.follow_key.startswith(("page:", "thread:")):
        return _("Comments on pages that you follow"), ""
    return _("New on “%(name)s”") % {"name": thing.title}, ""


def _line(line: Told) -> dict[str, Any]:
    """What a mail says of one line, as plain values."""
    url = settings.BASE_URL + line.url
    if line.visibility == Visibility.CONFIDENTIAL:
        words = _("Something is new in one of your communities.")
        return {"sentence": words, "title": "", "url": url}
    return {
        "sentence": line.sentence,
        "title": line.title,
        "lang": line.lang,
        "url": url,
        "where": line.where,
        "where_lang": line.where_lang,
        "reason": line.reason,
    }


def _why(line: Told, followed: dict[str, Followed]) -> str:
    """Because of what somebody gets a mail."""
    thing = followed.get(line.follow_key)
    if thing is not None and line.visibility not in HIDDEN:
        return _("You get this because you follow “%(name)s”.") % {"name": thing.title}
    return {
        Kind.MENTION: _("You get this because somebody mentioned you."),
        Kind.REPLY: _("You get this because somebody replied to you."),
        Kind.ANSWER: _("You get this because you asked or answered a question."),
        Kind.TALK: _("You get this because you follow it."),
        Kind.PAGE: _("You get this because you follow it."),
        Kind.TASK: _("You get this because you keep order there."),
        Kind.MODERATION: _("You get this because it is about what you wrote."),
        Kind.PORTAL: _("You get this because it is about what you wrote."),
    }.get(Kind(line.kind), _("You get this because it is about you."))


def _followed(lines: Iterable[Told], user: User, reader: Reader) -> dict[str, Followed]:
    """What was followed, by its name: only what the person may still know of."""
    keys = {line.follow_key for line in lines if line.follow_key}
    return described(keys, user, reader) if keys else {}


def _about(stop_all: str) -> dict[str, Any]:
    """What stands below every mail."""
    return {
        "choices_url": settings.BASE_URL + reverse("communities:notice-choices"),
        "follows_url": settings.BASE_URL + reverse("communities:follows"),
        "stop_all": stop_all,
    }


def _stop_url(thing: Any) -> str:
    token = stopping.token_of(thing)
    return settings.BASE_URL + reverse("communities:mail-stop", args=[token])
