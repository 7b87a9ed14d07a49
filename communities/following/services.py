"""Writes on what people follow and how they are told; no HTTP, no templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from communities.models import Follow, MailChoice, Notice, Thread
from communities.models.following import Rhythm

MOST_FOLLOWS = 500
DIGESTS = (Rhythm.DAILY, Rhythm.WEEKLY)


class NoRoom(Exception):
    """Somebody follows as much as one may."""


def follow(user: User, key: str, *, rhythm: str = "") -> Follow:
    """Follow something; whoever follows it already keeps the rhythm. Two queries."""
    known = Follow.objects.filter(by=user, key=key).first()
    if known is not None:
        return known
    if Follow.objects.filter(by=user).count() >= MOST_FOLLOWS:
        raise NoRoom
    chosen = rhythm or digest_of(user)
    found, _made = Follow.objects.get_or_create(
        by=user, key=key, defaults={"rhythm": chosen}
    )
    return found


def unfollow(user: User, key: str) -> Follow | None:
    """Do not follow something any longer; return what was, for those who undo it."""
    found = Follow.objects.filter(by=user, key=key).first()
    if found is not None:
        found.delete()
    return found


def keys_of(person: int, kind: str) -> set[str]:
    """The keys of everything of one kind that a person follows: one query."""
    own = Follow.objects.filter(by=person, key__startswith=f"{kind}:")
    return set(own.values_list("key", flat=True))


def digest_of(user: User) -> str:
    """The rhythm with which something new is followed."""
    choices = MailChoice.objects.filter(user=user)
    chosen = choices.values_list("digest", flat=True).first()
    return chosen if chosen in DIGESTS else Rhythm.WEEKLY


def follow_facets(user: User, kept: Mapping[str, Iterable[str]]) -> None:
    """Follow exactly these themes and agencies; what else is followed stays.

    kept: short names by "theme" and "agency".
    """
    wanted = {f"{name}:{slug}" for name, slugs in kept.items() for slug in slugs}
    with transaction.atomic():
        for name in kept:
            own = Follow.objects.filter(by=user, key__startswith=f"{name}:")
            own.exclude(key__in=wanted).delete()
        rhythm = digest_of(user)
        Follow.objects.bulk_create(
            (Follow(by=user, key=key, rhythm=rhythm) for key in sorted(wanted)),
            ignore_conflicts=True,
        )


def tell(
    people: Iterable[int], kind: str, key: str, *, mails: bool = True, **about: Any
) -> None:
    """Tell these people of something, each once for a key: one query.

    about: fields of Notice. mails: False where somebody else writes the mail.
    """
    done = None if mails else timezone.now()
    Notice.objects.bulk_create(
        (
            Notice(to_id=person, kind=kind, key=key, mailed_at=done, **about)
            for person in dict.fromkeys(people)
        ),
        ignore_conflicts=True,
    )


def tell_each(notices: Iterable[Notice]) -> None:
    """The same where each person is told something else: one query."""
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


def forget_community(person: int, community: int) -> None:
    """Whoever left a community is told nothing of it any more.

    That they left, or were put out, they are told afterwards.
    """
    Notice.objects.filter(to=person, community_id=community).delete()
    inside = Thread.objects.filter(community=community).values_list("pk", flat=True)
    keys = [f"community:{community}", *(f"thread:{number}" for number in inside)]
    Follow.objects.filter(by=person, key__in=keys).delete()


def forget_all(user: User) -> None:
    """Nothing that this person followed or was told stays."""
    Notice.objects.filter(to=user).delete()
    Follow.objects.filter(by=user).delete()
    MailChoice.objects.filter(user=user).delete()
