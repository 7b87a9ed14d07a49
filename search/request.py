"""What a reader asks of the search, validated and free of HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from search.query_language import Parsed, parse

# The facets in the order in which the page shows them.
FACETS = (
    "theme",
    "agency",
    "country",
    "level",
    "readers",
    "community",
    "tag",
    "lang",
    "year",
    "status",
    "reused",
)
# What no reader is offered to choose: who wrote, who keeps a page.
HIDDEN = ("author", "owner")
KINDS = (
    *("case", "guide", "discussion", "collection", "agency", "person"),
    *("document", "community", "page"),
)
# What people say: the comments on pages count as discussions, and show with the page.
COMMENTS = "thread"
TALK = ("discussion", COMMENTS)
PAGE_SIZE = 10
MAX_WINDOW = 10_000
MAX_QUERY = 400
MAX_VALUES = 50


class Sort(StrEnum):
    """The orders a reader can choose."""

    BEST = "best"
    NEWEST = "newest"
    REUSED = "reused"
    CHECKED = "checked"


@dataclass(frozen=True)
class SearchRequest:
    """A validated question; every value has been checked against its limits.

    facets: chosen values by facet name; OR inside a facet, AND between facets.
    kinds: chosen kinds (a facet of its own, shown as tabs).
    explain: also say why each hit stands where it stands.
    lean: only which entries, in order; no marks, no passages, no counts.
    language: the reader's interface language, which weighs a little more.

    Filled once the words are understood (search/understanding.py): also, phrases that
    mean the same as some of the words; written_by, the values of hidden facets of which
    an entry must carry one (None: of anybody). Filled by what is kept by hand
    (search/curating/): heard, the words without phrases that say nothing, "" when q is
    heard as it is; units, typed words and phrases that have synonyms; first and
    left_out, the keys of entries that stand first, and of those that are not shown.
    """

    q: str = ""
    kinds: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.BEST
    page: int = 1
    size: int = PAGE_SIZE
    exact: bool = False
    language: str = "en"
    also: tuple[str, ...] = ()
    written_by: tuple[tuple[str, str], ...] | None = None
    explain: bool = False
    lean: bool = False
    heard: str = ""
    units: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def parsed(self) -> Parsed:
        """The words and conditions that the engines are asked for."""
        return parse(self.heard or self.q)

    @property
    def entry_kinds(self) -> tuple[str, ...]:
        """The kinds of entries that are asked for; discussions are two of them."""
        talk = TALK if "discussion" in self.kinds else ()
        return tuple(dict.fromkeys([*self.kinds, *talk]))

    @property
    def offset(self) -> int:
        """How many hits stand before this page."""
        return (self.page - 1) * self.size
