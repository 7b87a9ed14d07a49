"""What of a proposal may be told to an editor before it is taken over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from communities.models import (
    Comment,
    Consent,
    Membership,
    Nomination,
    Visibility,
)
from communities.portal.quotes import AGREED
from communities.portal.services import is_named
from practices.catalogue import CASE_TEXTS
from practices.texts import text_of as text_of_field

LONGEST = 4000
TEXTS = ("in_short", "body", "introduction", *CASE_TEXTS)


class Telling:
    """Whose words and which names a person may read, for some proposals: two queries.

    The title of a discussion is its asker's, that of a page its keeper's: it is told
    once they agreed. Members of a community know its name; others only where it may be
    named.
    """

    def __init__(self, user: Any, nominations: Sequence[Nomination]) -> None:
        numbers = [each.pk for each in nominations]
        self._agreed = set(_agreed(numbers))
        own = Membership.objects.filter(
            user=user.pk,
            state=Membership.State.ACTIVE,
            community__in={each.community_id for each in nominations},
        )
        self._own = set(own.values_list("community", flat=True))

    def is_agreed(self, nomination: Nomination) -> bool:
        """Whether the title, and of a page the text, may be told."""
        return nomination.pk in self._agreed

    def title(self, nomination: Nomination, otherwise: str | None = None) -> str:
        """What is proposed."""
        if self.is_agreed(nomination):
            return str(nomination)
        if otherwise is not None:
            return otherwise
        return _("A discussion") if nomination.thread_id else _("A page")

    def community(self, nomination: Nomination) -> str:
        """Who proposes it."""
        known = nomination.community_id in self._own or is_named(nomination)
        # Everybody may know of a private community; not that this is its own.
        if known and nomination.community.live:
            return str(nomination.community.title)
        if nomination.community.visibility == Visibility.CONFIDENTIAL:
            return _("A community that is not named")
        return _("A private community")


def text_of(page: Page) -> str:
    """The plain text of a page that may be told, as much as one reads in a list."""
    found = page.specific
    names = {field.name for field in found._meta.get_fields()}
    texts = [text_of_field(found, name) for name in TEXTS if name in names]
    text = " ".join(filter(None, [found.summary, *texts]))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _agreed(numbers: Sequence[int]) -> Iterable[int]:
    """The proposals whose opening, or whose page, may be told."""
    rows = Consent.objects.filter(nomination__in=numbers)
    openings = rows.filter(
        comment__is_opening=True,
        comment__state=Comment.State.VISIBLE,
        answer__in=AGREED,
    )
    yield from openings.values_list("nomination", flat=True)
    pages = Nomination.objects.filter(pk__in=numbers, page__isnull=False)
    waiting = rows.exclude(answer__in=AGREED).values("nomination")
    yield from pages.exclude(pk__in=waiting).values_list("pk", flat=True)
