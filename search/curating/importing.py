"""Many synonym sets at once: pasted lines, or a file of an export."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from search.curating import checking
from search.curating.keys import key_of
from search.curating.state import FIELDS, State, lines, state_of
from search.forms import clean
from search.models import SynonymSet
from search.text import LANGUAGES

MOST_LINES = 20_000
LARGEST_FILE = 5_000_000
LONGEST_LINE = 25_000
# Wrong lines are told one by one; more of them are counted.
MOST_TOLD = 100
ARROW = re.compile(r"\s*(?:=>|->|→|>)\s*")
BETWEEN = re.compile(r"\s*[=;,\t]\s*")
LANGUAGE = re.compile(rf"({'|'.join(LANGUAGES)}):\s*(.*)", re.DOTALL)
YES = ("1", "true", "yes", "ja", "oui")

Signature = tuple[str, str, frozenset[str], frozenset[str]]


@dataclass(frozen=True)
class Wrong:
    """A line that was not taken in, and why, in a sentence."""

    number: int
    text: str
    reason: str


@dataclass
class Taken:
    """The sets to store, and the lines that are none."""

    states: list[State] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    wrong_count: int = 0


def read(text: str) -> Taken:
    """Read lines or a file of an export; sets that are there already are refused."""
    taken = Taken()
    seen = {signature(state_of(one)) for one in SynonymSet.objects.all()}
    for number, shown, state in _records(text):
        try:
            if number > MOST_LINES:
                text = _("At most %(limit)s lines are read at once.")
                raise ValidationError(text % {"limit": MOST_LINES})
            checked = checking.synonyms(state)
            known = signature(checked)
            if known in seen:
                raise ValidationError(_("This set is there already."))
        except ValidationError as error:
            taken.wrong_count += 1
            if len(taken.wrong) < MOST_TOLD:
                taken.wrong.append(Wrong(number, shown[:80], " ".join(error.messages)))
            if number > MOST_LINES:
                break
            continue
        seen.add(known)
        taken.states.append(checked)
    return taken


def signature(state: State) -> Signature:
    """What makes two sets the same."""
    said, others = (
        frozenset(map(key_of, lines(state[name]))) for name in ("words", "also")
    )
    return state["direction"], state["language"], said, others


def _records(text: str) -> Iterator[tuple[int, str, State]]:
    rows = text.splitlines()
    header = [name.strip().lower() for name in (rows[0] if rows else "").split(",")]
    if {"words", "direction"} <= set(header):
        yield from _exported(text)
        return
    for number, row in enumerate(rows, start=1):
        if row.strip():
            yield number, row, _typed(clean(row[:LONGEST_LINE].replace("\t", ";")))


def _exported(text: str) -> Iterator[tuple[int, str, State]]:
    reader = csv.DictReader(io.StringIO(text))
    number = 1
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, "", _state([], [], "", str(error)[:250])
            return
        values = {(name or "").strip().lower(): row[name] for name in row}
        yield number, str(values.get("words") or ""), _of_row(values)


def _of_row(values: dict[str, object]) -> State:
    told = {name: str(values.get(name) or "") for name in FIELDS["synonymset"]}
    said, others = (
        [clean(one) for one in told[name].splitlines()] for name in ("words", "also")
    )
    state = _state(said, others, told["language"], clean(told["note"])[:255])
    if told["direction"] == SynonymSet.Direction.EQUIVALENT:
        state |= {"direction": told["direction"], "also": ""}
    return {**state, "active": told["active"].lower() in (*YES, "")}


def _typed(row: str) -> State:
    """A line: “fr: a = b = c”, or “a, b > c, d” for one way."""
    match = LANGUAGE.fullmatch(row)
    language, rest = match.groups() if match else ("", row)
    said, *others = ARROW.split(rest, maxsplit=1)
    return _state(_split([said]), _split(others), language)


def _split(texts: Iterable[str]) -> list[str]:
    return [one for text in texts for one in BETWEEN.split(text) if one]


def _state(
    said: Sequence[str], others: Sequence[str], language: str, note: str = ""
) -> State:
    direction = SynonymSet.Direction
    return {
        "direction": direction.ONE_WAY.value if others else direction.EQUIVALENT.value,
        "words": "\n".join(said),
        "also": "\n".join(others),
        "language": language if language in LANGUAGES else "",
        "active": True,
        "note": note,
    }
