"""Reading a search from an address; what cannot be read is told in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from unicodedata import category

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from search.request import (
    FACETS,
    MAX_QUERY,
    MAX_VALUES,
    SearchRequest,
    Sort,
)

MAX_VALUE = 120
# Control signs, halves of signs, signs that nobody has defined.
UNSEEN = ("Cc", "Cs", "Cn", "Co")
# Longer numbers are pages that no search has.
MAX_DIGITS = 9
BEYOND = 10**MAX_DIGITS


class Parameters(Protocol):
    """The part of a QueryDict that is needed."""

    def getlist(self, key: str, /) -> list[str]:
        """All values of a parameter."""


@dataclass(frozen=True)
class Read:
    """A request, and what was wrong with it (then the request is empty)."""

    request: SearchRequest
    problems: tuple[str, ...] = ()


def read(parameters: Parameters) -> Read:
    """Turn the parameters of an address into a validated request.

    Values of facets that nothing carries are no mistake: they find nothing, and the
    page says how to take them off.
    """
    language = (get_language() or "en")[:2]
    q = clean(_last(parameters, "q"))
    facets = {name: _values(parameters, name) for name in FACETS}
    kinds = _values(parameters, "kind")
    page = _page(_last(parameters, "page") or "1")
    sort = _last(parameters, "sort") or Sort.BEST.value
    problems = [*_problems(q, (kinds, *facets.values()))]
    if not page:
        problems.append(_("The page of results is a number from 1."))
    if sort not in list(Sort):
        problems.append(
            _("Results are in the order “best”, “newest”, “reused” or “checked”.")
        )
    if problems:
        return Read(SearchRequest(language=language), tuple(problems))
    return Read(
        SearchRequest(
            q=q,
            kinds=kinds,
            facets={name: values for name, values in facets.items() if values},
            sort=Sort(sort),
            page=page,
            exact=_last(parameters, "exact") == "1",
            language=language,
        )
    )


def clean(text: str) -> str:
    """Words as they are searched: no control signs, single blanks."""
    return " ".join(
        "".join(" " if category(char) in UNSEEN else char for char in text).split()
    )


def _last(parameters: Parameters, name: str) -> str:
    values = parameters.getlist(name)
    return values[-1] if values else ""


def _values(parameters: Parameters, name: str) -> tuple[str, ...]:
    values = (clean(value) for value in parameters.getlist(name))
    return tuple(dict.fromkeys(value for value in values if value))


def _page(text: str) -> int:
    """A page from 1, or 0 when the text is none."""
    digits = text.strip()
    if not digits.isascii() or not digits.isdecimal():
        return 0
    return int(digits) if len(digits.lstrip("0")) <= MAX_DIGITS else BEYOND


def _problems(q: str, chosen: tuple[tuple[str, ...], ...]) -> list[str]:
    problems = []
    if len(q) > MAX_QUERY:
        problems.append(
            _("A search has at most %(limit)s characters; this one has %(count)s.")
            % {"limit": MAX_QUERY, "count": len(q)}
        )
    if sum(map(len, chosen)) > MAX_VALUES:
        problems.append(
            _("A search has at most %(limit)s filters.") % {"limit": MAX_VALUES}
        )
    if any(len(value) > MAX_VALUE for values in chosen for value in values):
        problems.append(
            _("The value of a filter has at most %(limit)s characters.")
            % {"limit": MAX_VALUE}
        )
    return problems
