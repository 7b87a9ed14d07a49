"""Links in mails that end them: signed, for whoever holds them, without a session.

They carry a random number alone: nothing of the person or of what is followed.
"""

from __future__ import annotations

from uuid import UUID

from django.core import signing
from django.utils import timezone

from communities.models import Follow, MailChoice
from communities.models.following import Rhythm

SALT = "communities.mail-stop"
ALL, ONE = "all", "one"


def token_of(thing: Follow | MailChoice) -> str:
    """What stands in the address of the link."""
    what = ONE if isinstance(thing, Follow) else ALL
    return signing.Signer(salt=SALT).sign(f"{what}-{thing.secret.hex}")


def thing_of(token: str) -> Follow | MailChoice | None:
    """The follow, or the person's choices, that a link is about."""
    try:
        what, _dash, secret = signing.Signer(salt=SALT).unsign(token).partition("-")
        number = UUID(secret)
    except (signing.BadSignature, ValueError):
        return None
    if what == ALL:
        return MailChoice.objects.filter(secret=number).first()
    return Follow.objects.filter(secret=number).first()


def stop(thing: Follow | MailChoice) -> str:
    """No more mails; return what brings them back. Said twice it is the same."""
    if isinstance(thing, MailChoice):
        if thing.stopped_at is None:
            thing.stopped_at = timezone.now()
            thing.save(update_fields=["stopped_at"])
        return ""
    before = thing.rhythm
    thing.rhythm = Rhythm.NEVER
    thing.save(update_fields=["rhythm"])
    return before


def start_again(thing: Follow | MailChoice, before: str) -> None:
    """Mails come as they did."""
    if isinstance(thing, MailChoice):
        thing.stopped_at = None
        thing.save(update_fields=["stopped_at"])
        return
    is_rhythm = before in Rhythm.values and before != Rhythm.NEVER
    thing.rhythm = before if is_rhythm else Rhythm.WEEKLY
    thing.save(update_fields=["rhythm"])
