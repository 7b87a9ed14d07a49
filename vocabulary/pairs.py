"""All pairs of tags that may be one: found by what they share, never all with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import snowballstemmer
from django.db import models
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from catalogue.models import Stamp
from vocabulary.folding import fold, loosen, words
from vocabulary.models import DistinctTags, Tag
from vocabulary.querysets import known_rows, references

STEMMERS = {
    "en": snowballstemmer.stemmer("english"),
    "fr": snowballstemmer.stemmer("french"),
    "nl": snowballstemmer.stemmer("dutch"),
    "de": snowballstemmer.stemmer("german"),
}
# A word of no known language is not stemmed; a name without labels is, in all four.
UNKNOWN = "und"
# In shorter words one other letter makes another word.
SHORTEST_MISTYPED = 6
# Of more tags that share something each is compared with the first alone.
ALL_WITH_ALL = 8
# Words whose keys are kept: only what was changed is stemmed again.
WORDS_KEPT = 100_000


class Likeness(models.TextChoices):
    """Why two tags may be one, the surest first."""

    SPELLING = "spelling", _("Written almost the same")
    SYNONYM = "synonym", _("One is a synonym of the other")
    LABEL = "label", _("The same name or label")
    FORM = "form", _("Forms of the same word")
    LETTER = "letter", _("One letter differs")


@dataclass(frozen=True)
class Pair:
    """Two tags that may be one; `tag` is less used and would become `into`."""

    tag: Tag
    into: Tag
    likeness: Likeness
    uses: int = 0
    into_uses: int = 0

    @property
    def key(self) -> str:
        """How forms name it."""
        return f"{self.tag.pk}:{self.into.pk}"


@dataclass(frozen=True)
class Word:
    """One word of a tag: its name, a label (with its language) or a synonym."""

    text: str
    source: str
    language: str = ""


class _Memory:
    # (number of the stamp, pairs): replaced whole, so threads need no lock.
    kept: tuple[int, list[Pair]] | None = None


def likely_pairs(reader: Any = None) -> list[Pair]:
    """The pairs that nobody has decided on, the surest and most used first.

    Uses are counted of which the reader may know.
    """
    found = _undecided()
    uses = uses_by_tag(reader) if found else {}
    directed = [_directed(pair, uses) for pair in found]
    order = list(Likeness)
    directed.sort(
        key=lambda pair: (
            order.index(pair.likeness),
            -pair.uses - pair.into_uses,
            pair.tag.name.casefold(),
        )
    )
    return directed


def count_pairs() -> int:
    """How many pairs wait for a decision: few queries when nothing has changed."""
    return len(_undecided())


def forget() -> None:
    """Drop what this process remembers (for tests)."""
    _Memory.kept = None


def uses_by_tag(reader: Any = None) -> dict[int, int]:
    """How many pages and people carry each tag: one query for each table."""
    total: dict[int, int] = defaultdict(int)
    for reference in references(Tag):
        name = reference.name
        rows = known_rows(reference.model, reader).values(name)
        for number, uses in rows.annotate(uses=Count("pk")).values_list(name, "uses"):
            total[number] += uses
    return total


def find_pairs(tags: Iterable[Tag]) -> list[Pair]:
    """Pairs among these tags, each once with its surest likeness."""
    by_pk = {tag.pk: tag for tag in tags}
    order = list(Likeness)
    found: dict[tuple[int, int], Likeness] = {}
    for likeness, one, other in _Blocks(by_pk.values()).pairs():
        pair = (one, other) if one < other else (other, one)
        found[pair] = min(found.get(pair, likeness), likeness, key=order.index)
    return [
        Pair(by_pk[other], by_pk[one], likeness)
        for (one, other), likeness in found.items()
    ]


def _undecided() -> list[Pair]:
    found = _remembered()
    if not found:
        return []
    apart = set(DistinctTags.objects.values_list("one", "other"))
    found = [pair for pair in found if _numbers(pair) not in apart]
    # A proposal may be carried by confidential pages alone.
    tags = {tag.pk: tag for pair in found for tag in (pair.tag, pair.into)}
    proposed = {pk for pk, tag in tags.items() if not tag.is_accepted}
    if proposed:
        rows = Tag.objects.filter(pk__in=proposed).spoken_of()
        proposed -= set(rows.values_list("pk", flat=True))
    return [pair for pair in found if not proposed & {pair.tag.pk, pair.into.pk}]


def _remembered() -> list[Pair]:
    stamp = Stamp.objects.filter(name=Stamp.LABELS).values_list("number", flat=True)
    number = stamp.first() or 0
    kept = _Memory.kept
    if kept is None or kept[0] != number:
        tags = Tag.objects.filter(merged_into=None).order_by("pk")
        kept = (number, find_pairs(tags))
        _Memory.kept = kept
    return kept[1]


def _directed(pair: Pair, uses: Mapping[int, int]) -> Pair:
    """The tag that is kept, used more or older takes the other one in."""
    one, other = sorted(
        (pair.tag, pair.into),
        key=lambda tag: (tag.is_accepted, uses.get(tag.pk, 0), -tag.pk),
    )
    counts = (uses.get(one.pk, 0), uses.get(other.pk, 0))
    return Pair(one, other, pair.likeness, *counts)


def _numbers(pair: Pair) -> tuple[int, int]:
    first, second = sorted((pair.tag.pk, pair.into.pk))
    return first, second


def _words(tag: Tag) -> Iterator[Word]:
    labels = tag.labels
    yield Word(tag.name, "name", "" if not labels else UNKNOWN)
    for language, label in tag.labels.items():
        yield Word(label, "label", language)
    for synonym in tag.synonym_list:
        yield Word(synonym, "synonym", UNKNOWN)


class _Blocks:
    """Tags by what their words share; what stands alone in a block meets nobody."""

    def __init__(self, tags: Iterable[Tag]) -> None:
        self.folded: defaultdict[str, dict[int, Word]] = defaultdict(dict)
        self.forms: defaultdict[Any, dict[int, None]] = defaultdict(dict)
        self.slips: defaultdict[str, dict[tuple[int, str], None]] = defaultdict(dict)
        for tag in tags:
            for word in _words(tag):
                self._add(tag.pk, word)

    def _add(self, number: int, word: Word) -> None:
        plain, forms = _keys(word)
        if not plain:
            return
        self.folded[plain].setdefault(number, word)
        for form in forms:
            self.forms[form][number] = None
        if len(plain) >= SHORTEST_MISTYPED and word.source != "synonym":
            for slip in _slips(plain):
                self.slips[slip][number, plain] = None

    def pairs(self) -> Iterator[tuple[Likeness, int, int]]:
        """Whatever meets in a block; the same pair may meet in several."""
        for block in self.folded.values():
            for one, other in _combined(list(block)):
                yield _same(block[one], block[other]), one, other
        for same_form in self.forms.values():
            for one, other in _combined(list(same_form)):
                yield Likeness.FORM, one, other
        for near in self.slips.values():
            for (one, left), (other, right) in _combined(list(near)):
                if one != other and one_letter_differs(left, right):
                    yield Likeness.LETTER, one, other


def _same(one: Word, other: Word) -> Likeness:
    """Two words that fold to the same: which kinds of words they are."""
    if "synonym" in (one.source, other.source):
        return Likeness.SYNONYM
    labels = "label" in (one.source, other.source)
    alike = one.text.casefold() == other.text.casefold()
    return Likeness.LABEL if labels and alike else Likeness.SPELLING


def _combined(block: list[Any]) -> Iterator[tuple[Any, Any]]:
    """All with all in small blocks; in large ones each with the first."""
    small = len(block) <= ALL_WITH_ALL
    for place, one in enumerate(block if small else block[:1]):
        for other in block[place + 1 :]:
            yield one, other


@lru_cache(maxsize=WORDS_KEPT)
def _keys(word: Word) -> tuple[str, frozenset[Any]]:
    """One form for its spellings, and what its forms have in common: plurals, stems."""
    languages = (word.language,) if word.language else tuple(STEMMERS)
    parts = words(word.text)
    stems = {
        (language, *map(STEMMERS[language].stemWord, parts))
        for language in languages
        if language in STEMMERS
    }
    return fold(word.text), frozenset({loosen(word.text), *stems})


def _slips(word: str) -> Iterator[str]:
    """The word without each of its letters: one mistake away these meet."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def one_letter_differs(one: str, other: str) -> bool:
    """Whether one letter is more, less, another or swapped with the next.

    Digits count as they stand: "article 5" is no slip of "article 6".
    """
    if one == other or _digits(one) != _digits(other):
        return False
    if len(one) > len(other):
        one, other = other, one
    start = 0
    while start < len(one) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    if len(one) < len(other):
        return left == right[1:]
    swapped = right[1::-1] + right[2:]
    return left[1:] == right[1:] or left == swapped


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))
