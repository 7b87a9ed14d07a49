"""Lists across agencies: what matters first, then the newest."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe
from wagtail.views import serve

from accounts.models import COUNTRIES
from catalogue.access import Reader, reader_for
from catalogue.models import Entry, Stamp
from catalogue.querysets import EntryQuerySet
from practices.folding import folded, short_lines
from practices.listing import facet_number, rows, theme_label
from practices.overview import (
    WRITTEN,
    agency_lines,
    narrower_and_broader,
    overview,
    search_links,
    search_url,
    theme_tree,
)
from practices.routing import remember_route
from vocabulary.names import labels

PAGE_SIZE = 20
FILTERS = {
    "case": (("theme", _("By theme")), ("status", _("By status"))),
    "guide": (("theme", _("By theme")), ("agency", _("By agency"))),
    "collection": (("theme", _("By theme")), ("agency", _("By agency"))),
}
HEADINGS = {
    "case": (
        _("Cases"),
        _("What agencies have tried, what it cost, and what came of it."),
    ),
    "guide": (
        _("Guides"),
        _("How to do something, step by step, kept up to date by an owner."),
    ),
    "collection": (
        pgettext_lazy("kind of entry", "Collections"),
        _("What to read on a subject, in the order that helps."),
    ),
}


@require_safe
def entries(request: HttpRequest, kind: str) -> HttpResponse:
    """All cases, guides or collections that this reader may read."""
    reader = reader_for(request)
    facets = [*(name for name, _heading in FILTERS[kind]), "lang"]
    counts = overview(reader, facets, [kind])
    groups = [*FILTERS[kind], ("lang", _("By language"))]
    title, lede = HEADINGS[kind]
    context = {
        "kind": kind,
        "title": title,
        "lede": lede,
        "groups": [
            (heading, search_links(counts, name, kind, reader))
            for name, heading in groups
        ],
        "search_url": search_url(kind=kind),
        **_listed(request, reader, Entry.objects.of_kind(kind)),
    }
    return render(request, "practices/entry_list.html", context)


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """The tree of themes with how much stands under each."""
    reader = reader_for(request)
    tree = theme_tree(overview(reader, ["theme"]), reader)
    return render(request, "practices/theme_list.html", {"tree": tree})


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything on one theme and the narrower ones."""
    reader = reader_for(request)
    if slug not in labels(reader.stamps.get(Stamp.LABELS, 0)).themes:
        raise Http404
    counts = overview(reader, ["theme"])
    narrower, broader = narrower_and_broader(slug, counts, reader)
    number = facet_number("theme", slug)
    found = Entry.objects.of_kind(*WRITTEN).with_value(number)
    context = {
        "theme": theme_label(slug, reader),
        "narrower": narrower,
        "broader": broader,
        "search_url": search_url(theme=slug),
        **_listed(request, reader, found),
    }
    return render(request, "practices/theme.html", context)


@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """Every agency with what it has published, by country."""
    lines = agency_lines(reader_for(request))
    countries = dict(COUNTRIES)
    known = sorted({str(countries.get(line.country, "")) for line in lines})
    groups = [
        (name, [ln for ln in lines if str(countries.get(ln.country, "")) == name])
        for name in sorted(known, key=lambda name: (not name, name))
    ]
    return render(request, "practices/agency_list.html", {"groups": groups})


def page(request: HttpRequest, section: str, slug: str, rest: str = "") -> HttpResponse:
    """A page in a section, found the short way and served by Wagtail."""
    remember_route(request, section, slug, rest)
    return serve(request, f"{section}/{slug}/{rest}")


def _listed(
    request: HttpRequest, reader: Reader, found: EntryQuerySet
) -> dict[str, Any]:
    """One page of a list: its lines, and the page itself for the paging links.

    The total counts all language versions, as the links that lead here do.
    """
    readable = found.readable_by(reader).most_important()
    lines = short_lines(readable)
    numbers = [line.id for line in folded(lines)]
    page: PageOfList = Paginator(numbers, PAGE_SIZE).get_page(request.GET.get("page"))
    return {
        "rows": rows(readable.light().filter(pk__in=list(page)), reader),
        "page_of_list": page,
        "total": len(lines),
        "numbers": page.paginator.get_elided_page_range(
            page.number, on_each_side=2, on_ends=1
        ),
    }
