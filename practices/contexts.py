"""What templates of cases, guides, collections and sections get, in few queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import COUNTRIES, Level
from catalogue.access import Reader
from catalogue.models import Entry, Stamp
from practices.listing import (
    PIPS,
    Label,
    Row,
    Translation,
    agency_label,
    label_of,
    rows,
)
from practices.presentation import case_sections, measures
from vocabulary.names import labels


# How many entries of a kind an agency's page shows before it leads to the search.
GROUP_SIZE = 10
GROUPS: dict[str, str | Promise] = {
    Entry.Kind.CASE: _("Cases"),
    Entry.Kind.GUIDE: _("Guides"),
    Entry.Kind.COLLECTION: _("Collections"),
}


@dataclass(frozen=True)
class Group:
    """The first entries of one kind, and how many there are."""

    kind: str
    heading: str
    total: int
    rows: Sequence[Row]


def practice_context(page: Any, reader: Reader) -> dict[str, Any]:
    """What cases, guides and collections have in common."""
    agency = page.agency
    country, level = page.country or agency.country, page.level or agency.level
    words = labels(reader.stamps.get(Stamp.LABELS, 0))
    return {
        "page_lang": page.locale.language_code[:2],
        "agency": agency_label(agency.slug, reader),
        "agency_url": section_url(page.url or ""),
        "country": _choice(country, dict(COUNTRIES)),
        "level": _choice(level, dict(Level.choices)),
        "themes": _words(page.themes.all(), words.themes),
        "readers": _words(page.readers.all(), words.professions),
        "tags": _tags(page, words),
        **_same(page, reader),
    }


def case_context(page: Any, reader: Reader) -> dict[str, Any]:
    """The sections of a case; contacts that are not public are for agents."""
    contacts = page.contacts.all()
    return {
        "sections": case_sections(page),
        "measures": measures(page.indicators.all()),
        "contacts": [each for each in contacts if each.public or reader.is_agent],
        "pips": PIPS.get(page.status, 0),
    }


def collection_context(page: Any, reader: Reader) -> dict[str, Any]:
    """The annotated entries of a collection that this reader may read."""
    notes = {f"page:{item.page_id}": item.note for item in page.items.all()}
    readable = Entry.objects.readable_by(reader).filter(key__in=notes).light()
    lines = {row.key: row for row in rows(readable, reader)}
    return {"items": [(lines[key], note) for key, note in notes.items() if key in lines]}


def guide_context(page: Any, number: int | None) -> dict[str, Any]:
    """The whole guide, or one section of it with the way to the next."""
    sections = page.sections
    step = sections[number - 1] if number else None
    return {
        "step": step,
        "shown": [step] if step else sections,
        "previous_step": sections[number - 2] if number and number > 1 else None,
        "next_step": sections[number] if number and number < len(sections) else None,
    }


def section_context(page: Any, reader: Reader) -> dict[str, Any]:
    """An agency with what it has published, most important and newest first."""
    agency = page.agency
    return {
        "page_lang": page.locale.language_code[:2],
        "agency": agency_label(agency.slug, reader),
        "country": _choice(agency.country, dict(COUNTRIES)),
        "level": _choice(agency.level, dict(Level.choices)),
        "groups": _published(agency.slug, reader),
    }


def _same(page: Any, reader: Reader) -> dict[str, Any]:
    """The page in other languages, and what the catalogue counted on this one."""
    same = Entry.objects.readable_by(reader).filter(
        translation_key=page.translation_key
    )
    own, others = f"page:{page.pk}", []
    minutes = 0
    for entry in same.only("key", "language", "url", "data").order_by("language", "id"):
        if entry.key == own:
            minutes = entry.data.get("minutes") or 0
        else:
            others.append(Translation(entry.language, entry.url))
    return {"translations": others, "minutes": minutes}


def section_url(url: str) -> str:
    """The address of the section in which a page stands: one step up."""
    return url.rstrip("/").rpartition("/")[0] + "/"


def _published(agency: str, reader: Reader) -> list[Group]:
    """The first entries of each kind, with how many there are."""
    readable = Entry.objects.readable_by(reader).filter(agency=agency)
    counts = Counter(readable.values_list("kind", flat=True).order_by())
    found = {
        kind: list(readable.of_kind(kind).most_important().light()[:GROUP_SIZE])
        for kind in GROUPS
        if counts[kind]
    }
    lines = iter(rows((each for part in found.values() for each in part), reader))
    return [
        Group(kind, str(GROUPS[kind]), counts[kind], [next(lines) for _each in part])
        for kind, part in found.items()
    ]


def _choice(value: str, choices: Mapping[str, Any]) -> Label | None:
    return Label(value, str(choices.get(value, value)), "") if value else None


def _words(objects: Iterable[Any], words: Mapping[str, Any]) -> list[Label]:
    return [label_of(each.slug, words) for each in objects]


def _tags(page: Any, words: Any) -> list[Label]:
    """The accepted tags of a page; a merged one is the tag that took its place."""
    if not hasattr(page, "tags"):
        return []
    slugs = (words.current.get(tag.slug, tag.slug) for tag in page.tags.all())
    shown = [slug for slug in dict.fromkeys(slugs) if slug in words.accepted]
    return [label_of(slug, words.tags) for slug in shown]
