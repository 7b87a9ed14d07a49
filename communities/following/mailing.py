"""Mails about notices: which are due for whom, each claimed before it is sent.

A notice is claimed by setting `mailed_at` in a transaction of its own; two processes
never claim the same one. A mail that cannot be sent gives its notices back. A process
that dies in between has mailed them or not: they are not mailed twice, and stay here.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from smtplib import SMTPException
from typing import Any

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from communities.following import letters, notices
from communities.models import MailChoice, Notice
from communities.models.following import Rhythm

logger = logging.getLogger(__name__)

Kind = Notice.Kind
HOUR = datetime.time(8)
DIGESTS = (Rhythm.DAILY, Rhythm.WEEKLY)
# Of these one mail for each discussion, page or task and day.
ONCE_A_DAY = (Kind.REPLY, Kind.TALK, Kind.TASK)
PEOPLE_AT_ONCE = 500


@dataclass(frozen=True)
class Sent:
    """What one round did. failed: mails that will be tried again."""

    mails: int = 0
    failed: int = 0


def send_due(now: datetime.datetime | None = None) -> Sent:
    """Send all mails that are due; at any time, also by several at once."""
    moment = now or timezone.now()
    mails = failed = 0
    connection = get_connection()
    for person in _people(moment):
        for letter in _letters(person, moment):
            try:
                letters.message(letter, connection).send()
                mails += 1
            except (SMTPException, OSError) as error:
                _give_back(letter)
                failed += 1
                logger.warning("A mail waits: %s", error)
        if failed:
            # The server is away: the others would wait as long for nothing.
            break
    return Sent(mails, failed)


def last_digest(rhythm: str, now: datetime.datetime) -> datetime.datetime:
    """When the last digest of this rhythm was due: 8:00 on a working day, or Monday."""
    local = timezone.localtime(now)
    day = local.date()
    if local.time() < HOUR:
        day -= datetime.timedelta(days=1)
    last = 4 if rhythm == Rhythm.DAILY else 0
    while day.weekday() > last:
        day -= datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(day, HOUR))


def forget_old(now: datetime.datetime | None = None) -> int:
    """Forget notices that are no longer shown."""
    old = (now or timezone.now()) - notices.KEEP
    return Notice.objects.filter(created_at__lt=old).delete()[0]


def _due(now: datetime.datetime) -> Q:
    """Notices whose mail may leave now."""
    at_once = Q(follow=None) | ~Q(follow__rhythm__in=DIGESTS)
    # What is asked for a digest comes a moment after its time.
    found = at_once | Q(verb="search")
    for rhythm in DIGESTS:
        found |= Q(follow__rhythm=rhythm, created_at__lte=last_digest(rhythm, now))
    return Q(mailed_at=None, created_at__lte=now) & found


def _people(now: datetime.datetime) -> list[int]:
    rows = Notice.objects.filter(_due(now)).order_by("to").values_list("to", flat=True)
    told = list(rows.distinct()[:PEOPLE_AT_ONCE])
    turns = [person for person in _turns(now)[:PEOPLE_AT_ONCE] if person not in told]
    return told + turns


def _letters(person: int, now: datetime.datetime) -> Iterator[letters.Letter]:
    """The mails for one person; their notices are claimed."""
    user = User.objects.select_related("agency").filter(pk=person).first()
    if user is None:
        return
    choice, claimed = _claim(user, now)
    digest = [row for row in claimed if row.follow and row.follow.rhythm in DIGESTS]
    single = [row for row in claimed if row not in digest]
    yield from letters.at_once(user, choice, single)
    if digest or _is_turn(choice, user, now):
        letter = letters.digest(user, choice, digest, now)
        if letter is not None:
            yield letter


def _turns(now: datetime.datetime) -> Any:
    """People who had no digest since theirs was due; weekly is for who never chose."""
    turn = Q(mail_choice=None) | Q(mail_choice__digest=Rhythm.WEEKLY)
    weekly, daily = (last_digest(each, now) for each in (Rhythm.WEEKLY, Rhythm.DAILY))
    turn &= _before(weekly)
    turn |= Q(mail_choice__digest=Rhythm.DAILY) & _before(daily)
    people = User.objects.filter(turn, is_active=True, mail_choice__stopped_at=None)
    return people.exclude(email="").order_by("pk").values_list("pk", flat=True)


def _before(due: datetime.datetime) -> Q:
    is_behind = Q(mail_choice__digest_at=None) | Q(mail_choice__digest_at__lt=due)
    return is_behind & Q(date_joined__lt=due)


def _is_turn(choice: MailChoice, user: User, now: datetime.datetime) -> bool:
    """Whether this person's digest is due, as the choice was when it was claimed."""
    wants = bool(user.is_active and user.email and choice.stopped_at is None)
    if not wants or choice.digest not in DIGESTS:
        return False
    due = last_digest(choice.digest, now)
    return user.date_joined < due and (
        choice.digest_at is None or choice.digest_at < due
    )


