"""The list of communities: one pass over the entries that this reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils.translation import get_language

from catalogue.access import Reader
from catalogue.models import Entry
from communities.models import Membership, Visibility
from communities.querysets import current
from practices.listing import language_name
from vocabulary.folding import words

PAGE_SIZE = 30


class Seen(NamedTuple):
    """What the pass reads of a community's entry."""

    key: str
    title: str
    url: str
    language: str
    summary: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """What somebody asks of the list; empty is everything."""

    q: str = ""
    lang: str = ""
    visibility: str = ""


@dataclass(frozen=True)
class Line:
    """One community; members: None where the reader may not know how many."""

    number: int
    title: str
    url: str
    lang: str
    purpose: str
    visibility: str
    languages: Sequence[tuple[str, str]]
    is_archived: bool
    is_mine: bool
    members: int | None


@dataclass(frozen=True)
class Listed:
    """A page of communities: first one's own, then all others."""

    page: Page
    mine: Sequence[Line]
    others: Sequence[Line]
    total: int
    # Codes and names of the languages in which there is one.
    languages: Sequence[tuple[str, str]]
    # Those of which the reader knows one: the list of choices tells nothing more.
    visibilities: Sequence[tuple[str, str]]


def listed(reader: Reader, wanted: Wanted, page: str | None) -> Listed:
    """The communities that fit: two queries, one more for whoever sees members."""
    entries = Entry.objects.readable_by(reader).of_kind(Entry.Kind.COMMUNITY)
    seen = [Seen(*row) for row in entries.order_by().values_list(*Seen._fields)]
    mine = _own(reader)
    fitting = sorted(
        (each for each in seen if _fits(each, wanted)),
        key=lambda each: _order(each, mine),
    )
    shown = Paginator(fitting, PAGE_SIZE).get_page(page)
    lines = _lines(list(shown.object_list), reader, mine)
    return Listed(
        page=shown,
        mine=[line for line in lines if line.is_mine],
        others=[line for line in lines if not line.is_mine],
        total=len(fitting),
        languages=_languages(seen),
        visibilities=[
            (value, str(label))
            for value, label in Visibility.choices
            if any(each.data.get("visibility") == value for each in seen)
        ],
    )


def members_of(numbers: Iterable[int]) -> dict[int, int]:
    """How many belong to each of these communities today: one query."""
    rows = Membership.objects.filter(current(), community__in=list(numbers))
    counted = rows.values("community").annotate(many=Count("pk")).order_by()
    return dict(counted.values_list("community", "many"))


def number_of(key: str) -> int:
    """The number of the page behind the key of an entry."""
    return int(key.rpartition(":")[2])


def _own(reader: Reader) -> frozenset[int]:
    if reader.user_id is None:
        return frozenset()
    rows = Membership.objects.filter(current(), user=reader.user_id)
    return frozenset(rows.values_list("community", flat=True))


def _lines(
    seen: Sequence[Seen], reader: Reader, mine: frozenset[int]
) -> Sequence[Line]:
    """Numbers of members are for those who may see who they are."""
    counted = {
        number
        for each in seen
        if (number := number_of(each.key)) in mine
        or (reader.is_agent and each.data.get("visibility") == Visibility.OPEN)
    }
    members = members_of(counted) if counted else {}
    return [_line(each, mine, counted, members) for each in seen]


def _line(
    seen: Seen,
    mine: frozenset[int],
    counted: set[int],
    members: Mapping[int, int],
) -> Line:
    number = number_of(seen.key)
    here = (get_language() or "en")[:2]
    codes = seen.data.get("languages") or [seen.language]
    # What the reader expects anyway is not said.
    shown = [] if codes == [here] else codes
    return Line(
        number=number,
        title=seen.title,
        url=seen.url,
        lang=seen.language,
        purpose=seen.summary,
        visibility=seen.data.get("visibility", ""),
        languages=[(code, str(language_name(code))) for code in shown],
        is_archived=bool(seen.data.get("is_archived")),
        is_mine=number in mine,
        members=members.get(number, 0) if number in counted else None,
    )


def _fits(seen: Seen, wanted: Wanted) -> bool:
    data = seen.data
    if wanted.visibility and data.get("visibility") != wanted.visibility:
        return False
    if wanted.lang and wanted.lang not in data.get("languages", ()):
        return False
    known = set(words(f"{seen.title} {seen.summary}"))
    return all(
        any(word.startswith(typed) for word in known) for typed in words(wanted.q)
    )


def _order(seen: Seen, mine: frozenset[int]) -> tuple[Any, ...]:
    """One's own first, what is archived last, then by the alphabet."""
    archived = bool(seen.data.get("is_archived"))
    return (number_of(seen.key) not in mine, archived, words(seen.title), seen.key)


def _languages(seen: Iterable[Seen]) -> list[tuple[str, str]]:
    codes = {code for each in seen for code in each.data.get("languages", ())}
    named = [(code, str(language_name(code))) for code in codes]
    return sorted(named, key=lambda pair: words(pair[1]))
