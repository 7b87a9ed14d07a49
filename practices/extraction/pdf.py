"""The text of a PDF, page by page."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2

from practices.extraction import limits
from practices.extraction.outcome import Ending, Unreadable

SIGNATURE = b"%PDF-"
# Viewers look for the signature in the first kilobyte, and so do we.
SIGNATURE_WITHIN = 1024
PASSWORD_ERROR = 4


def pages(data: bytes) -> Iterator[str]:
    """The text of each page in order."""
    if SIGNATURE not in data[:SIGNATURE_WITHIN]:
        raise Unreadable(Ending.DAMAGED)
    document = _opened(data)
    if len(document) > limits.MAX_PAGES:
        raise Unreadable(Ending.TOO_MANY_PAGES)
    for number in range(len(document)):
        yield _text(document, number)


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == PASSWORD_ERROR
        ending = Ending.ENCRYPTED if locked else Ending.DAMAGED
        raise Unreadable(ending) from None


def _text(document: pypdfium2.PdfDocument, number: int) -> str:
    """The text of one page; a page that is broken has none."""
    try:
        page = document[number]
        text_page = page.get_textpage()
        text = str(text_page.get_text_bounded())
        text_page.close()
        page.close()
    except pypdfium2.PdfiumError:
        return ""
    return text
