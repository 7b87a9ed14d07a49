"""Cards above the results, and the people who know about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse

from accounts.directory import agency_names
from accounts.people_list import line_of
from catalogue.access import Reader
from catalogue.models import Entry, Stamp
from practices.listing import agency_label, theme_label
from search.answers import knowing
from search.answers.presentation import (
    AgencyCard,
    Answers,
    Link,
    Numbers,
    PersonCard,
    ThemeCard,
)
from search.answers.querysets import AGENCY, PERSON, THEME, Row, Wanted, rows
from search.labels import COUNTRY_LABELS
from search.naming import called
from search.query_language import PHRASE, parse
from search.request import SearchRequest
from search.services import Found
from search.text import analyse
from vocabulary.folding import words as words_of_name
from vocabulary.names import labels

# So many of one name are listed; longer names than this are nobody's.
MOST_CARDS = 6
LONGEST_NAME = 6
MOST_NARROWER = 6

Counts = Mapping[str, Mapping[str, Row]]


def answers_of(found: Found, reader: Reader) -> Answers:
    """What stands beside these results: one query, none where nothing is named.

    None beside what cost queries of its own: reasons, and words that nothing has.
    """
    request = found.request
    others = [part for part in parse(request.q).conditions if part.name != PHRASE]
    if request.page != 1 or not request.q or request.explain or others:
        return Answers()
    if found.instead_of:
        return Answers()
    subject = _subject(found)
    wanted = Wanted(
        **_named(request, reader),
        stems=sorted(subject.stems),
        tags=subject.tags,
        kept=subject.kept,
    )
    by_kind: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows(wanted, reader):
        by_kind[row.what].append(row)
    people = by_kind[PERSON]
    bearers = [row for row in people if row.data.get("sort") in wanted.names]
    named = [row.key for row in bearers]
    return Answers(
        agencies=_agencies(by_kind[AGENCY], wanted.agencies, reader),
        themes=_themes(by_kind[THEME], wanted.themes, found, reader),
        people=[_person(row, reader) for row in bearers[:MOST_CARDS]],
        knowing=knowing.knowing(people, subject, reader, named),
    )


def _subject(found: Found) -> knowing.Subject:
    """What the search is about; a list of people has no people beside it."""
    request = found.request
    if Entry.Kind.PERSON in request.kinds:
        return knowing.Subject()
    words = analyse(parse(request.q).text, request.language).words
    entries = (hit.entry for hit in found.hits)
    pages = [entry for entry in entries if entry.kind != Entry.Kind.PERSON]
    return knowing.subject_of(words, pages)


def _named(request: SearchRequest, reader: Reader) -> dict[str, Sequence[str]]:
    """The agencies, themes and names that are exactly what was typed."""
    if request.facets or request.kinds:
        return {}
    text = parse(request.q).text
    return {
        "agencies": called("agency", text, reader)[:MOST_CARDS],
        "themes": called("theme", text, reader)[:MOST_CARDS],
        "names": _orders(words_of_name(text)),
    }


def _orders(words: Sequence[str]) -> list[str]:
    """A full name with the family name first, wherever that begins."""
    if not 2 <= len(words) <= LONGEST_NAME:
        return []
    turned = (" ".join([*words[n:], *words[:n]]) for n in range(len(words)))
    return list(dict.fromkeys(turned))


def _by_kind(counts: Iterable[Row]) -> Counts:
    found: defaultdict[str, dict[str, Row]] = defaultdict(dict)
    for row in counts:
        found[row.of][row.key] = row
    return found


def _numbers(facet: str, value: str, counts: Mapping[str, Row]) -> Numbers:
    def many(kind: str) -> int:
        return (counts[kind].number or 0) if kind in counts else 0

    return Numbers(many(Entry.Kind.CASE), many(Entry.Kind.GUIDE), facet, value)


def _agencies(
    counts: Iterable[Row], slugs: Iterable[str], reader: Reader
) -> list[AgencyCard]:
    """Cards of agencies whose section this reader may open."""
    known, by_kind = agency_names(reader.stamps.get(Stamp.LABELS, 0)), _by_kind(counts)
    return [
        AgencyCard(
            label=agency_label(slug, reader),
            acronym=known[slug].acronym,
            country=str(COUNTRY_LABELS.get(known[slug].country, "")),
            url=by_kind[slug][Entry.Kind.AGENCY].name,
            numbers=_numbers("agency", slug, by_kind[slug]),
            people_url=_people_of(slug) if reader.is_agent else "",
        )
        for slug in slugs
        if Entry.Kind.AGENCY in by_kind.get(slug, {})
    ]


def _people_of(slug: str) -> str:
    return f"{reverse('accounts:people')}?agency={slug}"


def _themes(
    counts: Iterable[Row], slugs: Iterable[str], found: Found, reader: Reader
) -> list[ThemeCard]:
    """Cards of themes that hold something for this reader."""
    by_kind = _by_kind(counts)
    return [
        ThemeCard(
            label=theme_label(slug, reader),
            url=_theme_url(slug),
            numbers=_numbers("theme", slug, by_kind[slug]),
            broader=_links(_broader(slug, reader), reader),
            narrower=_links(_narrower(slug, found, reader), reader),
        )
        for slug in slugs
        if slug in by_kind
    ]


def _theme_url(slug: str) -> str:
    return reverse("practices:theme", args=[slug])


def _links(slugs: Iterable[str], reader: Reader) -> list[Link]:
    return [Link(theme_label(slug, reader), _theme_url(slug)) for slug in slugs]


def _broader(slug: str, reader: Reader) -> list[str]:
    parent = labels(reader.stamps.get(Stamp.LABELS, 0)).parents.get(slug, "")
    return [parent] if parent else []


def _narrower(slug: str, found: Found, reader: Reader) -> list[str]:
    """The narrower themes that are among the results: none leads to nothing."""
    words = labels(reader.stamps.get(Stamp.LABELS, 0))
    here = found.facets.get("theme", {})
    below = (one for one in words.theme_order if words.parents.get(one) == slug)
    return [one for one in below if here.get(one)][:MOST_NARROWER]


def _person(row: Row, reader: Reader) -> PersonCard:
    stamp = reader.stamps.get(Stamp.LABELS, 0)
    data = row.data
    return PersonCard(
        line=line_of(knowing.seen(row), stamp),
        asks=data.get("asks") or (),
        asks_lang=data.get("lang") or "",
    )
