"""How the reading of a file can end; no Django here, the child process uses it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Ending(StrEnum):
    """Why a file has been read, or why not."""

    READ = "read"
    NO_TEXT = "no_text"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MUCH_TEXT = "too_much_text"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"
    BOMB = "bomb"
    CRASHED = "crashed"
    MISSING = "missing"


class Unit(StrEnum):
    """What a file is divided into; NONE where its text just flows."""

    PAGE = "page"
    SLIDE = "slide"
    SHEET = "sheet"
    NONE = ""


class Unreadable(Exception):
    """The file cannot be read, and why."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.value)
        self.ending = ending


@dataclass(frozen=True)
class Extracted:
    """The text of a file, page by page; no pages unless it has been read."""

    ending: Ending
    unit: Unit = Unit.NONE
    pages: tuple[str, ...] = ()
