"""Addresses of searches: the same one for the same search, nothing that is default."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from search.request import FACETS, SearchRequest, Sort


def query_string(request: SearchRequest) -> str:
    """The parameters of a search: "?q=…&theme=…", or "" when there are none."""
    pairs = [("q", request.q)] if request.q else []
    pairs += [("kind", kind) for kind in request.kinds]
    for name in FACETS:
        pairs += [(name, value) for value in request.facets.get(name, ())]
    if request.sort is not Sort.BEST:
        pairs.append(("sort", request.sort.value))
    if request.page > 1:
        pairs.append(("page", str(request.page)))
    if request.exact:
        pairs.append(("exact", "1"))
    if request.explain:
        pairs.append(("explain", "1"))
    return f"?{urlencode(pairs)}" if pairs else ""


def without_value(request: SearchRequest, name: str, value: str) -> SearchRequest:
    """The first page of the same search with one filter value taken off."""
    if name == "kind":
        kinds = tuple(kind for kind in request.kinds if kind != value)
        return replace(request, kinds=kinds, page=1)
    rest = tuple(v for v in request.facets.get(name, ()) if v != value)
    facets = {**request.facets, name: rest}
    return replace(request, facets={n: v for n, v in facets.items() if v}, page=1)


def without_filters(request: SearchRequest) -> SearchRequest:
    """The first page of the same words without any filter; the kind stays."""
    return replace(request, facets={}, page=1)
