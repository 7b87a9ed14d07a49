"""What a person follows, and the first useful list that comes of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.services import lock_account
from catalogue.access import Reader, reader_for
from catalogue.models import Entry, FacetValue, Importance, Stamp
from communities.following import services as following
from communities.models import Follow
from hub.home import Home
from practices.duties import duties_for
from practices.folding import folded
from practices.listing import Label, Row, agency_label, label_of, rows
from practices.overview import WRITTEN, agency_lines
from vocabulary.names import labels

# How many entries are looked at to find the first of each page.
LOOKED_AT = 60
FIRST_LIST = 12
AT_HOME = 4
# With so few themes at the top, the narrower ones are offered as well.
FEW_THEMES = 8


def follows(user: User) -> dict[str, set[str]]:
    """The themes and agencies that a person follows, by their short names: a query."""
    found: dict[str, set[str]] = {"theme": set(), "agency": set()}
    own = Follow.objects.filter(by=user)
    wanted = own.filter(Q(key__startswith="theme:") | Q(key__startswith="agency:"))
    for key in wanted.values_list("key", flat=True):
        facet, _colon, slug = key.partition(":")
        found[facet].add(slug)
    return found


def must_do(user: User, reader: Reader) -> list[Row]:
    """What the person's agency must do and has not done."""
    return rows(duties_for(user.agency, reader), reader) if user.agency else []


def useful(
    user: User, reader: Reader, limit: int, without: Collection[int] = ()
) -> list[Row]:
    """What is most important and newest in all that somebody follows.

    Of linked translations one, in the reader's language where there is one.
    """
    followed = follows(user)
    wanted = [Q(facet=name, value__in=values) for name, values in followed.items()]
    if not any(followed.values()):
        return []
    values = FacetValue.objects.filter(reduce(or_, wanted))
    numbers = values.values_list("pk", flat=True)
    carried = [Q(facets__contains=f" {number} ") for number in numbers]
    if not carried:
        return []
    found = Entry.objects.readable_by(reader).of_kind(*WRITTEN)
    found = found.exclude(importance=Importance.MUST_DO).exclude(pk__in=without)
    newest = found.filter(reduce(or_, carried)).most_important().light()
    return rows(folded(newest[:LOOKED_AT])[:limit], reader)


def for_you(request: Any, shown: Home) -> list[Row]:
    """For the home page of an agent: what is followed and does not stand there yet."""
    reader = reader_for(request)
    if not reader.is_agent:
        return []
    there = {row.id for row in (*shown.major, *shown.minor, *shown.cases)}
    return useful(request.user, reader, AT_HOME, there)


def offered_themes(reader: Reader) -> list[Label]:
    """The themes to choose from, in the order of the knowledge managers."""
    words = labels(reader.stamps.get(Stamp.LABELS, 0))
    top = [slug for slug in words.theme_order if not words.parents.get(slug)]
    offered = words.theme_order if len(top) < FEW_THEMES else top
    return [label_of(slug, words.themes) for slug in offered]


def offered_agencies(user: User, reader: Reader) -> list[Label]:
    """The agencies to choose from, one's own first."""
    own = user.agency.slug if user.agency else ""
    found = [line.label for line in agency_lines(reader)]
    others = [label for label in found if label.slug != own]
    return [*([agency_label(own, reader)] if own else []), *others]


@transaction.atomic
def keep(
    user: User, themes: Iterable[str], agencies: Iterable[str], language: str
) -> None:
    """Keep what a person follows and in which language; they are welcomed now."""
    if not lock_account(user):
        return
    following.follow_facets(user, {"theme": themes, "agency": agencies})
    user.interface_language = language
    user.welcomed_at = user.welcomed_at or timezone.now()
    user.save(update_fields=["interface_language", "welcomed_at"])


def skip(user: User) -> None:
    """The person wants no list now; nobody asks again."""
    user.welcomed_at = user.welcomed_at or timezone.now()
    user.save(update_fields=["welcomed_at"])
