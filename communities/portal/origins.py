"""What stands on the portal and came from a community: whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from wagtail.models import Page

from catalogue.access import Reader
from catalogue.models import Entry
from communities.models import Consent, Nomination, Thread, Visibility

TAKEN = Nomination.State.TAKEN
# Under this name the entry of a page keeps the number of the proposal.
NAME = "from_community"


@dataclass(frozen=True)
class Author:
    """Somebody who agreed to be named; url: their page, for agents alone."""

    name: str
    url: str


@dataclass(frozen=True)
class Origin:
    """Where a page came from. title: "" where the community is not named."""

    title: str
    language: str
    url: str
    authors: tuple[Author, ...]


def number_of(page: Page) -> Mapping[str, Any]:
    """Which proposal a page came from, for its entry; translations as well: a query."""
    taken = Nomination.objects.filter(
        state=TAKEN, result__translation_key=page.translation_key
    )
    number = taken.order_by("pk").values_list("pk", flat=True).first()
    return {NAME: number} if number else {}


def origin(number: int, reader: Reader) -> Origin | None:
    """The community and the authors behind a page, as they may be told now: one query.

    A community that became confidential, or that is not live, is not named any more.
    """
    rows = list(
        Nomination.objects.filter(pk=number, state=TAKEN)
        .order_by("consents__pk")
        .values_list(
            "community__title",
            "community__slug",
            "community__visibility",
            "community__live",
            "names_community",
            "community__locale__language_code",
            "consents__answer",
            "consents__by",
            "consents__by__first_name",
            "consents__by__last_name",
            "consents__by__is_active",
        )
    )
    if not rows:
        return None
    title, slug, visibility, is_live, names, language = rows[0][:6]
    named = visibility in (Visibility.OPEN, Visibility.RESTRICTED)
    named = is_live and (named or (visibility == Visibility.PRIVATE and names))
    authors = {
        person: Author(
            f"{first} {last}".strip(),
            reverse("accounts:person", args=[person]) if reader.is_agent else "",
        )
        for *_community, answer, person, first, last, is_active in rows
        if answer == Consent.Answer.NAMED and person and is_active
    }
    if not named and not authors:
        return None
    return Origin(
        title=title if named else "",
        language=language[:2],
        url=f"{reverse('communities:list')}{slug}/" if named else "",
        authors=tuple(author for author in authors.values() if author.name),
    )


def became(thread: Thread, reader: Reader) -> Entry | None:
    """The page that a discussion became, when the reader may read it: one query."""
    results = Nomination.objects.filter(
        thread=thread.pk, state=TAKEN, result__isnull=False
    ).annotate(key=Concat(Value("page:"), Cast("result", CharField())))
    found: Entry | None = (
        Entry.objects.readable_by(reader)
        .filter(key__in=results.values("key"))
        .light()
        .order_by("pk")
        .first()
    )
    return found
