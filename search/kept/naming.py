"""A name for a search from its words and filters, for whoever gives it none."""

from __future__ import annotations

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from catalogue.access import Reader
from search.labels import describers, facet_label, kind_label
from search.request import FACETS, SearchRequest

MOST_SIGNS = 100


def name_of(request: SearchRequest, reader: Reader) -> str:
    """“parking, Theme: Mobility, Cases”; no query but for labels."""
    describe = describers(reader)
    parts = [request.q] if request.q else []
    for facet in FACETS:
        values = request.facets.get(facet, ())
        if values:
            labels = ", ".join(describe[facet](value).text for value in values)
            parts.append(f"{facet_label(facet)}: {labels}")
    parts += [kind_label(kind) for kind in request.kinds]
    name = " · ".join(parts) or _("Everything on the hub")
    return Truncator(name).chars(MOST_SIGNS)
