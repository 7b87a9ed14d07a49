"""Read records from JSON lines; what cannot be read is told, the rest goes on."""

import datetime
import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from practices.importing.links import link_base
from vocabulary.labels import LANGUAGES

# Longer than any page anyone reads; the longest real record has 40 kB.
MAX_LINE = 5_000_000
MAX_TITLE = 255
FORM_TITLE, FORM_SUMMARY = 100, 160
# Raised when the same record makes other blocks, so that the next run updates pages.
CONVERSION = "1"
TEXTS = (
    *("id", "title", "summary", "body", "lang", "agency", "date", "url", "type"),
    *("phase", "translation_key", "website"),
)
LISTS = ("tags", "themes", "audience", "roles", "sponsors", "lifecycle")
NEEDED = ("id", "title", "lang", "agency", "type")
DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:[T ].*)?")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Problem:
    """A line that cannot be imported, and why."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True)
class Record:
    """One record, checked; texts are trimmed, absent ones empty."""

    file: str
    line: int
    id: str
    title: str
    lang: str
    agency: str
    type: str
    digest: str
    summary: str = ""
    body: str = ""
    date: datetime.date | None = None
    url: str = ""
    phase: str = ""
    translation_key: str = ""
    website: str = ""
    tags: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    sponsors: tuple[str, ...] = ()
    lifecycle: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=(), compare=False)

    @property
    def base(self) -> str:
        """The address that relative links start from."""
        return link_base(self.url, self.id)

    @property
    def host(self) -> str:
        """Where the record comes from: keys of translations are its own."""
        return urlsplit(self.url).netloc or self.id.partition("-")[0]


class RecordError(ValueError):
    """A line that is no record; the message is a sentence for the operator."""


def count_lines(path: Path) -> int:
    """Return how many lines a file has, for the progress bar."""
    with _opened(path) as stream:
        return sum(
            chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b"")
        )


def read_records(path: Path) -> Iterator[Record | Problem]:
    """Yield each line's record, or the problem with it."""
    with _opened(path) as stream:
        for number, line in _lines(stream):
            try:
                text = _decoded(line)
                if text:
                    yield parse_record(text, str(path), number)
            except RecordError as error:
                yield Problem(str(path), number, str(error))


def parse_record(text: str, file: str, line: int) -> Record:
    """Return the record of one line; RecordError says what is wrong with it."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RecordError(_("This line is not JSON.")) from error
    if not isinstance(data, dict):
        raise RecordError(_("This line is not a JSON object."))
    texts = {name: _text(data, name) for name in TEXTS}
    lists = {name: _words(data, name) for name in LISTS}
    for name in NEEDED:
        if not texts[name]:
            raise RecordError(_("The field “%(field)s” is missing.") % {"field": name})
    texts["title"] = " ".join(texts["title"].split())
    texts["summary"] = " ".join(texts["summary"].split())
    _refuse_wrong(texts)
    date, warnings = _date(texts.pop("date"))
    warnings += _length_warnings(texts)
    fields: dict[str, Any] = {**texts, **lists, "date": date}
    return Record(
        file=file,
        line=line,
        digest=_digest(texts, lists, date),
        warnings=tuple(warnings),
        **fields,
    )


def _opened(path: Path) -> BinaryIO:
    if path.suffix == ".gz":
        return cast("BinaryIO", gzip.open(path, "rb"))
    return path.open("rb")


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield numbered lines, none of them held in memory beyond the limit."""
    number = 0
    while True:
        try:
            line = stream.readline(MAX_LINE + 1)
            rest = line
            while len(rest) > MAX_LINE and not rest.endswith(b"\n"):
                rest = stream.readline(MAX_LINE + 1)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            # The end of a broken archive; an empty line number tells the reader.
            yield number + 1, b"\xff"
            return
        if not line:
            return
        number += 1
        yield number, line


def _decoded(line: bytes) -> str:
    if len(line) > MAX_LINE:
        raise RecordError(_("This line is longer than 5 MB."))
    try:
        return line.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise RecordError(
            _("This line is not UTF-8 text, or the file ends in the middle of it.")
        ) from error


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RecordError(_("The field “%(field)s” is not a text.") % {"field": name})
    return CONTROL.sub("", value).strip()


def _words(data: dict[str, Any], name: str) -> tuple[str, ...]:
    value = data.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise RecordError(
            _("The field “%(field)s” is not a list of texts.") % {"field": name}
        )
    words = (" ".join(CONTROL.sub("", word).split()) for word in value)
    return tuple(dict.fromkeys(word for word in words if word))


def _refuse_wrong(texts: dict[str, str]) -> None:
    if texts["lang"] not in LANGUAGES:
        raise RecordError(
            _("The language “%(language)s” is not one of %(languages)s.")
            % {"language": texts["lang"][:20], "languages": ", ".join(LANGUAGES)}
        )
    for name, limit in (("id", 255), ("title", MAX_TITLE), ("agency", 200)):
        if len(texts[name]) > limit:
            raise RecordError(
                _("The field “%(field)s” is longer than %(limit)d characters.")
                % {"field": name, "limit": limit}
            )
    for name in ("url", "website"):
        texts[name] = _address(texts[name])


def _address(text: str) -> str:
    """Return a web address the hub can store and link to, or ""."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    usable = parts.scheme in {"http", "https"} and parts.netloc and len(text) <= 500
    return text if usable and " " not in text else ""


def _date(text: str) -> tuple[datetime.date | None, list[str]]:
    if not text:
        return None, []
    shape = DATE.fullmatch(text)
    try:
        numbers = (int(part or 1) for part in shape.groups()) if shape else (0, 0, 0)
        date = datetime.date(*numbers)
    except ValueError:
        return None, [_("the date is not understood and left out")]
    if date > timezone.localdate():
        return None, [_("the date lies in the future and is left out")]
    return date, []


def _length_warnings(texts: dict[str, str]) -> list[str]:
    warnings = []
    if len(texts["title"]) > FORM_TITLE:
        warnings.append(_("the title is longer than 100 characters and kept whole"))
    if len(texts["summary"]) > FORM_SUMMARY:
        warnings.append(_("the summary is longer than 160 characters and kept whole"))
    return warnings


def _digest(
    texts: dict[str, str],
    lists: dict[str, tuple[str, ...]],
    date: datetime.date | None,
) -> str:
    content = json.dumps(
        [CONVERSION, texts, lists, str(date)], sort_keys=True, ensure_ascii=False
    )
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
