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
from communities.models import MailChoice, Notice, Visibility
from communities.models.following import Rhythm

Kind = Notice.Kind
HIDDEN = (Visibility.PRIVATE, Visibility.CONFIDENTIAL)
# More lines than these stand on the hub.
MOST_LINES = 12
APPEALABLE = frozenset({"hide", "remove", "mute", "suspend"})


@dataclass(frozen=True)
class Letter:
    """A mail: template, language, plain values, where its links to stop it lead."""

    template: str
    to: str
    language: str
    context: dict[str, Any]
    stop_url: str
    notices: Sequence[Notice]


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
    """One mail of all that is new in what somebody follows; None without any."""
    found = list(rows)
    if not found:
        return None
    language = choosing.language_of(user, choice)
    reader = reader_of(user)
    with translation.override(language):
        lines = notices.told_to(user, reader, found)
        if not lines:
            return None
        context = _of_digest(user, choice, lines, _followed(lines, user, reader), now)
    MailChoice.objects.filter(pk=choice.pk).update(digest_at=now)
    mailed = [row for line in lines for row in line.rows]
    stop_all = _stop_url(choice)
    return Letter("digest", user.email, language, context, stop_all, mailed)


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


def _of_digest(
    user: User,
    choice: MailChoice,
    lines: Sequence[Told],
    followed: dict[str, Followed],
    now: datetime.datetime,
) -> dict[str, Any]:
    many = sum(len(line.rows) for line in lines)
    is_daily = all(
        row.follow and row.follow.rhythm == Rhythm.DAILY
        for line in lines
        for row in line.rows
    )
    if is_daily:
        words = ngettext(
            "Your day: %(n)d new thing", "Your day: %(n)d new things", many
        )
        why = _("You get this on working days because you asked for a daily digest.")
    else:
        words = ngettext(
            "Your week: %(n)d new thing", "Your week: %(n)d new things", many
        )
        why = _("You get this on Mondays because you asked for a weekly digest.")
    since = choice.digest_at or min(
        row.created_at for each in lines for row in each.rows
    )
    return {
        **_about(_stop_url(choice)),
        "subject": words % {"n": many},
        "name": user.first_name or user.get_full_name(),
        "day": date_format(timezone.localtime(now), "l j F Y"),
        "since": date_format(timezone.localtime(since), "l j F"),
        "sections": _sections(lines, followed),
        "more": max(0, len(lines) - MOST_LINES),
        "why": why,
    }


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
        Kind.TASK: _("You get this because you moderate a community."),
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
