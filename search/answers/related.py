"""What else stands close to a page: by what both are about, rare things counting more.

Read from the catalogue and the words kept beside it, so both engines show the same.
Weights and numbers come from what this reader may read, and from nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import get_language
from wagtail.models import Page, ReferenceIndex

from catalogue.access import Reader
from catalogue.models import Entry, FacetValue, Stamp
from practices.folding import folded
from practices.listing import Label, Row, label_of, rows
from search.models import EntryText
from vocabulary.names import Labels, labels

KINDS = (Entry.Kind.CASE, Entry.Kind.GUIDE, Entry.Kind.COLLECTION)
# How much a thing in common says, before its rarity; a word of the title as little as
# what is not listed here says nothing.
WEIGHTS = {"tag": 3.0, "theme": 2.0, "readers": 0.7, "agency": 0.4, "country": 0.3}
WORD = 1.0
# In one's own language an equal page is worth more.
OWN_LANGUAGE = 1.1
# Two words of a title in common are a subject, one is chance.
ENOUGH_WORDS = 2
MOST_WORDS = 12
MOST_CANDIDATES = 3000
MOST_IN_COMMON = 2

Values = Mapping[int, tuple[str, str]]


class Candidate(NamedTuple):
    """As much of an entry as its closeness needs."""

    id: int
    key: str
    language: str
    translation_key: UUID
    facets: str
    words: str | None


@dataclass(frozen=True)
class Related:
    """A line of a list, and the words that both pages are about."""

    row: Row
    common: Sequence[Label]


@dataclass(frozen=True)
class Subject:
    """What a page is about.

    telling: numbers of its tags and its narrowest themes; without one of them in
    common, two pages need words of their titles.
    """

    values: Values
    telling: frozenset[int]
    words: frozenset[str]


def related(entry: Entry, reader: Reader, limit: int) -> list[Related]:
    """The closest pages that this reader may read: six queries."""
    known = labels(reader.stamps.get(Stamp.LABELS, 0))
    subject = _subject(entry, known)
    found = _candidates(entry, subject, reader)
    scores = _scores(found, subject)
    linked = _linked(entry)
    close = [one for one in found if scores[one.id] > 0 and one.key not in linked]
    close.sort(key=lambda one: (-scores[one.id], -one.id))
    here = (get_language() or "en")[:2]
    lines = folded(close)
    for one in lines:
        scores[one.id] *= OWN_LANGUAGE if one.language == here else 1.0
    lines.sort(key=lambda one: (-scores[one.id], -one.id))
    shown = {one.id: one for one in lines[:limit]}
    entries = Entry.objects.readable_by(reader).filter(pk__in=shown).light()
    by_number = {row.id: row for row in rows(entries, reader)}
    return [
        Related(by_number[number], _common(one, subject, known))
        for number, one in shown.items()
        if number in by_number
    ]


def _subject(entry: Entry, known: Labels) -> Subject:
    values = {
        row.pk: (row.facet, row.value)
        for row in FacetValue.objects.filter(pk__in=entry.facet_ids, facet__in=WEIGHTS)
    }
    broader = {known.parents.get(value, "") for _facet, value in values.values()}
    telling = (
        number
        for number, (facet, value) in values.items()
        if facet == "tag" or (facet == "theme" and value not in broader)
    )
    texts = EntryText.objects.filter(entry=entry.pk).values_list("title", flat=True)
    words = frozenset(" ".join(texts).split()[:MOST_WORDS])
    return Subject(values, frozenset(telling), words)


def _candidates(entry: Entry, subject: Subject, reader: Reader) -> list[Candidate]:
    """Pages with something in common; the newest of very many."""
    close = Q(pk=None)
    for number in subject.telling:
        close |= Q(facets__contains=f" {number} ")
    for word in subject.words:
        close |= Q(text__title__contains=word)
    readable = Entry.objects.readable_by(reader).of_kind(*KINDS).filter(close)
    others = readable.exclude(translation_key=entry.translation_key).newest()
    names = (*Candidate._fields[:-1], "text__title")
    found = others.values_list(*names)[:MOST_CANDIDATES]
    return [Candidate(*values) for values in found]


def _scores(found: Sequence[Candidate], subject: Subject) -> dict[int, float]:
    """How close each page is; 0 for what only chance brings together."""
    shared = {one.id: _shared(one, subject) for one in found}
    often: Counter[int | str] = Counter()
    for numbers, words in shared.values():
        often.update(numbers)
        often.update(words)
    scores = {}
    for one in found:
        numbers, words = shared[one.id]
        score = sum(
            WEIGHTS[subject.values[number][0]] / (1 + log(often[number]))
            for number in numbers
        )
        score += sum(WORD / (1 + log(often[word])) for word in words)
        is_close = numbers & subject.telling or len(words) >= ENOUGH_WORDS
        scores[one.id] = score if is_close else 0.0
    return scores


def _shared(one: Candidate, subject: Subject) -> tuple[set[int], frozenset[str]]:
    numbers = {int(number) for number in one.facets.split()} & subject.values.keys()
    return numbers, subject.words & set((one.words or "").split())


def _common(one: Candidate, subject: Subject, known: Labels) -> list[Label]:
    """The tags and narrowest themes that both pages have, tags first."""
    pairs = [subject.values[n] for n in _shared(one, subject)[0] & subject.telling]
    tables = {"tag": known.tags, "theme": known.themes}
    found = [label_of(value, tables[facet]) for facet, value in sorted(pairs)]
    return found[:MOST_IN_COMMON]


def _linked(entry: Entry) -> set[str]:
    """The pages to which this one leads by itself."""
    kind = ContentType.objects.get_for_model(Page)
    number = entry.key.partition(":")[2]
    references = ReferenceIndex.objects.filter(
        base_content_type=kind, object_id=number, to_content_type=kind
    )
    targets = references.values_list("to_object_id", flat=True)
    return {f"page:{target}" for target in targets}
