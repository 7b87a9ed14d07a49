"""From what was found to what the search page shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from accounts.models import Level
from catalogue.access import Reader
from catalogue.models import Entry
from practices.listing import Translation, rows
from practices.words import QuestionState, Status
from search.addresses import query_string, without_filters, without_value
from search.answers.services import answers_of
from search.explaining import reasons
from search.export import MOST_ROWS, export_url
from search.forms import Read
from search.labels import (
    Describe,
    condition_label,
    describers,
    facet_label,
    kind_label,
)
from search.near import CONDITIONS, Tried
from search.presentation import (
    Chip,
    FacetList,
    FacetOption,
    Meant,
    Nearest,
    PageLink,
    Pages,
    ResultRow,
    SearchPage,
    SortLink,
    Tab,
    Undo,
    WaysOut,
)
from search.query_language import parse, relaxed, taken_off
from search.request import FACETS, KINDS, MAX_WINDOW, SearchRequest, Sort
from search.services import Found, FoundHit
from search.text import analyse

SHOWN_OPTIONS = 6
OPEN_FACETS = ("theme", "agency", "country")
# Facets in the order of their values, not of their counts.
BY_VALUE = {
    "level": tuple(Level.values),
    "status": (*Status.values, *QuestionState.values),
}
NEIGHBOURS = 2
# What is found by names in four languages shows its summary, not these names.
NAMED = (Entry.Kind.PERSON, Entry.Kind.AGENCY)


def problem_page(read: Read) -> SearchPage:
    """The page for what could not be read."""
    return SearchPage(request=read.request, problems=read.problems)


def page_of(found: Found, reader: Reader) -> SearchPage:
    """The page for what was found."""
    request = found.request
    describe = describers(reader)
    last = last_page(found)
    return SearchPage(
        request=request,
        rows=result_rows(found.hits, request, reader),
        total=found.total,
        agencies=_different(found, "agency"),
        languages=_different(found, "lang"),
        tabs=_tabs(found, reader),
        facets=facet_lists(found, describe),
        chips=[*_conditions(request), *_chips(request, describe)],
        filters_on=sum(len(values) for values in request.facets.values()),
        clear_url=address(_cleared(request)),
        meant=_meant(found),
        sorts=_sorts(request),
        sort_label=sort_label(request.sort),
        pages=_pages(request, last),
        first_url=address(replace(request, page=1)),
        export_url=export_url(request),
        export_rows=MOST_ROWS,
        beyond_end=found.total > 0 and request.page > last,
        hidden=_hidden(request),
        notice=_notice(found),
        suggestions=WaysOut(_undo(found.undo, describe), _nearest(found.nearest)),
        answers=answers_of(found, reader),
    )


def _cleared(request: SearchRequest) -> SearchRequest:
    """The words alone: without filters and conditions; the kind stays."""
    return replace(without_filters(request), q=relaxed(request.q))


def address(request: SearchRequest) -> str:
    """The address of a search."""
    return reverse("search:results") + query_string(request)


def result_rows(
    hits: Sequence[FoundHit], request: SearchRequest, reader: Reader
) -> list[ResultRow]:
    """Lines of results; no query but for labels."""
    entries = [found.entry for found in hits]
    lines = rows(entries, reader, translations=False)
    why = reasons(entries, request) if request.explain else {}
    asked_in = analyse(parse(request.q).text, request.language).language
    return [
        ResultRow(
            line=replace(line, also_in=_also_in(found)),
            # Engines escape texts; only their <mark> is markup.
            title_html=mark_safe(found.hit.title or escape(line.title)),  # noqa: S308
            snippet_html=mark_safe(_snippet(found)),  # noqa: S308
            across_languages=bool(asked_in and line.lang and line.lang != asked_in),
            recommended=found.recommended,
            comments=found.comments,
            of_answer=found.hit.of_answer,
            snippet_lang=found.hit.language or line.lang,
            reasons=why.get(line.id, ()),
            figures=found.hit.figures,
        )
        for line, found in zip(lines, hits, strict=True)
    ]


def _snippet(found: FoundHit) -> str:
    """The passage that matched; people and agencies are found by names alone."""
    return "" if found.entry.kind in NAMED else found.hit.snippet


def _also_in(found: FoundHit) -> tuple[Translation, ...]:
    return tuple(Translation(each.language, each.url) for each in found.translations)


def facet_lists(found: Found, describe: Mapping[str, Describe]) -> list[FacetList]:
    """Facets that have something to choose, or something chosen."""
    lists = (_facet(name, found, describe[name]) for name in FACETS)
    return [facet for facet in lists if facet.options]


def sort_label(sort: Sort) -> str:
    """The word for an order."""
    return {
        Sort.BEST: _("Best match"),
        Sort.NEWEST: _("Newest"),
        Sort.REUSED: _("Most reused"),
        Sort.CHECKED: _("Checked last"),
    }[sort]


def _facet(name: str, found: Found, describe: Describe) -> FacetList:
    chosen = found.request.facets.get(name, ())
    counts = {**dict.fromkeys(chosen, 0), **found.facets.get(name, {})}
    options = [
        _option(describe, value, count, value in chosen)
        for value, count in counts.items()
    ]
    options.sort(key=lambda option: _rank(name, option))
    shown = options if len(options) <= SHOWN_OPTIONS + 1 else options[:SHOWN_OPTIONS]
    more = [option for option in options[len(shown) :] if not option.selected]
    late = [option for option in options[len(shown) :] if option.selected]
    return FacetList(
        name=name,
        label=facet_label(name),
        options=[*shown, *late],
        more=more,
        selected=len(chosen),
        is_open=name in OPEN_FACETS,
    )


def _option(describe: Describe, value: str, count: int, selected: bool) -> FacetOption:
    label = describe(value)
    return FacetOption(value, label.text, label.lang, count, selected)


def _rank(name: str, option: FacetOption) -> tuple[int, int, str, str]:
    if name in BY_VALUE:
        order = BY_VALUE[name]
        place = order.index(option.value) if option.value in order else len(order)
        return place, 0, "", option.value
    if name == "year":
        year = int(option.value) if option.value.isdecimal() else 0
        return 0, -year, "", option.value
    return 0, -option.count, option.label.casefold(), option.value


def _tabs(found: Found, reader: Reader) -> list[Tab]:
    request = replace(found.request, page=1)
    counts = found.facets.get("kind", {})
    kinds = [kind for kind in KINDS if counts.get(kind) or kind in request.kinds]
    # For everybody else there are no people on the hub.
    if not reader.is_agent and Entry.Kind.PERSON in kinds:
        kinds.remove(Entry.Kind.PERSON)
    every = Tab(
        value="",
        label=_("All"),
        url=address(replace(request, kinds=())),
        count=sum(counts.values()),
        current=not request.kinds,
    )
    return [every] + [
        Tab(
            value=kind,
            label=kind_label(kind),
            url=address(replace(request, kinds=(kind,))),
            count=counts.get(kind, 0),
            current=kind in request.kinds,
        )
        for kind in kinds
    ]


def _chips(request: SearchRequest, describe: Mapping[str, Describe]) -> list[Chip]:
    found = []
    for name in FACETS:
        for value in request.facets.get(name, ()):
            label = describe[name](value)
            url = address(without_value(request, name, value))
            found.append(Chip(facet_label(name), label.text, label.lang, url))
    return found


def _conditions(request: SearchRequest) -> list[Chip]:
    """What is asked of the words, each with the search without it."""
    return [
        Chip(
            facet_label=condition_label(part.name),
            label=part.value,
            label_language="",
            url=address(replace(request, q=taken_off(request.q, part), page=1)),
        )
        for part in parse(request.q).conditions
    ]


def _meant(found: Found) -> Meant | None:
    """The line above the results that says what was meant."""
    request = found.request
    if found.offered:
        meant = replace(found.offered, page=1)
        return Meant(meant.q, address(meant))
    if not found.instead_of:
        return None
    written = replace(request, q=found.instead_of, page=1, exact=True)
    meant = replace(request, page=1)
    return Meant(meant.q, address(meant), written.q, address(written))


def _sorts(request: SearchRequest) -> list[SortLink]:
    return [
        SortLink(
            value=sort.value,
            label=sort_label(sort),
            url=address(replace(request, sort=sort, page=1)),
            current=sort is request.sort,
        )
        for sort in Sort
    ]


def _pages(request: SearchRequest, last: int) -> Pages:
    if request.page > last:
        return Pages()
    near = range(request.page - NEIGHBOURS, request.page + NEIGHBOURS + 1)
    numbers = sorted({1, *(number for number in near if 1 <= number <= last)})

    def url(number: int) -> str:
        return address(replace(request, page=number)) if 1 <= number <= last else ""

    return Pages(
        links=[PageLink(n, url(n), n == request.page) for n in numbers],
        previous_url=url(request.page - 1),
        next_url=url(request.page + 1),
    )


def last_page(found: Found) -> int:
    """The number of the last page of results."""
    size = found.request.size
    return max(1, -(-min(found.groups, MAX_WINDOW) // size))


def _hidden(request: SearchRequest) -> list[tuple[str, str]]:
    pairs = [("q", request.q)] if request.q else []
    pairs += [("kind", kind) for kind in request.kinds]
    if request.sort is not Sort.BEST:
        pairs.append(("sort", request.sort.value))
    pairs += [("exact", "1")] if request.exact else []
    return pairs + ([("explain", "1")] if request.explain else [])


def _different(found: Found, facet: str) -> int:
    """How many values of a facet are among the results."""
    chosen = found.request.facets.get(facet)
    counts = found.facets.get(facet, {})
    return len([value for value in counts if not chosen or value in chosen])


def _notice(found: Found) -> str:
    if not found.reserve:
        return ""
    return _("Answered by the reserve search, nothing is missing.")


def _undo(tried: Sequence[Tried], describe: Mapping[str, Describe]) -> list[Undo]:
    return [
        Undo(_undo_label(one, describe), address(one.request), one.count)
        for one in tried
    ]


def _undo_label(tried: Tried, describe: Mapping[str, Describe]) -> str:
    if tried.without == (CONDITIONS,):
        return _("Search for the words without conditions")
    if len(tried.without) > 1:
        return _("Remove all filters")
    name = tried.without[0]
    values = _values(tried.removed, describe[name])
    return _("Remove “%(facet)s: %(values)s”") % {
        "facet": facet_label(name),
        "values": values,
    }


def _values(values: Iterable[str], describe: Describe) -> str:
    return ", ".join(describe(value).text for value in values)


def _nearest(tried: Sequence[Tried]) -> list[Nearest]:
    return [Nearest(one.request.q, address(one.request), one.count) for one in tried]
