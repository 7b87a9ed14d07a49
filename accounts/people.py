"""Who may be found by agents, and what each person chose to show of themselves."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import AskMeAbout, Profile, User
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
    return Shown(
        town=card.town if card.shows_town else "",
        reach=card.reach if card.shows_town else "",
        languages=spoken(user) if card.shows_languages else (),
        tags=accepted(user) if card.shows_expertise else (),
        questions=tuple(user.questions.all()) if card.shows_questions else (),
        photo=(card.photo.name or "") if card.shows_photo else "",
        contributions=card.shows_contributions,
    )


def spoken(user: User) -> tuple[str, ...]:
    """The codes of the languages that a person speaks."""
    codes = (code.strip() for code in user.languages.split(","))
    return tuple(code for code in codes if code)


def accepted(user: User) -> tuple[Tag, ...]:
    """The expertise that knowledge managers have accepted; the rest is not shown."""
    return tuple(tag for tag in expertise(user) if tag.is_accepted)


def expertise(user: User) -> list[Tag]:
    """The tags of a person as they stand now, each once, proposed ones included."""
    current = (tag.current for tag in user.expertise.all())
    return list({tag.pk: tag for tag in current}.values())
