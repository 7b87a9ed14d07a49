"""The directory of people: one pass over the entries that this reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf.locale import LANG_INFO
from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import get_language_info

from accounts.directory import agency_word
from catalogue.access import Reader
from catalogue.models import Entry, Stamp
from vocabulary.folding import words
from vocabulary.names import Label, Labels, label_of, labels

PAGE_SIZE = 48
# How much expertise a line shows.
TAGS_SHOWN = 4


class Seen(NamedTuple):
    """What the pass reads of a person's entry."""

    key: str
    title: str
    agency: str
    summary: str
    body: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """What somebody asks of the directory; empty is everybody."""

    q: str = ""
    agency: str = ""
    tag: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Line:
    """One person as lists show them: nothing that they did not opt to show."""

    number: int
    name: str
    url: str
    photo_url: str
    function: Label
    agency: Label
    tags: Sequence[Label]
    more_tags: int


@dataclass(frozen=True)
class Directory:
    """A page of people, and what the list can be narrowed by."""

    page: Page
    lines: Sequence[Line]
    total: int
    agencies: Sequence[Label]
    tags: Sequence[Label]
    languages: Sequence[Label]


def directory(reader: Reader, wanted: Wanted, page: str | None) -> Directory:
    """The people who fit, by family name: one query beside the words in memory."""
    stamp = reader.stamps.get(Stamp.LABELS, 0)
    people = Entry.objects.readable_by(reader).of_kind(Entry.Kind.PERSON).order_by()
    found = [Seen(*row) for row in people.values_list(*Seen._fields)]
    fitting = sorted(
        (seen for seen in found if _fits(seen, wanted)),
        key=lambda seen: (seen.data.get("sort", ""), seen.key),
    )
    shown = Paginator(fitting, PAGE_SIZE).get_page(page)
    return Directory(
        page=shown,
        lines=[line_of(seen, stamp) for seen in shown.object_list],
        total=len(fitting),
        agencies=_options(agency_word(s.agency, stamp) for s in found),
        tags=_options(_tags_of(found, labels(stamp))),
        languages=_options(
            language_word(code) for s in found for code in s.data.get("languages", ())
        ),
    )


def line_of(seen: Seen, stamp: int) -> Line:
    """A line for one person; no query when the words are in memory."""
    number = int(seen.key.rpartition(":")[2])
    slugs = seen.data.get("tags", ())
    known = labels(stamp)
    return Line(
        number=number,
        name=seen.title,
        url=reverse("accounts:person", args=[number]),
        photo_url=photo_url(number, seen.data.get("photo", "")),
        function=function_word(seen.data, known),
        agency=agency_word(seen.agency, stamp),
        tags=expertise_words(seen.data, known),
        more_tags=max(0, len(slugs) - TAGS_SHOWN),
    )


def function_word(data: Mapping[str, Any], known: Labels) -> Label:
    """What a person does: the title that administrators wrote, else the function."""
    if data.get("job_title"):
        return Label("", data["job_title"], "")
    slug = data.get("function", "")
    return label_of(slug, known.professions) if slug else Label("", "", "")


def expertise_words(data: Mapping[str, Any], known: Labels) -> list[Label]:
    """The first of a person's expertise, as far as it is shown."""
    return [label_of(slug, known.tags) for slug in data.get("tags", ())[:TAGS_SHOWN]]


def language_word(code: str) -> Label:
    """The name of a spoken language in the language of the interface."""
    if code not in LANG_INFO:
        return Label(code, code.upper(), "")
    return Label(code, str(get_language_info(code)["name_translated"]), "")


def photo_url(number: int, photo: str) -> str:
    """The address of a person's photo; another photo has another address."""
    if not photo:
        return ""
    version = photo.rpartition("/")[2].partition(".")[0]
    return f"{reverse('accounts:photo', args=[number])}?v={version}"


def _fits(seen: Seen, wanted: Wanted) -> bool:
    data = seen.data
    if wanted.agency and seen.agency != wanted.agency:
        return False
    if wanted.tag and wanted.tag not in data.get("tags", ()):
        return False
    if wanted.lang and wanted.lang not in data.get("languages", ()):
        return False
    if not wanted.q:
        return True
    known = set(words(f"{seen.title} {seen.summary} {seen.body}"))
    return all(
        any(word.startswith(typed) for word in known) for typed in words(wanted.q)
    )


def _tags_of(found: Iterable[Seen], known: Labels) -> Iterable[Label]:
    slugs = {slug for seen in found for slug in seen.data.get("tags", ())}
    return (label_of(slug, known.tags) for slug in slugs)


def _options(found: Iterable[Label]) -> list[Label]:
    """Each word once, in the order of the alphabet."""
    return sorted(set(found), key=lambda word: (words(word.text), word.slug))
