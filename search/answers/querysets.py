"""The one query behind cards and people who know: a union, read into plain rows."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import (
    CharField,
    Count,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat, Substr

from accounts.catalogue import LABEL
from catalogue.access import Reader
from catalogue.models import Entry, FacetValue

# Where the number of a person begins in "accounts.user:4".
NUMBER_AT = len(LABEL) + 2
PERSON, AGENCY, THEME = "person", "agency", "theme"
SHOWN = (Entry.Kind.CASE, Entry.Kind.GUIDE)


class Row(NamedTuple):
    """A person, or how many entries of a kind an agency or a theme has.

    of: the agency (of a person, too) or the theme. number: the facet value of the
    person as an owner, or the count. text: what the person shows, as JSON.
    """

    what: str
    key: str
    name: str
    of: str
    text: str
    number: int | None

    @property
    def data(self) -> dict[str, Any]:
        """What a person shows."""
        found: dict[str, Any] = json.loads(self.text)
        return found


@dataclass(frozen=True)
class Wanted:
    """What is asked of the database.

    names: folded words of a full name in each order. stems: of the words that somebody
    may know about. tags: slugs of tags. kept: facet values of several results, among
    them perhaps their owners.
    """

    agencies: Sequence[str] = ()
    themes: Sequence[str] = ()
    names: Sequence[str] = ()
    stems: Sequence[str] = ()
    tags: Sequence[str] = ()
    kept: Collection[int] = ()

    @property
    def people(self) -> bool:
        """Whether people are asked for at all."""
        return bool(self.names or self.stems or self.tags or self.kept)


def rows(wanted: Wanted, reader: Reader) -> list[Row]:
    """All that is wanted and this reader may see: one query, or none."""
    parts = list(_parts(wanted, reader))
    if not parts:
        return []
    found = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    return [Row(*values) for values in found]


def _parts(wanted: Wanted, reader: Reader) -> Iterable[Any]:
    readable = Entry.objects.readable_by(reader).order_by()
    # For everybody else there are no people on the hub.
    if wanted.people and reader.is_agent:
        yield _people(readable, wanted)
    if wanted.agencies:
        yield _of_agencies(readable, wanted.agencies)
    for slug in wanted.themes:
        yield _of_theme(readable, slug)


def _people(readable: QuerySet[Entry], wanted: Wanted) -> Any:
    number = Substr(OuterRef("key"), NUMBER_AT)
    owner = FacetValue.objects.filter(facet="owner", value=number).values("pk")
    asked = Q(data__sort__in=wanted.names) if wanted.names else Q(pk=None)
    for stem in wanted.stems:
        asked |= Q(text__body__contains=stem)
    for slug in wanted.tags:
        asked |= Q(data__tags__icontains=f'"{slug}"')
    if wanted.kept:
        asked |= Q(data__keeps=True, owner_value__in=wanted.kept)
    people = readable.filter(kind=Entry.Kind.PERSON)
    found = people.annotate(owner_value=Subquery(owner[:1])).filter(asked)
    return _columns(
        found,
        PERSON,
        "key",
        "title",
        "agency",
        Cast("data", TextField()),
        "owner_value",
    )


def _of_agencies(readable: QuerySet[Entry], slugs: Sequence[str]) -> Any:
    """For each agency its cases, its guides, and its section with the address."""
    kinds = (*SHOWN, Entry.Kind.AGENCY)
    found = readable.filter(agency__in=slugs, kind__in=kinds).values("kind", "agency")
    counted = found.annotate(address=Max("url"), many=Count("pk"))
    return _columns(counted, AGENCY, "kind", "address", "agency", _nothing(), "many")


def _of_theme(readable: QuerySet[Entry], slug: str) -> Any:
    """How many cases and guides carry a theme or a narrower one."""
    value = FacetValue.objects.filter(facet=THEME, value=slug).values("pk")[:1]
    number = Cast(Subquery(value), CharField())
    found = readable.filter(
        kind__in=SHOWN, facets__contains=Concat(Value(" "), number, Value(" "))
    ).values("kind")
    counted = found.annotate(
        many=Count("pk"), of=Value(slug, CharField()), address=Value("", CharField())
    )
    return _columns(counted, THEME, "kind", "address", "of", _nothing(), "many")


def _columns(found: Any, what: str, key: str, name: str, *rest: Any) -> Any:
    of, text, number = rest
    marked = found.annotate(what=Value(what, CharField()), shown=text)
    return marked.values_list("what", key, name, of, "shown", number)


def _nothing() -> Value:
    return Value("", TextField())
