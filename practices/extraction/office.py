"""The text of office files: zip archives of XML, read as a stream."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from practices.extraction import limits
from practices.extraction.outcome import Ending, Unreadable

# An office file that is locked with a password is no zip archive but one of these.
OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
CHUNK = 1 << 16
NUMBER = re.compile(r"\d+")
# Elements after which a word has ended.
BREAKS = frozenset(("p", "h", "br", "tab", "cr", "line-break", "s", "tc", "table-cell"))
MANIFEST = "META-INF/manifest.xml"

Parts = Iterator[str]


def word(file: IO[bytes]) -> Parts:
    """A Word document: its text flows, so it is one page."""
    with _opened(file) as archive:
        yield _whole(archive, "word/document.xml", wanted=("t",), needed=True)
        for name in _numbered(archive, "word/(footnotes|endnotes)[.]xml"):
            yield _whole(archive, name, wanted=("t",))


def slides(file: IO[bytes]) -> Parts:
    """A PowerPoint presentation, slide by slide."""
    with _opened(file) as archive:
        _need(archive, "ppt/presentation.xml")
        for name in _numbered(archive, r"ppt/slides/slide\d+[.]xml"):
            yield _whole(archive, name, wanted=("t",))


def sheets(file: IO[bytes]) -> Parts:
    """An Excel workbook, sheet by sheet; of formulas the last result."""
    with _opened(file) as archive:
        _need(archive, "xl/workbook.xml")
        shared: list[str] = []
        if "xl/sharedStrings.xml" in archive.namelist():
            strings = _Collector(wanted=("t",), pages=("si",), most=None)
            _parse(archive, "xl/sharedStrings.xml", strings)
            shared = strings.pages
        for name in _numbered(archive, r"xl/worksheets/sheet\d+[.]xml"):
            cells = _Cells(shared)
            _parse(archive, name, cells)
            yield " ".join(cells.found)


def open_text(file: IO[bytes]) -> Parts:
    """An OpenDocument text."""
    return _open_document(file, ())


def open_slides(file: IO[bytes]) -> Parts:
    """An OpenDocument presentation, slide by slide."""
    return _open_document(file, ("page",))


def open_sheets(file: IO[bytes]) -> Parts:
    """An OpenDocument spreadsheet, sheet by sheet."""
    return _open_document(file, ("table",))


def _open_document(file: IO[bytes], pages: tuple[str, ...]) -> Parts:
    with _opened(file) as archive:
        if MANIFEST in archive.namelist():
            manifest = _Seen("encryption-data")
            _parse(archive, MANIFEST, manifest)
            if manifest.seen:
                raise Unreadable(Ending.ENCRYPTED)
        _need(archive, "content.xml")
        found = _Collector(wanted=("p", "h"), pages=pages)
        _parse(archive, "content.xml", found)
        yield from found.pages if pages else [found.rest()]


def _opened(file: IO[bytes]) -> zipfile.ZipFile:
    """The archive, once it is known to be no trap."""
    signature = file.read(len(OLE_SIGNATURE))
    file.seek(0)
    if signature == OLE_SIGNATURE:
        raise Unreadable(Ending.ENCRYPTED)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Unreadable(Ending.DAMAGED) from None
    _refuse_traps(archive.infolist())
    return archive


def _refuse_traps(parts: Iterable[zipfile.ZipInfo]) -> None:
    listed = list(parts)
    unpacked = sum(part.file_size for part in listed)
    if len(listed) > limits.MAX_PARTS or unpacked > limits.MAX_UNPACKED:
        raise Unreadable(Ending.BOMB)
    for part in listed:
        packed = max(part.compress_size, 1)
        if (
            part.file_size > limits.SMALL_PART
            and part.file_size > packed * limits.MAX_RATIO
        ):
            raise Unreadable(Ending.BOMB)
        if part.flag_bits & 1:
            raise Unreadable(Ending.ENCRYPTED)


def _need(archive: zipfile.ZipFile, name: str) -> None:
    if name not in archive.namelist():
        raise Unreadable(Ending.DAMAGED)


def _numbered(archive: zipfile.ZipFile, pattern: str) -> list[str]:
    """The parts of this name in the order of their numbers."""
    named = [name for name in archive.namelist() if re.fullmatch(pattern, name)]
    if len(named) > limits.MAX_PAGES:
        raise Unreadable(Ending.TOO_MANY_PAGES)
    return sorted(named, key=lambda name: [int(n) for n in NUMBER.findall(name)])


def _whole(
    archive: zipfile.ZipFile, name: str, wanted: tuple[str, ...], needed: bool = False
) -> str:
    if needed:
        _need(archive, name)
    found = _Collector(wanted=wanted)
    _parse(archive, name, found)
    return found.rest()


def _parse(archive: zipfile.ZipFile, name: str, target: Any) -> None:
    """Feed a part to a target, never holding its tree; entities are refused."""
    parser = DefusedXMLParser(target=target, forbid_dtd=False, forbid_entities=True)
    left = limits.MAX_UNPACKED
    try:
        with archive.open(name) as part:
            while chunk := part.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise Unreadable(Ending.BOMB)
                parser.feed(chunk)
        parser.close()
    except DefusedXmlException:
        raise Unreadable(Ending.BOMB) from None
    except (ParseError, zipfile.BadZipFile, OSError, EOFError, ValueError):
        raise Unreadable(Ending.DAMAGED) from None
    except RuntimeError:
        # zipfile has no other word for a part that needs a password.
        raise Unreadable(Ending.ENCRYPTED) from None


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


class _Collector:
    """Collects text inside wanted elements; an end of `pages` closes a page."""

    def __init__(
        self,
        wanted: tuple[str, ...],
        pages: tuple[str, ...] = (),
        most: int | None = limits.MAX_PAGES,
    ) -> None:
        self.wanted, self.ends, self.most = frozenset(wanted), frozenset(pages), most
        self.depth = 0
        self.parts: list[str] = []
        self.pages: list[str] = []

    def start(self, tag: str, _attributes: object) -> None:
        """An element begins."""
        name = _local(tag)
        self.depth += name in self.wanted
        if name in BREAKS:
            self.parts.append(" ")

    def end(self, tag: str) -> None:
        """An element ends, and with it perhaps a word or a page."""
        name = _local(tag)
        self.depth -= name in self.wanted
        if name in BREAKS:
            self.parts.append(" ")
        if name in self.ends:
            self.pages.append(self.rest())
            if self.most is not None and len(self.pages) > self.most:
                raise Unreadable(Ending.TOO_MANY_PAGES)

    def data(self, text: str) -> None:
        """Some text."""
        if self.depth:
            self.parts.append(text)

    def close(self) -> None:
        """The part has ended."""

    def rest(self) -> str:
        """What was collected since the last page."""
        text = "".join(self.parts)
        self.parts.clear()
        return text


class _Cells:
    """Collects the words of a sheet's cells."""

    def __init__(self, shared: list[str]) -> None:
        self.shared = shared
        self.found: list[str] = []
        self.kind = ""
        self.parts: list[str] | None = None
        self.length = 0

    def start(self, tag: str, attributes: Any) -> None:
        """A cell, its value or its text begins."""
        name = _local(tag)
        if name == "c":
            self.kind = attributes.get("t", "")
        elif name in ("v", "t"):
            self.parts = []

    def end(self, tag: str) -> None:
        """A value ends: a number of a shared text, or the text itself."""
        if _local(tag) in ("v", "t") and self.parts is not None:
            self._keep("".join(self.parts))
            self.parts = None

    def data(self, text: str) -> None:
        """Some text."""
        if self.parts is not None:
            self.parts.append(text)

    def close(self) -> None:
        """The part has ended."""

    def _keep(self, value: str) -> None:
        if self.kind == "s":
            number = int(value) if value.isdecimal() else -1
            value = self.shared[number] if 0 <= number < len(self.shared) else ""
        self.found.append(value)
        # Few shared texts can stand in very many cells.
        self.length += len(value)
        if self.length > limits.MAX_TEXT:
            raise Unreadable(Ending.TOO_MUCH_TEXT)


class _Seen:
    """Notes whether an element occurs."""

    def __init__(self, name: str) -> None:
        self.name, self.seen = name, False

    def start(self, tag: str, _attributes: object) -> None:
        """An element begins."""
        self.seen |= _local(tag) == self.name

    def end(self, _tag: str) -> None:
        """An element ends."""

    def data(self, _text: str) -> None:
        """Some text."""

    def close(self) -> None:
        """The part has ended."""