@transaction.atomic
def _claim(user: User, now: datetime.datetime) -> tuple[MailChoice, list[Notice]]:
    """Take what is due for one person; what is not to be mailed is done with."""
    MailChoice.objects.get_or_create(user=user)
    choice = MailChoice.objects.select_for_update().get(user=user)
    rows = list(notices.complete(Notice.objects.filter(_due(now), to=user)))
    told = _told_today(user, now)
    taken = [row for row in rows if _group(row) not in told]
    wanted = [row for row in taken if _is_wanted(row, user, choice, now)]
    mailed = {row.pk for row in wanted}
    done = [row.pk for row in taken if row.pk not in mailed]
    Notice.objects.filter(pk__in=mailed).update(mailed_at=now)
    of_digest = any(row.follow and row.follow.rhythm in DIGESTS for row in wanted)
    if of_digest or _is_turn(choice, user, now):
        # What else it tells is told up to now; `choice` keeps from when on.
        MailChoice.objects.filter(pk=choice.pk).update(digest_at=now)
    # By this one sees that there was no mail.
    Notice.objects.filter(pk__in=done).update(mailed_at=F("created_at"))
    return choice, wanted


def _is_wanted(
    row: Notice, user: User, choice: MailChoice, now: datetime.datetime
) -> bool:
    """Whether a notice is mailed at all: not what was read, stopped or is too old."""
    if not user.is_active or not user.email or choice.stopped_at is not None:
        return False
    if row.read_at is not None or row.kind in choice.not_mailed:
        return False
    follow = row.follow
    if follow is None:
        # Somebody stopped following what it was about.
        of_follow = row.kind == Kind.PAGE or row.kind == Kind.TALK
        return not of_follow and row.created_at > now - letters.TOO_LATE
    if follow.is_muted or follow.rhythm == Rhythm.NEVER:
        return False
    return follow.rhythm not in DIGESTS or choice.digest != Rhythm.NEVER


def _told_today(user: User, now: datetime.datetime) -> set[object]:
    """Discussions and tasks of which this person had a mail today."""
    morning = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Notice.objects.filter(to=user, kind__in=ONCE_A_DAY, mailed_at__gte=morning)
    parts = rows.exclude(mailed_at=F("created_at")).select_related("follow")
    return {group for group in map(_group, parts) if group is not None}


def _group(row: Notice) -> object:
    """What is mailed once a day; None for what is mailed whenever it comes."""
    if row.kind not in ONCE_A_DAY:
        return None
    if row.follow is not None and row.follow.rhythm in DIGESTS:
        return None
    if row.kind == Kind.TASK:
        return ("task", row.community_id, row.thread_id, row.verb)
    return ("thread", row.thread_id)


def _give_back(letter: letters.Letter) -> None:
    """The mail did not leave: its notices wait again, and so does its digest."""
    numbers = [row.pk for row in letter.notices]
    Notice.objects.filter(pk__in=numbers).update(mailed_at=None)
    if letter.choice is not None:
        again = MailChoice.objects.filter(pk=letter.choice.pk)
        again.update(digest_at=letter.choice.digest_at)
