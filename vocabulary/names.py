"""The labels of themes, tags and professions, kept in the memory of the process.

They are read again when the stamp moves that every change of a label moves, so a page
of results costs no query for its labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, F, IntegerField, Value

from catalogue.memory import Remembered
from vocabulary.labels import LANGUAGES, pick
from vocabulary.models import Profession, Tag, Theme

# A transaction that moved the stamp and was undone leaves labels stale this long.
MAX_AGE_SECONDS = 30.0

Labels4 = dict[str, str]


@dataclass(frozen=True)
class Labels:
    """Every label by slug and language; a label of no known language has the key "".

    parents: slug of a theme → slug of its broader theme, "" at the top. theme_order:
    slugs of themes, each after its broader theme. accepted: slugs of tags that readers
    may filter by. current: slug of a merged tag → slug of the tag that took its place.
    """

    themes: dict[str, Labels4] = field(default_factory=dict)
    tags: dict[str, Labels4] = field(default_factory=dict)
    professions: dict[str, Labels4] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    theme_order: tuple[str, ...] = ()
    accepted: frozenset[str] = frozenset()
    current: dict[str, str] = field(default_factory=dict)

    def current_tags(self, slugs: Iterable[str]) -> tuple[str, ...]:
        """The tags that stand for these now, each once."""
        return tuple(dict.fromkeys(self.current.get(slug, slug) for slug in slugs))


@dataclass(frozen=True)
class Label:
    """A word of the vocabulary or a name, with the language it is in."""

    slug: str
    text: str
    lang: str


def labels(stamp: int) -> Labels:
    """All labels as of this number of the stamp: one query when it has moved."""
    return _labels.at(stamp)


def label_of(slug: str, words: Mapping[str, Labels4]) -> Label:
    """The word for a slug in the reader's language, else in the next one."""
    text, lang = pick(words.get(slug, {}))
    return Label(slug, text or slug, lang if text else "")


def forget() -> None:
    """Drop what this process remembers (for tests)."""
    _labels.forget()


def _read() -> Labels:
    rows = list(
        _rows(Theme, "theme", other=F("parent__slug"), position=F("position")).union(
            _rows(Tag, "tag", name=F("name"), state=F("state"), other=_into()),
            _rows(Profession, "profession"),
            all=True,
        )
    )
    return _assemble(rows)


def _into() -> F:
    return F("merged_into__slug")


def _rows(model: Any, kind: str, **columns: Any) -> Any:
    """One SELECT of the union; what a model does not have is empty."""
    empty = Value("", output_field=CharField())
    return (
        model.objects.order_by()
        .annotate(
            kind_=Value(kind, output_field=CharField()),
            name_=columns.get("name", empty),
            other_=columns.get("other", empty),
            state_=columns.get("state", empty),
            position_=columns.get("position", Value(0, output_field=IntegerField())),
        )
        .values_list(
            "kind_",
            "slug",
            "name_",
            "other_",
            "state_",
            "position_",
            *(f"label_{code}" for code in LANGUAGES),
        )
    )


def _assemble(rows: list[tuple[Any, ...]]) -> Labels:
    by_kind: dict[str, dict[str, Labels4]] = {"theme": {}, "tag": {}, "profession": {}}
    parents: dict[str, str] = {}
    positions: dict[str, tuple[int, str]] = {}
    merged: dict[str, str] = {}
    accepted: set[str] = set()
    for kind, slug, name, other, state, position, *texts in rows:
        found = {
            code: text for code, text in zip(LANGUAGES, texts, strict=True) if text
        }
        by_kind[kind][slug] = found or {"": name or slug}
        if kind == "theme":
            parents[slug] = other or ""
            positions[slug] = (position, slug)
        elif kind == "tag" and other:
            merged[slug] = other
        elif kind == "tag" and state == Tag.State.ACCEPTED:
            accepted.add(slug)
    return Labels(
        themes=by_kind["theme"],
        tags=by_kind["tag"],
        professions=by_kind["profession"],
        parents=parents,
        theme_order=_walk(parents, positions),
        accepted=frozenset(accepted),
        current={slug: _end(slug, merged) for slug in merged},
    )


def _walk(
    parents: dict[str, str], positions: dict[str, tuple[int, str]]
) -> tuple[str, ...]:
    """The themes from the top down, sisters by their position."""
    narrower: dict[str, list[str]] = {}
    for slug in sorted(parents, key=positions.__getitem__):
        narrower.setdefault(parents[slug], []).append(slug)
    order: list[str] = []
    waiting = list(reversed(narrower.get("", [])))
    while waiting:
        slug = waiting.pop()
        order.append(slug)
        waiting.extend(reversed(narrower.get(slug, [])))
    return tuple(order)


def _end(slug: str, merged: dict[str, str]) -> str:
    seen = {slug}
    while slug in merged and merged[slug] not in seen:
        slug = merged[slug]
        seen.add(slug)
    return slug


_labels = Remembered(_read, MAX_AGE_SECONDS)
