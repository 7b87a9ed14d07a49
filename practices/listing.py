"""Lines of lists: entries with the words, languages and labels that a page shows.

Home, lists, feeds and results of the search all show a Row, so that who, where and
when stand on every line in the same way.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.directory import agency_word
from accounts.people_list import expertise_words, function_word
from catalogue.access import Reader
from catalogue.models import Entry, FacetValue, Importance, Stamp
from practices.words import QuestionState, Status
from vocabulary.names import Label, Labels, label_of, labels

# How far along a case is, on a scale of four; ended and abandoned have left it.
PIPS = {"idea": 1, "pilot": 2, "in-use": 3, "scaled-up": 4}
IMPORTANCE_CLASSES: dict[int, str] = {
    Importance.WORTH_READING: "worth",
    Importance.MUST_READ: "must",
    Importance.MUST_DO: "do",
}
# Icons of Lucide by kind of entry.
ICONS = {
    "case": "briefcase",
    "guide": "book-open",
    "collection": "library",
    "agency": "landmark",
    "person": "user",
    "document": "file-down",
    "page": "file-text",
    "community": "users",
    "discussion": "messages-square",
    "thread": "message-circle",
}
STATUS_LABELS = dict([*Status.choices, *QuestionState.choices])
KIND_LABELS = dict(Entry.Kind.choices)
TALK = (Entry.Kind.DISCUSSION, Entry.Kind.THREAD)


@dataclass(frozen=True)
class Translation:
    """The same page in another language."""

    language: str
    url: str
    is_original: bool = False


@dataclass(frozen=True)
class File:
    """What the line of a document says: its type, size, page and where it belongs.

    part: "page 57", or "117 pages" where no page is meant; may be empty.
    """

    type: str
    size: int
    part: str
    page_url: str
    page_title: str
    page_lang: str


@dataclass(frozen=True)
class Talk:
    """What the line of a discussion says: where it stands, and how much was said.

    closed: whether only members read it. community: "" for the comments on a page.
    """

    community: str
    community_url: str
    community_lang: str
    closed: bool
    replies: int


@dataclass(frozen=True)
class Row:
    """One line of a list; texts are plain and in the language `lang` where it says so.

    language_name: the name of `lang` in the reader's language. is_foreign: whether
    that is not the language of the interface. pips: 1 to 4, or 0 without a scale.
    importance: "do", "must", "worth" or ""; its label says by when.
    items_text: what a collection holds. function and expertise: of a person.
    """

    id: int
    key: str
    kind: str
    kind_label: str
    icon: str
    url: str
    title: str
    lang: str
    language_name: str
    is_foreign: bool
    summary: str
    agency: Label | None
    theme: Label | None
    published_at: datetime.datetime | None
    status: str
    status_label: str
    pips: int
    importance: str
    importance_label: str
    checked_on: datetime.date | None
    applies_from: datetime.date | None
    minutes: int
    reuses: int
    items_text: str
    function: Label | None
    expertise: Sequence[Label]
    also_in: Sequence[Translation]
    file: File | None = None
    talk: Talk | None = None


def rows(
    entries: Iterable[Entry],
    reader: Reader,
    *,
    translations: bool = True,
    known: Mapping[UUID, Sequence[Any]] | None = None,
) -> list[Row]:
    """Lines for these entries, in their order; one query for linked translations.

    known: those, where they have been read, with key, language and url of each.
    """
    found = list(entries)
    others = known or {}
    if translations and known is None:
        others = also_in(found, reader)
    stamp = reader.stamps.get(Stamp.LABELS, 0)
    words = labels(stamp)
    return [_row(entry, stamp, words, _others(entry, others)) for entry in found]


def also_in(entries: Sequence[Entry], reader: Reader) -> Mapping[UUID, list[Entry]]:
    """All readable entries that share a translation key with one of these."""
    keys = {entry.translation_key for entry in entries}
    if not keys:
        return {}
    found: defaultdict[UUID, list[Entry]] = defaultdict(list)
    wanted = Entry.objects.readable_by(reader).without_comments()
    wanted = wanted.filter(translation_key__in=keys)
    only = ("key", "language", "url", "translation_key")
    for entry in wanted.only(*only).order_by("language", "id"):
        found[entry.translation_key].append(entry)
    return found


def agency_label(slug: str, reader: Reader) -> Label:
    """The name of an agency for this reader."""
    return agency_word(slug, reader.stamps.get(Stamp.LABELS, 0))


def theme_label(slug: str, reader: Reader) -> Label:
    """The name of a theme for this reader."""
    return label_of(slug, labels(reader.stamps.get(Stamp.LABELS, 0)).themes)


def language_name(code: str) -> str | Promise:
    """The name of a language in the language of the interface."""
    return dict(settings.LANGUAGES).get(code, code.upper())


def facet_number(facet: str, value: str) -> int:
    """The number of a facet value in entries, 0 when nothing carries it."""
    found = FacetValue.objects.filter(facet=facet, value=value)
    return found.values_list("pk", flat=True).first() or 0


def _others(
    entry: Entry, found: Mapping[UUID, Sequence[Any]]
) -> tuple[Translation, ...]:
    same = found.get(entry.translation_key, ())
    return tuple(
        Translation(other.language, other.url)
        for other in same
        if other.key != entry.key and other.language != entry.language
    )


def _row(
    entry: Entry,
    stamp: int,
    words: Labels,
    others: Sequence[Translation],
) -> Row:
    data = entry.data
    is_person = entry.kind == Entry.Kind.PERSON
    own_themes = data.get("themes") or []
    language = entry.language
    applies_from = data.get("applies_from")
    return Row(
        id=entry.pk,
        key=entry.key,
        kind=entry.kind,
        kind_label=str(KIND_LABELS.get(entry.kind, entry.kind)),
        icon=ICONS.get(entry.kind, "file-text"),
        url=entry.url,
        title=entry.title,
        lang=language,
        language_name=str(language_name(language)),
        is_foreign=bool(language) and language != (get_language() or "en")[:2],
        summary=entry.summary,
        agency=agency_word(entry.agency, stamp) if entry.agency else None,
        theme=label_of(own_themes[0], words.themes) if own_themes else None,
        published_at=entry.published_at,
        status=entry.status,
        status_label=str(STATUS_LABELS.get(entry.status, "")),
        pips=PIPS.get(entry.status, 0),
        importance=IMPORTANCE_CLASSES.get(entry.importance, ""),
        importance_label=_importance(entry),
        checked_on=entry.checked_on,
        applies_from=(
            datetime.date.fromisoformat(applies_from) if applies_from else None
        ),
        minutes=data.get("minutes") or 0,
        reuses=entry.reuses,
        items_text=_items(data.get("items") or {}),
        function=function_word(data, words) if is_person else None,
        expertise=expertise_words(data, words) if is_person else (),
        also_in=others,
        file=_file(data) if entry.kind == Entry.Kind.DOCUMENT else None,
        talk=_talk(data) if entry.kind in TALK else None,
    )


def _talk(data: Mapping[str, Any]) -> Talk:
    community = data.get("community") or {}
    return Talk(
        community=community.get("title") or "",
        community_url=community.get("url") or "",
        community_lang=community.get("lang") or "",
        closed=bool(community.get("closed")),
        replies=data.get("replies") or 0,
    )


def _file(data: Mapping[str, Any]) -> File:
    on = data.get("on") or {}
    return File(
        type=data.get("type") or "",
        size=data.get("size") or 0,
        part=_part(data.get("unit") or "", data.get("number"), data.get("pages") or 0),
        page_url=on.get("url") or "",
        page_title=on.get("title") or "",
        page_lang=on.get("lang") or "",
    )


def _part(unit: str, number: int | None, pages: int) -> str:
    """Which page it is, or how many there are."""
    if number:
        words = {
            "page": _("page %(n)s"),
            "slide": _("slide %(n)s"),
            "sheet": _("sheet %(n)s"),
        }
        return words[unit] % {"n": number} if unit in words else ""
    if unit == "page":
        return ngettext("%(n)s page", "%(n)s pages", pages) % {"n": pages}
    if unit == "slide":
        return ngettext("%(n)s slide", "%(n)s slides", pages) % {"n": pages}
    if unit == "sheet":
        return ngettext("%(n)s sheet", "%(n)s sheets", pages) % {"n": pages}
    return ""


def _importance(entry: Entry) -> str:
    """The word for the importance; of what must be done also by when."""
    deadline = entry.data.get("deadline")
    if entry.importance != Importance.MUST_DO or not deadline:
        return str(Importance(entry.importance).label)
    day = date_format(datetime.date.fromisoformat(deadline))
    return _("Must do by %(day)s") % {"day": day}


def _items(items: Mapping[str, int]) -> str:
    """What a collection holds: "18 cases, 4 guides"."""
    cases, guides = items.get("case", 0), items.get("guide", 0)
    parts = []
    if cases:
        parts.append(ngettext("%(n)s case", "%(n)s cases", cases) % {"n": cases})
    if guides:
        parts.append(ngettext("%(n)s guide", "%(n)s guides", guides) % {"n": guides})
    return _(", ").join(parts)
