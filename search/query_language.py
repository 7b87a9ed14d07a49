"""The few signs that mean something in a search; all other text is plain words.

    "parking permit"        these words in this order, in any form
    -badge  -"day care"     not this
    agency:ofaf  theme:"public space"  author:dubois  lang:fr  kind:guide

Unbalanced quotes, a minus that stands alone or before a number, unknown names and
names without a value are words. No text is a mistake. Pure: no HTTP, no database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

WORDS, PHRASE, WITHOUT = "", "phrase", "without"
AUTHOR = "author"
FILTERS = ("agency", "theme", "lang", "kind")
NAMES = (*FILTERS, AUTHOR)
# What goes on after so many conditions is read as words.
MOST_CONDITIONS = 12
LONGEST_VALUE = 120
# Of a text that is longer than any search only the beginning is read.
LONGEST_TEXT = 10_000

# One character for one, as people's keyboards and word processors write them.
QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
LETTER = re.compile(r"[^\W_]")
_NAME = "|".join(NAMES)
CONDITION = re.compile(
    rf'(?:(?P<minus>-)|(?P<name>{_NAME}):)?"(?P<quoted>[^"]*)"(?=\s|$)'
    r'|-(?P<without>[^\W\d_][^\s"]*)(?=\s|$)'
    rf'|(?P<filter>{_NAME}):(?P<value>[^\s"]+)(?=\s|$)',
    re.IGNORECASE,
)
TOKEN = re.compile(r"\S+")


@dataclass(frozen=True)
class Part:
    """A piece of a search: words, or a condition by its name."""

    name: str
    value: str

    @property
    def is_condition(self) -> bool:
        """Whether it asks for more than that its words count."""
        return self.name != WORDS


@dataclass(frozen=True)
class Parsed:
    """A search in its parts, in the order in which they were typed."""

    parts: tuple[Part, ...] = ()

    @property
    def text(self) -> str:
        """The words that count: plain ones and those in quotes."""
        return " ".join(p.value for p in self.parts if p.name in (WORDS, PHRASE))

    @property
    def plain(self) -> str:
        """The words outside quotes."""
        return " ".join(self.values(WORDS))

    @property
    def phrases(self) -> tuple[str, ...]:
        """What must stand there word by word."""
        return self.values(PHRASE)

    @property
    def excluded(self) -> tuple[str, ...]:
        """Words and phrases that must not stand there."""
        return self.values(WITHOUT)

    @property
    def conditions(self) -> tuple[Part, ...]:
        """All parts that are more than words."""
        return tuple(part for part in self.parts if part.is_condition)

    def values(self, name: str) -> tuple[str, ...]:
        """The values of all parts of this name."""
        return tuple(part.value for part in self.parts if part.name == name)


@lru_cache(maxsize=1_000)
def parse(text: str) -> Parsed:
    """Read a search; whatever is no condition is words."""
    quoted = text[:LONGEST_TEXT].translate(QUOTES)
    parts: list[Part] = []
    conditions = at = 0
    while token := TOKEN.search(quoted, at):
        at = token.end()
        found = CONDITION.match(quoted, token.start())
        part = _condition(found) if found else None
        if found and part and conditions < MOST_CONDITIONS:
            conditions += 1
            at = found.end()
            parts.append(part)
        elif parts and parts[-1].name == WORDS:
            words = f"{parts[-1].value} {token[0]}"
            parts[-1] = replace(parts[-1], value=words)
        else:
            parts.append(Part(WORDS, token[0]))
    return Parsed(tuple(parts))


def write(parts: Iterable[Part]) -> str:
    """The text of a search from its parts."""
    return " ".join(map(_written, parts))


def taken_off(text: str, part: Part) -> str:
    """The same search without one condition; words in quotes stay as words."""
    parts = list(parse(text).parts)
    if part not in parts:
        return text
    at = parts.index(part)
    parts[at : at + 1] = [Part(WORDS, part.value)] if part.name == PHRASE else []
    return write(parts)


def relaxed(text: str) -> str:
    """The words of a search without any condition."""
    return parse(text).text


def without_filters(text: str) -> str:
    """The same search without the conditions that are filters of the page."""
    return write(part for part in parse(text).parts if part.name not in FILTERS)


def reworded(text: str, meant: Mapping[str, str]) -> str:
    """The same search with some words (in lower case) written in another way."""

    def other(match: re.Match[str]) -> str:
        return meant.get(match[0].lower(), match[0])

    parts = [
        replace(part, value=re.sub(r"\w+", other, part.value))
        if part.name in (WORDS, PHRASE)
        else part
        for part in parse(text).parts
    ]
    return write(parts)


def _condition(found: re.Match[str]) -> Part | None:
    if found["quoted"] is not None:
        name = WITHOUT if found["minus"] else (found["name"] or PHRASE).lower()
        value = " ".join(found["quoted"].split())
    elif found["without"]:
        name, value = WITHOUT, found["without"]
    else:
        name, value = found["filter"].lower(), found["value"].rstrip(",;")
    if not LETTER.search(value) or len(value) > LONGEST_VALUE:
        return None
    return Part(name, value)


def _written(part: Part) -> str:
    if part.name == WORDS:
        return part.value
    if part.name == PHRASE:
        return f'"{part.value}"'
    start = "-" if part.name == WITHOUT else f"{part.name}:"
    bare = f"{start}{part.value}"
    found = CONDITION.fullmatch(bare)
    return bare if found and _condition(found) == part else f'{start}"{part.value}"'
