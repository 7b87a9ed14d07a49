"""The process that reads one file: `python -m practices.extraction.child pdf`.

The file is its standard input. On standard output stands a line of JSON for each page
and at the end one that says how it ended; without that one it has crashed. It knows
nothing of Django, of settings or of the database, and holds itself to its limits
before it looks at the first byte.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from collections.abc import Callable, Iterator
from typing import IO, NamedTuple

from practices.extraction import limits, office, pdf, plain
from practices.extraction.outcome import Ending, Unit, Unreadable

# What PDFium writes for a hyphen at the end of a line, and what hides inside words.
HYPHENS = re.compile("[\ufffe\x02\u00ad]\\s*")
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# What leads the eye from a heading to its page in a list of contents.
LEADERS = re.compile(r"(?:[.·…_]\s*){4,}")
# No reader is this slow in computing; one that waits is ended from outside.
CPU_GRACE = 5
# Beside its three streams, a reader opens what Python itself needs.
MAX_OPEN_FILES = 64


class Reader(NamedTuple):
    """How one type of file is read: in pages of which kind, by which function."""

    unit: Unit
    pages: Callable[[IO[bytes]], Iterator[str]]


READERS = {
    "pdf": Reader(Unit.PAGE, lambda file: pdf.pages(file.read())),
    "docx": Reader(Unit.NONE, office.word),
    "pptx": Reader(Unit.SLIDE, office.slides),
    "xlsx": Reader(Unit.SHEET, office.sheets),
    "odt": Reader(Unit.NONE, office.open_text),
    "odp": Reader(Unit.SLIDE, office.open_slides),
    "ods": Reader(Unit.SHEET, office.open_sheets),
    "html": Reader(Unit.NONE, lambda file: plain.web_page(file.read())),
    **{
        suffix: Reader(Unit.NONE, lambda file: plain.text(file.read()))
        for suffix in ("txt", "md", "csv", "json")
    },
}


def main(suffix: str) -> None:
    """Read standard input and write its pages."""
    hold()
    reader = READERS[suffix]
    try:
        letters = _write_pages(reader.pages(sys.stdin.buffer))
        ending = Ending.READ if letters else Ending.NO_TEXT
    except Unreadable as reason:
        ending = reason.ending
    except MemoryError:
        ending = Ending.TOO_MUCH_MEMORY
    except RecursionError:
        ending = Ending.DAMAGED
    _write({"ending": ending, "unit": reader.unit})


def hold() -> None:
    """Hold this process to its limits; nothing it does later can lift them."""
    seconds = limits.MAX_SECONDS + CPU_GRACE
    # The same text in JSON is at most six times as long.
    written = limits.MAX_TEXT * 6
    for what, most in (
        (resource.RLIMIT_AS, limits.MAX_MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_NOFILE, MAX_OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def clean(text: str) -> str:
    """Words with one blank between them, without what nobody sees."""
    seen = UNSEEN.sub(" ", HYPHENS.sub("", text))
    return " ".join(LEADERS.sub(" ", seen).split())


def _write_pages(pages: Iterator[str]) -> bool:
    """Write the pages; return whether there is a letter in them."""
    length, letters = 0, False
    for page in pages:
        text = clean(page)
        length += len(text)
        if length > limits.MAX_TEXT:
            raise Unreadable(Ending.TOO_MUCH_TEXT)
        letters = letters or any(map(str.isalnum, text))
        _write({"page": text})
    return letters


def _write(line: dict[str, str]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
