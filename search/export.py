"""A list of results as a file for spreadsheet programs."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalogue.access import Reader
from catalogue.models import Entry
from catalogue.spreadsheets import plain
from practices.listing import Row, rows
from search import services
from search.addresses import query_string
from search.request import SearchRequest
from search.services import FoundHit

MOST_ROWS = 1000
# Without it spreadsheet programs take UTF-8 for something else.
BYTE_ORDER_MARK = "\ufeff"
# Spreadsheet programs of these languages take the comma for the decimal sign.
SEPARATORS = {"fr": ";", "nl": ";", "de": ";"}


def export_url(request: SearchRequest) -> str:
    """The address of the file of a search; "" for people, who are in none."""
    if request.kinds == (Entry.Kind.PERSON.value,):
        return ""
    return reverse("search:export") + query_string(
        replace(request, page=1, explain=False)
    )


def export(
    request: SearchRequest, reader: Reader, absolute: Callable[[str], str]
) -> str:
    """The first results, whatever page was asked, as CSV; what the reader may see."""
    wanted = replace(request, page=1, size=MOST_ROWS, lean=True, explain=False)
    found = [
        hit
        for hit in services.find(wanted, reader).hits
        if hit.entry.kind != Entry.Kind.PERSON
    ]
    lines = rows([hit.entry for hit in found], reader, translations=False)
    table = [_line(line, hit, absolute) for line, hit in zip(lines, found, strict=True)]
    return _as_csv([_headings(), *table], SEPARATORS.get(request.language, ","))


def _headings() -> Sequence[str]:
    return (
        _("Title"),
        _("Kind"),
        _("Agency"),
        _("Language"),
        _("Also in"),
        _("Status"),
        pgettext("column of dates", "Published"),
        pgettext("column of dates", "Checked"),
        _("Address"),
        _("Summary"),
    )


def _line(line: Row, hit: FoundHit, absolute: Callable[[str], str]) -> Sequence[str]:
    return (
        line.title,
        line.kind_label,
        line.agency.text if line.agency else "",
        line.language_name,
        " ".join(other.language for other in hit.translations),
        line.status_label,
        _day(timezone.localdate(line.published_at) if line.published_at else None),
        _day(line.checked_on),
        absolute(line.url),
        line.summary,
    )


def _day(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


def _as_csv(table: Iterable[Sequence[str]], separator: str) -> str:
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, delimiter=separator)
    writer.writerows([plain(cell) for cell in line] for line in table)
    return text.getvalue()
