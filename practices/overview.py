"""How many entries a reader finds under each kind, theme, agency and language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from accounts.directory import agency_names
from catalogue.access import Reader
from catalogue.models import Entry, FacetValue, Stamp
from practices.listing import (
    STATUS_LABELS,
    Label,
    agency_label,
    label_of,
    language_name,
    theme_label,
)
from vocabulary.names import labels

# Kinds that are written by agencies; their sections and standard pages are none.
WRITTEN = (Entry.Kind.CASE, Entry.Kind.GUIDE, Entry.Kind.COLLECTION)


@dataclass(frozen=True)
class Overview:
    """Counts of entries: by kind, and by facet and value."""

    kinds: Mapping[str, int] = field(default_factory=dict)
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def count(self, facet: str, value: str) -> int:
        """How many entries carry a value of a facet."""
        return self.facets.get(facet, {}).get(value, 0)


@dataclass(frozen=True)
class Link:
    """A word that leads to a list, with how many stand there."""

    label: Label
    url: str
    count: int


@dataclass(frozen=True)
class ThemeNode:
    """A theme with the narrower ones below it."""

    link: Link
    narrower: Sequence[ThemeNode] = ()


@dataclass(frozen=True)
class AgencyLine:
    """An agency with what it has published."""

    label: Label
    acronym: str
    country: str
    url: str
    cases: int
    guides: int


def overview(
    reader: Reader, facets: Sequence[str], kinds: Sequence[str] = WRITTEN
) -> Overview:
    """Count in one pass what this reader may find: two queries."""
    found = Entry.objects.readable_by(reader).of_kind(*kinds).facet_rows()
    return counted(((kind, packed) for _id, kind, packed in found), facets)


def counted(entries: Iterable[tuple[str, str]], facets: Sequence[str]) -> Overview:
    """Count (kind, packed facets) of entries; one query for the facets' values."""
    values = FacetValue.objects.filter(facet__in=facets)
    names = {
        str(pk): (facet, value)
        for pk, facet, value in values.values_list("pk", "facet", "value")
    }
    by_kind: Counter[str] = Counter()
    by_number: Counter[str] = Counter()
    for kind, packed in entries:
        by_kind[kind] += 1
        by_number.update(packed.split())
    counts: dict[str, dict[str, int]] = {facet: {} for facet in facets}
    for number, (facet, value) in names.items():
        if by_number[number]:
            counts[facet][value] = by_number[number]
    return Overview(by_kind, counts)


def search_links(
    counts: Overview, facet: str, kind: str, reader: Reader, limit: int = 8
) -> list[Link]:
    """The commonest values of a facet as links to the search page."""
    found = counts.facets.get(facet, {})
    commonest = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
    return [
        Link(
            _word(facet, value, reader), search_url(kind=kind, **{facet: value}), count
        )
        for value, count in commonest
    ]


def theme_tree(counts: Overview, reader: Reader) -> list[ThemeNode]:
    """The themes that hold something, in the order of the knowledge managers."""
    words = labels(reader.stamps.get(Stamp.LABELS, 0))

    def nodes(parent: str) -> list[ThemeNode]:
        return [
            ThemeNode(_theme_link(slug, counts, reader), nodes(slug))
            for slug in words.theme_order
            if words.parents.get(slug, "") == parent and counts.count("theme", slug)
        ]

    return nodes("")


def narrower_and_broader(
    slug: str, counts: Overview, reader: Reader
) -> tuple[list[Link], list[Link]]:
    """Links to the narrower themes that hold something, and to the broader ones."""
    words = labels(reader.stamps.get(Stamp.LABELS, 0))
    narrower = [
        _theme_link(other, counts, reader)
        for other in words.theme_order
        if words.parents.get(other) == slug and counts.count("theme", other)
    ]
    broader: list[Link] = []
    parent = words.parents.get(slug, "")
    while parent and len(broader) < 10:
        broader.insert(0, _theme_link(parent, counts, reader))
        parent = words.parents.get(parent, "")
    return narrower, broader


def agency_lines(reader: Reader) -> list[AgencyLine]:
    """The agencies whose section this reader may open, by name: two queries."""
    names = agency_names(reader.stamps.get(Stamp.LABELS, 0))
    readable = Entry.objects.readable_by(reader)
    counts: Counter[tuple[str, str]] = Counter()
    for agency, kind in readable.of_kind(*WRITTEN).values_list("agency", "kind"):
        counts[agency, kind] += 1
    sections = readable.of_kind(Entry.Kind.AGENCY).values_list("agency", "url")
    lines = [
        AgencyLine(
            label=agency_label(slug, reader),
            acronym=names[slug].acronym if slug in names else "",
            country=names[slug].country if slug in names else "",
            url=url,
            cases=counts[slug, Entry.Kind.CASE],
            guides=counts[slug, Entry.Kind.GUIDE],
        )
        for slug, url in sections.order_by("id")
    ]
    return sorted(lines, key=lambda line: (line.label.text.casefold(), line.url))


def search_url(**parameters: str) -> str:
    """The address of a search."""
    return f"{reverse('search:results')}?{urlencode(parameters)}"


def _theme_link(slug: str, counts: Overview, reader: Reader) -> Link:
    url = reverse("practices:theme", args=[slug])
    return Link(theme_label(slug, reader), url, counts.count("theme", slug))


def _word(facet: str, value: str, reader: Reader) -> Label:
    if facet == "theme":
        return theme_label(value, reader)
    if facet == "agency":
        return agency_label(value, reader)
    if facet == "status":
        return Label(value, str(STATUS_LABELS.get(value, value)), "")
    if facet == "lang":
        return Label(value, str(language_name(value)), "")
    return label_of(value, {})
