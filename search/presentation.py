"""What the search page shows; templates get these and nothing else.

Every `label` comes with the language it is in (`label_language`, for `lang="…"`).
Texts that end in `_html` are safe: escaped, with <mark> as the only markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from practices.listing import Row, Translation
from search.answers.presentation import Answers
from search.comments import Comments
from search.engines import Figure
from search.request import SearchRequest


@dataclass(frozen=True)
class ResultRow:
    """One result: the line of any list of entries, with what matched in it.

    title_html stands for line.title and snippet_html for the summary (may be empty).
    across_languages: it is in another language than the words of the search.
    recommended: somebody put it first for these words. comments: what is said on the
    page that matches. of_answer: the passage is of the accepted answer. reasons: why
    it stands there, in sentences, and figures: the score; for who asked for them.
    """

    line: Row
    title_html: SafeString
    snippet_html: SafeString
    across_languages: bool = False
    recommended: bool = False
    comments: Comments | None = None
    of_answer: bool = False
    snippet_lang: str = ""
    reasons: Sequence[str] = ()
    figures: Sequence[Figure] = ()

    @property
    def also_in(self) -> Sequence[Translation]:
        """Linked translations: "Also in FR"."""
        return self.line.also_in


@dataclass(frozen=True)
class Tab:
    """One kind of result; value "" is "All". Tabs keep filters, order and words."""

    value: str
    label: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True)
class FacetOption:
    """One value of a facet: a checkbox with its count."""

    value: str
    label: str
    label_language: str
    count: int
    selected: bool


@dataclass(frozen=True)
class FacetList:
    """One facet: a fieldset whose name is the parameter. Options: most first.

    options: those to show at once (selected ones always). more: the others, folded.
    selected: how many are on. is_open: whether the page shows it unfolded.
    """

    name: str
    label: str
    options: Sequence[FacetOption]
    more: Sequence[FacetOption]
    selected: int
    is_open: bool


@dataclass(frozen=True)
class Chip:
    """One active filter; the address is the same search without it."""

    facet_label: str
    label: str
    label_language: str
    url: str


@dataclass(frozen=True)
class SortLink:
    """One order a reader can choose."""

    value: str
    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class PageLink:
    """A numbered page of results."""

    number: int
    url: str
    current: bool


@dataclass(frozen=True)
class Pages:
    """Paging: numbers near the current page; "" where there is no page that way."""

    links: Sequence[PageLink] = ()
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True)
class Undo:
    """A search with a filter taken off, with what that finds (always above 0)."""

    label: str
    url: str
    count: int


@dataclass(frozen=True)
class Nearest:
    """A search near to the reader's that has results (always above 0)."""

    text: str
    url: str
    count: int


@dataclass(frozen=True)
class Meant:
    """What was probably meant.

    With written: these are the results for it, and written_url has the others.
    Without: an offer beside the results of what was written.
    """

    text: str
    url: str
    written: str = ""
    written_url: str = ""


@dataclass(frozen=True)
class WaysOut:
    """What a search without results offers instead."""

    undo: Sequence[Undo] = ()
    nearest: Sequence[Nearest] = ()


@dataclass(frozen=True)
class SearchPage:
    """Everything on the search page (context name `page`).

    agencies and languages: how many different ones are among the results.
    hidden: (name, value) pairs that the filter form sends along (words, kind, order).
    notice: a sentence about the engine, or "". problems: sentences about bad input;
    then there are no rows, and the answer's status is 400.
    beyond_end: there are results, but the asked page lies after the last one;
    first_url leads back.
    export_url: the first export_rows as a file, "" where there is none.
    filters_on: how many filters are set; clear_url is the search without them.
    """

    request: SearchRequest
    rows: Sequence[ResultRow] = ()
    total: int = 0
    agencies: int = 0
    languages: int = 0
    tabs: Sequence[Tab] = ()
    facets: Sequence[FacetList] = ()
    chips: Sequence[Chip] = ()
    filters_on: int = 0
    clear_url: str = ""
    sorts: Sequence[SortLink] = ()
    sort_label: str = ""
    pages: Pages = field(default_factory=Pages)
    first_url: str = ""
    export_url: str = ""
    export_rows: int = 0
    beyond_end: bool = False
    hidden: Sequence[tuple[str, str]] = ()
    notice: str = ""
    meant: Meant | None = None
    problems: Sequence[str] = ()
    suggestions: WaysOut = field(default_factory=WaysOut)
    answers: Answers = field(default_factory=Answers)


@dataclass(frozen=True)
class SuggestionRow:
    """One suggestion while typing: a link to the entry.

    The fragment templates/search/includes/suggest.html gets `suggestions` (at most 8
    of these) and `q`. kind is the machine name (for the icon), kind_label the word.
    """

    title_html: SafeString
    url: str
    language: str
    kind: str
    kind_label: str
