"""The text of web pages and of plain text."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from html.parser import HTMLParser

from practices.extraction.outcome import Ending, Unreadable

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
UNSEEN = frozenset(("script", "style", "template", "noscript", "head"))


def decoded(data: bytes) -> str:
    """The text of bytes whose encoding nobody told."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\x00" in data:
        # A program or a picture under a wrong name.
        raise Unreadable(Ending.DAMAGED)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def text(data: bytes) -> Iterator[str]:
    """A text file as one page."""
    yield decoded(data)


def web_page(data: bytes) -> Iterator[str]:
    """What a reader of a web page sees, and its title."""
    reader = _Reader()
    reader.feed(decoded(data))
    reader.close()
    yield " ".join(reader.parts)


class _Reader(HTMLParser):
    """Collects text outside scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen: list[str] = []
        self.in_title = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in UNSEEN:
            self.unseen.append(tag)
        elif tag == "body":
            # Whoever forgot to close the head still has a body.
            self.unseen.clear()
        self.in_title = tag == "title"

    def handle_endtag(self, tag: str) -> None:
        if tag in self.unseen:
            while self.unseen.pop() != tag:
                pass
        self.in_title = False

    def handle_data(self, data: str) -> None:
        if self.in_title or not self.unseen:
            self.parts.append(data)
