"""What people call agencies, themes, languages and kinds: names to values.

Kept in the memory of the process beside the labels it is made of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils.translation import override

from accounts.directory import AgencyName, agency_names
from catalogue.access import Reader
from catalogue.models import Stamp
from practices.listing import KIND_LABELS
from search.labels import OWN_NAMES, kind_label
from search.request import KINDS
from search.text import LANGUAGES, exact_words, small_words
from vocabulary.names import Labels, labels

# A part of a name may be the part of many; so many are meant at most.
MOST_MEANT = 20
MOST_ALIKE = 8
LONGEST_NAME = 16
SHORTEST_ACRONYM = 3

Words = tuple[str, ...]
# The words of a name → the values that have it.
Names = Mapping[Words, Sequence[str]]


@dataclass(frozen=True)
class Register:
    """The agencies: by each of their names, and by their acronyms."""

    names: Names
    acronyms: Mapping[str, Sequence[AgencyName]]
    full: Mapping[Words, Sequence[AgencyName]]


class _Memory:
    # Replaced whole, so that threads need no lock; good as long as the labels are.
    register: tuple[object, Register] | None = None
    themes: tuple[object, Names] | None = None


def values_named(name: str, text: str, reader: Reader) -> tuple[str, ...]:
    """The values of a facet that people call so; the text itself when none is.

    By slug, acronym or name in any language; else by the beginnings of its words.
    """
    wanted = words_of(text)
    names = _names(name, reader)
    if found := names.get(wanted):
        return tuple(found[:MOST_MEANT])
    return completed(name, text, reader)[:MOST_MEANT] or (text,)


def called(name: str, text: str, reader: Reader) -> tuple[str, ...]:
    """The values that are called exactly so, in any language; small words are none."""
    words = words_of(text)
    values = _names(name, reader).get(words, ())
    # What stands in addresses is no name.
    found = [value for value in values if words in _said(name, value, reader)]
    if set(words) - small_words(LANGUAGES):
        return tuple(found)
    meant = _by_acronym(words, set(text.split()), _register(reader))
    return tuple(agency.slug for agency in meant if agency.slug in found)


def completed(name: str, text: str, reader: Reader) -> tuple[str, ...]:
    """The values with a name in which each of these words begins a word."""
    wanted = words_of(text)
    found = (
        value
        for words, values in _names(name, reader).items()
        if all(any(word.startswith(one) for word in words) for one in wanted)
        for value in values
    )
    return tuple(dict.fromkeys(found))


def same_names(text: str, reader: Reader) -> tuple[str, ...]:
    """For acronyms of agencies their names in full, and the other way round."""
    words = exact_words(text)
    written = set(text.split())
    register = _register(reader)
    found: list[str] = []
    for agency in _by_acronym(words, written, register):
        found += [name for name in agency.names.values() if len(words_of(name)) > 1]
    for agency in _by_name(words, register):
        found += [agency.acronym, *agency.names.values()]
    asked = " ".join(words)
    other = (name for name in found if " ".join(words_of(name)) not in asked)
    return tuple(dict.fromkeys(filter(None, other)))[:MOST_ALIKE]


def words_of(text: str) -> Words:
    """A name as names are compared."""
    return tuple(exact_words(text))


def _said(name: str, value: str, reader: Reader) -> Iterator[Words]:
    """How a person may say the name of an agency or a theme."""
    stamp = reader.stamps.get(Stamp.LABELS, 0)
    if name == "agency":
        agency = agency_names(stamp)[value]
        return map(words_of, (agency.acronym, *agency.names.values()))
    return map(words_of, labels(stamp).themes[value].values())


def _by_acronym(
    words: Sequence[str], written: set[str], register: Register
) -> Iterator[AgencyName]:
    small = small_words(LANGUAGES)
    for word in words:
        for agency in register.acronyms.get(word, ()):
            # "ONE" is an agency, "one" is none.
            is_common = word in small or len(word) < SHORTEST_ACRONYM
            if not is_common or agency.acronym in written:
                yield agency


def _by_name(words: Sequence[str], register: Register) -> Iterator[AgencyName]:
    for start in range(len(words)):
        for end in range(start + 2, min(len(words), start + LONGEST_NAME) + 1):
            yield from register.full.get(tuple(words[start:end]), ())


def _names(name: str, reader: Reader) -> Names:
    if name == "agency":
        return _register(reader).names
    if name == "theme":
        return _themes(labels(reader.stamps.get(Stamp.LABELS, 0)))
    return {"lang": _languages, "kind": _kinds}[name]()


def _register(reader: Reader) -> Register:
    agencies = agency_names(reader.stamps.get(Stamp.LABELS, 0))
    kept = _Memory.register
    if kept is None or kept[0] is not agencies:
        kept = (agencies, _read(agencies.values()))
        _Memory.register = kept
    return kept[1]


def _read(agencies: Iterable[AgencyName]) -> Register:
    names: defaultdict[Words, list[str]] = defaultdict(list)
    acronyms: defaultdict[str, list[AgencyName]] = defaultdict(list)
    full: defaultdict[Words, list[AgencyName]] = defaultdict(list)
    for agency in agencies:
        in_full = {words_of(name) for name in agency.names.values()}
        short = words_of(agency.acronym)
        for words in {*in_full, short, words_of(agency.slug)} - {()}:
            names[words].append(agency.slug)
        if len(short) == 1:
            acronyms[short[0]].append(agency)
        for words in in_full:
            if len(words) > 1:
                full[words].append(agency)
    return Register(dict(names), dict(acronyms), dict(full))


def _themes(words: Labels) -> Names:
    kept = _Memory.themes
    if kept is None or kept[0] is not words:
        pairs = (
            (name, slug)
            for slug, names in words.themes.items()
            for name in (slug, *names.values())
        )
        kept = (words, _by_words(pairs))
        _Memory.themes = kept
    return kept[1]


@lru_cache(maxsize=1)
def _languages() -> Names:
    pairs = [(code, code) for code in OWN_NAMES]
    pairs += [(name, code) for code, name in OWN_NAMES.items()]
    for language in LANGUAGES:
        with override(language):
            pairs += [(str(name), code) for code, name in settings.LANGUAGES]
    return _by_words(pairs)


@lru_cache(maxsize=1)
def _kinds() -> Names:
    pairs = [(kind, kind) for kind in KINDS]
    for language in LANGUAGES:
        with override(language):
            for kind in KINDS:
                label = str(KIND_LABELS.get(kind, kind))
                pairs += [(kind_label(kind), kind), (label, kind)]
    return _by_words(pairs)


def _by_words(pairs: Iterable[tuple[str, str]]) -> Names:
    found: defaultdict[Words, list[str]] = defaultdict(list)
    for name, value in pairs:
        words = words_of(name)
        if words and value not in found[words]:
            found[words].append(value)
    return dict(found)
