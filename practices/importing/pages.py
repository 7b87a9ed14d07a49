"""Fill a case or a guide from a record."""

from __future__ import annotations

import datetime
import json
import uuid
from dataclasses import dataclass
from html import escape

from django.utils import timezone
from wagtail.models import Locale

from accounts.models import Agency
from practices.importing.known import AUDIENCES
from practices.importing.mapping import (
    CASE,
    STATUS_NOTES,
    STATUSES,
    TYPE_TAGS,
    case_text,
    page_type,
)
from practices.importing.markdown import NAMESPACE, guide_blocks
from practices.importing.records import Record
from practices.models import (
    CasePage,
    CasePageTag,
    CasePartner,
    GuidePage,
    GuidePageTag,
)
from vocabulary.models import Profession, Tag, Theme

NAME_LENGTH = 200
Terms = list[Theme | Profession]


@dataclass(frozen=True)
class Named:
    """The rows that a record names, found beforehand."""

    agency: Agency
    locale: Locale
    tags: list[Tag]
    themes: Terms
    readers: Terms
    sponsors: list[tuple[str, Agency | None]]


def new_page(record: Record, named: Named) -> CasePage | GuidePage:
    """Return an unsaved page of the right type, in its language, with its dates."""
    model = CasePage if page_type(record.type) == CASE else GuidePage
    page = model(locale=named.locale, first_published_at=_published(record))
    if record.translation_key:
        page.translation_key = translation_key(record)
    return page


def translation_key(record: Record) -> uuid.UUID:
    """Return the key that joins translations; each source has keys of its own."""
    return uuid.uuid5(NAMESPACE, f"{record.host}/{record.translation_key}")


def fill_page(page: CasePage | GuidePage, record: Record, named: Named) -> None:
    """Write a record into a page, related rows included; nothing is saved yet."""
    page.title = page.draft_title = record.title
    page.summary = record.summary
    page.agency = named.agency
    page.country, page.level = named.agency.country, named.agency.level
    page.source_url = record.url
    page.themes = named.themes
    page.readers = named.readers
    if isinstance(page, CasePage):
        _fill_case(page, record, named)
    else:
        blocks = guide_blocks(
            record.body, title=record.title, base=record.base, key=record.id
        )
        page.body = json.dumps(blocks)
        page.tagged_items = [GuidePageTag(tag=tag) for tag in named.tags]


def type_tags(record: Record) -> list[str]:
    """Return the tag that tells what a guide is for, if its type does."""
    return [record.type] if record.type in TYPE_TAGS else []


def _fill_case(page: CasePage, record: Record, named: Named) -> None:
    text = case_text(record.body, title=record.title, base=record.base, key=record.id)
    page.problem = json.dumps(text.problem)
    page.solution = json.dumps(text.solution)
    for name in ("challenges", "lessons", "results", "objectives", "sustainability"):
        setattr(page, name, text.rich_text.get(name, ""))
    page.conditions = text.rich_text.get("conditions", "")
    page.implementation = text.rich_text.get("implementation", "")
    page.beneficiaries = _audience(record) + text.rich_text.get("beneficiaries", "")
    page.website = record.website
    known = CasePage.Status.values
    page.status = record.phase if record.phase in known else ""
    page.status = STATUSES.get(record.phase, page.status)
    page.status_note = STATUS_NOTES.get(record.phase, "")
    page.tagged_items = [CasePageTag(tag=tag) for tag in named.tags]
    page.partners = [
        CasePartner(agency=agency, name="" if agency else name[:NAME_LENGTH])
        for name, agency in named.sponsors
    ]


def _audience(record: Record) -> str:
    words = [AUDIENCES.get(word, word) for word in record.audience]
    items = "".join(f"<li>{escape(word, quote=False)}</li>" for word in words)
    return f"<ul>{items}</ul>" if items else ""


def _published(record: Record) -> datetime.datetime | None:
    """Noon of the day, so that no time zone moves it to another day."""
    if record.date is None:
        return None
    noon = datetime.datetime.combine(record.date, datetime.time(12))
    return timezone.make_aware(noon)
