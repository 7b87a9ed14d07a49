"""What somebody is told here and by mail: the choices and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.models import Follow, MailChoice, Notice
from communities.models.following import Rhythm

Kind = Notice.Kind
# What the hub computes for the keepers of pages; mailed in digests only.
REVIEW, REUSE = "review", "reuse"


@dataclass(frozen=True)
class Topic:
    """Something that people are told, or not."""

    name: str
    label: str | Promise


@dataclass(frozen=True)
class Line:
    """A topic with what one person chose."""

    topic: Topic
    here: bool
    mail: bool


# What is decided about somebody is always shown to them.
ALWAYS_HERE = frozenset({Kind.MODERATION, Kind.MEMBER, Kind.PORTAL, Kind.TASK})
TOPICS: tuple[Topic, ...] = (
    Topic(Kind.MENTION, _("Somebody mentions me")),
    Topic(Kind.REPLY, _("Replies to me")),
    Topic(Kind.ANSWER, _("My question has an answer")),
    Topic(Kind.TALK, _("New in what I follow")),
    Topic(Kind.PAGE, _("New pages on what I follow")),
    Topic(Kind.MODERATION, _("Decisions about what I wrote")),
    Topic(Kind.TASK, _("What waits for me as a moderator")),
    Topic(Kind.PORTAL, _("What I wrote goes to the portal")),
    Topic(REVIEW, _("My pages are due for a check")),
    Topic(REUSE, _("My case is reused")),
)


def choice_of(user: Any) -> MailChoice:
    """What a person chose; whoever never did is told everything."""
    found: MailChoice | None = MailChoice.objects.filter(user=user).first()
    return found or MailChoice(user=user)


def lines_of(choice: MailChoice) -> list[Line]:
    """Each topic with what was chosen."""
    not_here, not_mailed = set(choice.not_here), set(choice.not_mailed)
    return [
        Line(each, each.name not in not_here, each.name not in not_mailed)
        for each in TOPICS
    ]


def language_of(user: User, choice: MailChoice | None) -> str:
    """In which language to write to somebody."""
    known = dict(settings.LANGUAGES)
    for code in (choice.language if choice else "", user.interface_language):
        if code in known:
            return str(code)
    return str(settings.LANGUAGE_CODE)


@transaction.atomic
def keep(user: User, data: Mapping[str, Any]) -> MailChoice:
    """Keep what somebody chose. Another digest holds for all that came in one.

    data: here and mail (names of topics), digest, language.
    """
    MailChoice.objects.get_or_create(user=user)
    choice = MailChoice.objects.select_for_update().get(user=user)
    choice.not_here = _others(data["here"], lambda each: each.name not in ALWAYS_HERE)
    choice.not_mailed = _others(data["mail"], lambda each: True)
    digests = (Rhythm.DAILY, Rhythm.WEEKLY)
    if data["digest"] in digests and data["digest"] != choice.digest:
        rows = Follow.objects.filter(by=user, rhythm__in=digests)
        rows.update(rhythm=data["digest"])
    choice.digest = data["digest"]
    choice.language = data["language"]
    choice.stopped_at = None
    choice.save()
    return choice


def _others(chosen: Iterable[str], may: Callable[[Topic], bool]) -> list[str]:
    """The names of those that may be left out and were."""
    kept = set(chosen)
    return [str(each.name) for each in TOPICS if may(each) and each.name not in kept]
