"""What templates of cases, guides, collections and sections get, in few queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import COUNTRIES, Level
from catalogue.access import Reader
from catalogue.models import Entry, Stamp
from practices.folding import folded, short_lines
from practices.listing import (
    PIPS,
    Label,
    Row,
    agency_label,
    label_of,
    rows,
)
from practices.origins import origin_data
from practices.page_languages import languages_context, own_and_others
from practices.people import contacts_of, keeper_of
from practices.presentation import Partner, case_sections, measures
from practices.usefulness import asked_of
from vocabulary.names import Labels, labels

# How many entries of a kind an agency's page shows before it leads to the search.
GROUP_SIZE = 10
GROUPS: dict[str, str | Promise] = {
    Entry.Kind.CASE: _("Cases"),
    Entry.Kind.GUIDE: _("Guides"),
    Entry.Kind.COLLECTION: pgettext_lazy("kind of entry", "Collections"),
}


@dataclass(frozen=True)
class Group:
    """The first entries of one kind, and how many there are."""

    kind: str
    heading: str
    total: int
    rows: Sequence[Row]


@dataclass(frozen=True)
class Step:
    """A section of a paged guide, and its address."""

    number: int
    title: str
    url: str


def practice_context(page: Any, reader: Reader, *, preview: bool) -> dict[str, Any]:
    """What cases, guides and collections have in common.

    Of a published page the catalogue knows themes, readers and tags already.
    """
    agency = page.agency
    words = labels(reader.stamps.get(Stamp.LABELS, 0))
    own, others = own_and_others(page, reader)
    data = own.data if own and not preview else data_of(page, words)
    return {
        **languages_context(page, others),
        "agency": agency_label(agency.slug, reader),
        "agency_url": _agency_url(page),
        "country": _choice(page.country or agency.country, dict(COUNTRIES)),
        "level": _choice(page.level or agency.level, dict(Level.choices)),
        "themes": _narrowest(data["themes"], words),
        "readers": [label_of(slug, words.professions) for slug in data["readers"]],
        "tags": [label_of(slug, words.tags) for slug in data["tags"]],
        "minutes": data["minutes"],
        "from_community": data.get("from_community"),
        "partners": _partners(data.get("partners"), reader),
        "known": data,
        "is_reused": bool(own and own.reuses and not preview),
        "keeper": keeper_of(page, reader),
        "useful": None if preview else asked_of(own, page, reader),
        "closed_collections": reader.closed_collections,
    }


def _partners(
    known: Sequence[Mapping[str, str]] | None, reader: Reader
) -> list[Partner] | None:
    """Who took part, as the catalogue knows it; None of drafts and older entries."""
    if known is None:
        return None
    found = []
    for each in known:
        label = agency_label(each["agency"], reader) if each["agency"] else None
        text, lang = (label.text, label.lang) if label else (each["name"], "")
        found.append(Partner(text, lang, each["role"]))
    return found


def _narrowest(slugs: Iterable[str], words: Labels) -> list[Label]:
    """Themes without those that are only the broader ones of another."""
    found = list(slugs)
    broader = {words.parents.get(slug, "") for slug in found}
    return [label_of(slug, words.themes) for slug in found if slug not in broader]


def data_of(page: Any, words: Labels) -> dict[str, Any]:
    """The same words from the page itself, for drafts."""
    tags = page.tags.all() if hasattr(page, "tags") else []
    current = (words.current.get(tag.slug, tag.slug) for tag in tags)
    return {
        "themes": [theme.slug for theme in page.themes.all()],
        "readers": [each.slug for each in page.readers.all()],
        "tags": [slug for slug in dict.fromkeys(current) if slug in words.accepted],
        "minutes": 0,
        **origin_data(page),
    }


def case_context(
    page: Any, reader: Reader, known: Mapping[str, Sequence[Any] | None]
) -> dict[str, Any]:
    """The sections of a case; contacts that are not public are for agents.

    known: the rows below the case that need no query (see `case_sections`), "figures".
    """
    figures = known["figures"]
    return {
        "sections": case_sections(page, reader.closed_collections, known),
        "measures": measures(page.indicators.all() if figures is None else figures),
        "contacts": contacts_of(page, reader),
        "pips": PIPS.get(page.status, 0),
    }


def collection_context(page: Any, reader: Reader) -> dict[str, Any]:
    """The annotated entries of a collection that this reader may read."""
    notes = {f"page:{item.page_id}": item.note for item in page.items.all()}
    readable = Entry.objects.readable_by(reader).filter(key__in=notes).light()
    lines = {row.key: row for row in rows(readable, reader)}
    return {
        "items": [(lines[key], note) for key, note in notes.items() if key in lines]
    }


def guide_context(page: Any, number: int | None) -> dict[str, Any]:
    """The whole guide, or one section of it with the way to the next."""
    sections = page.sections
    if not number:
        return {"step": None, "shown": sections}
    steps = [Step(each.number, each.title, _step_url(page, each)) for each in sections]
    return {
        "step": steps[number - 1],
        "steps": steps,
        "shown": [sections[number - 1]],
        "previous_step": steps[number - 2] if number > 1 else None,
        "next_step": steps[number] if number < len(steps) else None,
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


def _agency_url(page: Any) -> str:
    """The section in which the page stands, or that of its agency."""
    url = page.url or ""
    if url.strip("/").count("/") == 1:
        return section_url(url)
    section = getattr(page.agency, "section", None)
    return (section.url or "") if section else ""


def section_url(url: str) -> str:
    """The address of the section in which a page stands: one step up."""
    return url.rstrip("/").rpartition("/")[0] + "/"


def _step_url(page: Any, section: Any) -> str:
    """The first section has the address of the guide itself."""
    return page.url if section.number == 1 else f"{page.url}steps/{section.number}/"


def _published(agency: str, reader: Reader) -> list[Group]:
    """The first entries of each kind, with how many there are."""
    readable = Entry.objects.readable_by(reader).filter(agency=agency)
    lines = short_lines(readable.of_kind(*GROUPS).most_important())
    counts = Counter(line.kind for line in lines)
    first: defaultdict[str, list[int]] = defaultdict(list)
    for line in folded(lines):
        if len(first[line.kind]) < GROUP_SIZE:
            first[line.kind].append(line.id)
    numbers = [number for part in first.values() for number in part]
    wanted = readable.filter(pk__in=numbers).most_important().light()
    shown: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows(wanted, reader):
        shown[row.kind].append(row)
    return [
        Group(kind, str(heading), counts[kind], shown[kind])
        for kind, heading in GROUPS.items()
        if shown[kind]
    ]


def _choice(value: str, choices: Mapping[str, Any]) -> Label | None:
    return Label(value, str(choices.get(value, value)), "") if value else None
