"""Who may be found by agents, and what each person chose to show of themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.models import AskMeAbout, Profile, User
from accounts.signals import answered
from vocabulary.models import Tag


@dataclass(frozen=True)
class Shown:
    """What a person shows beyond name, function and agency; the rest is empty."""

    town: str = ""
    reach: str = ""
    languages: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    questions: tuple[AskMeAbout, ...] = ()
    photo: str = ""
    contributions: bool = False
    # Tags of questions that the person answered, and where that was.
    answered: tuple[Tag, ...] = ()
    answered_where: tuple[str, ...] = ()


def listed() -> QuerySet[User]:
    """People whom agents find: they have a name, an agency, and may sign in."""
    people = User.objects.filter(is_active=True, is_guest=False, agency__isnull=False)
    return people.exclude(first_name="", last_name="")


def is_listed(user: User) -> bool:
    """Whether agents find this person."""
    works = user.is_active and not user.is_guest and user.agency_id is not None
    return bool(works and user.get_full_name())


def card_of(user: User) -> Profile:
    """The person's profile; whoever never opened it shows nothing."""
    card: Profile | None = getattr(user, "profile_card", None)
    return card or Profile(user=user)


def shown_by(user: User) -> Shown:
    """What this person opted to show: the only way in which others get it."""
    card = card_of(user)
    answers = _answers(user) if card.shows_answers else []
    return Shown(
        town=card.town if card.shows_town else "",
        reach=card.reach if card.shows_town else "",
        languages=spoken(user) if card.shows_languages else (),
        tags=accepted(user) if card.shows_expertise else (),
        questions=tuple(user.questions.all()) if card.shows_questions else (),
        photo=(card.photo.name or "") if card.shows_photo else "",
        contributions=card.shows_contributions,
        answered=_accepted(tag for _where, tag in answers),
        answered_where=tuple(dict.fromkeys(where for where, _tag in answers)),
    )


def spoken(user: User) -> tuple[str, ...]:
    """The codes of the languages that a person speaks."""
    codes = (code.strip() for code in user.languages.split(","))
    return tuple(code for code in codes if code)


def accepted(user: User) -> tuple[Tag, ...]:
    """The expertise that knowledge managers have accepted; the rest is not shown."""
    return _accepted(user.expertise.all())


def expertise(user: User) -> list[Tag]:
    """The tags of a person as they stand now, each once, proposed ones included."""
    return _as_they_stand(user.expertise.all())


def _answers(user: User) -> list[tuple[str, Tag]]:
    """Where the person gave accepted answers, and on what: packages above know."""
    told: list[tuple[str, Tag]] = []
    for _receiver, answer in answered.send(sender=User, user=user):
        pairs: Any = answer
        told += pairs
    return told


def _accepted(tags: Iterable[Tag]) -> tuple[Tag, ...]:
    return tuple(tag for tag in _as_they_stand(tags) if tag.is_accepted)


def _as_they_stand(tags: Iterable[Tag]) -> list[Tag]:
    """Tags after all merges, each once."""
    current = (tag.current for tag in tags)
    return list({tag.pk: tag for tag in current}.values())
