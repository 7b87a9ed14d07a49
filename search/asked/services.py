"""Pages that agents ask for: one line each, until it is answered."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts import mails
from accounts.models import User
from accounts.services import lock_account
from catalogue.access import Reader, reader_of
from catalogue.models import Entry, Stamp
from search.asked.masking import masked, question_key
from search.asked.names import names_of_people
from search.models import Question, Wish
from search.text import analyse

MOST_WISHES = 100
# So long an answer stands among the notices.
TOLD_FOR = datetime.timedelta(days=60)
STORED = ("query", "wish", "at", "answer", "answered_at", "declined_at", "reason")


class WishRefused(Exception):
    """Why a wish, or what becomes of it, cannot be kept; says so in a sentence."""


@dataclass(frozen=True)
class Told:
    """A wish as its author sees it; entry: what answers it, while they may read it."""

    wish: Wish
    entry: Entry | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered yet."""
        return not self.wish.answered_at and not self.wish.declined_at


@transaction.atomic
def wish(user: User, query: str, line: str, reader: Reader) -> Wish:
    """Keep what an agent misses; once for each search."""
    lock_account(user)
    own = Wish.objects.filter(user=user)
    names = names_of_people(reader.stamps.get(Stamp.PEOPLE, 0))
    text = masked(query, names)
    key = question_key(text)
    if own.filter(key=key).exists():
        raise WishRefused(_("You have asked for a page on this search already."))
    if own.count() >= MOST_WISHES:
        raise WishRefused(
            ngettext(
                "You have asked for %(n)s page, which is the most. Withdraw one first.",
                "You have asked for %(n)s pages, which is the most. "
                "Withdraw one first.",
                MOST_WISHES,
            )
            % {"n": MOST_WISHES}
        )
    _make_question(key, text)
    return Wish.objects.create(user=user, query=query, key=key, wish=line)


def withdraw(user: User, number: int) -> bool:
    """Delete a wish of one's own; return whether there was one."""
    return bool(Wish.objects.filter(user=user, pk=number).delete()[0])


@transaction.atomic
def answer(asked: Wish, entry_key: str) -> Entry:
    """Say which entry answers a wish, and tell who asked, who must be able to read it.

    The wish stays open, and WishRefused says why, when they may not.
    """
    asked = _still_open(asked)
    reader = reader_of(asked.user)
    entry = _entries([entry_key], reader).get(entry_key)
    if entry is None:
        raise WishRefused(_("Whoever asked for this page may not read that one."))
    asked.answer, asked.answered_at = entry.key, timezone.now()
    asked.save(update_fields=["answer", "answered_at"])
    _tell(asked, "wish_answered", entry.title, settings.BASE_URL + entry.url)
    return entry


@transaction.atomic
def decline(asked: Wish, reason: str) -> None:
    """Say why there will be no such page, and tell who asked."""
    asked = _still_open(asked)
    asked.reason, asked.declined_at = reason, timezone.now()
    asked.save(update_fields=["reason", "declined_at"])
    url = settings.BASE_URL + reverse("search:wishes")
    _tell(asked, "wish_declined", asked.wish, url)


def told(user: User, reader: Reader, limit: int = MOST_WISHES) -> list[Told]:
    """The wishes of a person, the newest first, with answers: two queries."""
    return _told(Wish.objects.filter(user=user).order_by("-id")[:limit], reader)


def answered(user: User, reader: Reader) -> list[Told]:
    """The wishes that were answered or declined lately: one query, two with answers."""
    since = timezone.now() - TOLD_FOR
    lately = Q(answered_at__gte=since) | Q(declined_at__gte=since)
    return _told(Wish.objects.filter(lately, user=user), reader)


def data_of(user: User) -> list[dict[str, Any]]:
    """All wishes of a person as plain values."""
    return list(Wish.objects.filter(user=user).order_by("pk").values(*STORED))


def forget_all(user: User) -> None:
    """Delete all wishes of a person."""
    Wish.objects.filter(user=user).delete()


def _make_question(key: str, text: str) -> None:
    """What to act on; only some having one would tell what others searched."""
    interface = (get_language() or "en")[:2]
    known = {"text": text, "language": analyse(text, interface).language or interface}
    first = {**known, "last_asked_on": timezone.localdate()}
    if key:
        Question.objects.update_or_create(
            key=key, defaults=known, create_defaults=first
        )


def _told(own: Iterable[Wish], reader: Reader) -> list[Told]:
    listed = list(own)
    entries = _entries([each.answer for each in listed if each.answer], reader)
    return [Told(each, entries.get(each.answer)) for each in listed]


def _still_open(asked: Wish) -> Wish:
    """The wish, locked, unless somebody else has answered it or it is withdrawn."""
    rows = Wish.objects.select_for_update(of=("self",)).select_related("user")
    found = rows.filter(pk=asked.pk, answered_at=None, declined_at=None).first()
    if found is None:
        raise WishRefused(_("This has been answered or withdrawn in the meantime."))
    return found


def _entries(keys: Iterable[str], reader: Reader) -> dict[str, Entry]:
    listed = list(keys)
    if not listed:
        return {}
    rows = Entry.objects.readable_by(reader).filter(key__in=listed).light()
    return {entry.key: entry for entry in rows}


def _tell(asked: Wish, template: str, title: str, url: str) -> None:
    """A mail to who asked, unless they have left."""
    user = asked.user
    if not user.is_active or not user.email:
        return
    context = {
        "title": title,
        "url": url,
        "wish": asked.wish,
        "query": asked.query,
        "reason": asked.reason,
        "list_url": settings.BASE_URL + reverse("search:wishes"),
    }
    mails.send(template, user.email, mails.language_of(user), context)
