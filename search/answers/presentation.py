"""What stands beside the results; templates get these and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from accounts.people_list import Line
from practices.listing import Label
from practices.overview import search_url


@dataclass(frozen=True)
class Numbers:
    """How many cases and guides there are, each with the list of them."""

    cases: int = 0
    guides: int = 0
    facet: str = ""
    value: str = ""

    @property
    def cases_url(self) -> str:
        """The cases in the search."""
        return search_url(kind="case", **{self.facet: self.value})

    @property
    def guides_url(self) -> str:
        """The guides in the search."""
        return search_url(kind="guide", **{self.facet: self.value})


@dataclass(frozen=True)
class Link:
    """A word that leads to its page."""

    label: Label
    url: str


@dataclass(frozen=True)
class AgencyCard:
    """An agency that is called what was typed. people_url: for agents, else ""."""

    label: Label
    acronym: str
    country: str
    url: str
    numbers: Numbers
    people_url: str = ""


@dataclass(frozen=True)
class ThemeCard:
    """A theme that is called what was typed, and what stands around it."""

    label: Label
    url: str
    numbers: Numbers
    broader: Sequence[Link] = ()
    narrower: Sequence[Link] = ()


@dataclass(frozen=True)
class PersonCard:
    """A person of this name; asks: what they are glad to be asked about."""

    line: Line
    asks: Sequence[str] = ()
    asks_lang: str = ""


@dataclass(frozen=True)
class Reason:
    """Why somebody may know: kind is "asks", "tag", "shared" or "keeps".

    text: the subject or the tag, in the language lang. pages: how many of the results
    the person keeps.
    """

    kind: str
    text: str = ""
    lang: str = ""
    pages: int = 0


@dataclass(frozen=True)
class Knowing:
    """A person who may know about what was searched, with the reasons."""

    line: Line
    reasons: Sequence[Reason]


@dataclass(frozen=True)
class Answers:
    """What stands above and below the results of a search."""

    agencies: Sequence[AgencyCard] = ()
    themes: Sequence[ThemeCard] = ()
    people: Sequence[PersonCard] = ()
    knowing: Sequence[Knowing] = field(default=())

    @property
    def cards(self) -> int:
        """How many things are called what was typed; several stand in a short list."""
        return len(self.agencies) + len(self.themes) + len(self.people)
