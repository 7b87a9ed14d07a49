"""Keeping what is said about queries: every change is noted, and can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from catalogue.access import move_stamp
from catalogue.models import Stamp
from search.curating import checking
from search.curating.keys import key_of
from search.curating.state import (
    MODELS,
    State,
    lines,
    put_back,
    state_of,
)
from search.models import Curated, Pinned, PinnedQuery, SynonymSet

# A change of many sets at once, as an import makes it.
MANY = "synonymsets"
LIMITS = {
    "synonymset": checking.MOST_SETS,
    "pinnedquery": checking.MOST_RULES,
    "stopphrase": checking.MOST_STOP_PHRASES,
}
AT_ONCE = 500


class Refused(ValidationError):
    """Why something cannot be done, in a sentence."""


@transaction.atomic
def keep(kind: str, number: int | None, state: State, by: Any) -> models.Model:
    """Store something new, or what something became; raise ValidationError."""
    before = _locked(kind, number)
    if before is None:
        checking.room(MODELS[kind]._default_manager.count(), LIMITS[kind])
    kept = put_back(kind, number, state)
    after = state_of(kept)
    if after != before:
        _note(kind, kept.pk, str(kept), before, after, by)
    return kept


@transaction.atomic
def drop(kind: str, number: int, by: Any) -> None:
    """Take something away."""
    before = _locked(kind, number)
    if before is None:
        return
    kept = MODELS[kind]._default_manager.get(pk=number)
    label = str(kept)
    kept.delete()
    _note(kind, number, label, before, None, by)


def add_synonyms(
    words: Iterable[str], also: Iterable[str] = (), language: str = "", by: Any = None
) -> SynonymSet:
    """A new set; with also, one way. Raise ValidationError with sentences."""
    found = list(also)
    direction = SynonymSet.Direction
    state = checking.synonyms(
        {
            "direction": direction.ONE_WAY if found else direction.EQUIVALENT,
            "words": "\n".join(words),
            "also": "\n".join(found),
            "language": language,
            "active": True,
            "note": "",
        }
    )
    return SynonymSet.objects.get(pk=keep("synonymset", None, state, by).pk)


@transaction.atomic
def pin(query: str, key: str, by: Any = None, language: str = "") -> PinnedQuery:
    """Let an entry stand first for a query, after those that do already."""
    entry = {"key": key, "effect": Pinned.Effect.FIRST.value}
    rule = arranged_already(key_of(query), language)
    if rule is None:
        state: State = {
            "queries": query,
            "language": language,
            "until": None,
            "active": True,
            "note": "",
            "entries": [entry],
        }
    else:
        state = {**state_of(rule), "active": True}
        others = [one for one in state["entries"] if one["key"] != key]
        state["entries"] = [*others, entry]
    number = rule.pk if rule else None
    kept = keep("pinnedquery", number, checking.pinned(state), by)
    pinned: PinnedQuery = PinnedQuery.objects.get(pk=kept.pk)
    return pinned


def arranged_already(
    key: str, language: str, but: int | None = None
) -> PinnedQuery | None:
    """What is arranged for a query in a language already: one query."""
    rules = PinnedQuery.objects.filter(language=language).exclude(pk=but)
    rows = rules.order_by("pk").prefetch_related("entries")
    found: Iterator[PinnedQuery] = (
        rule for rule in rows if key in map(key_of, lines(rule.queries))
    )
    return next(found, None)


@transaction.atomic
def take_in(states: Sequence[State], by: Any) -> int:
    """Store many new synonym sets as one change; return how many."""
    checking.room(SynonymSet.objects.count() + len(states) - 1, checking.MOST_SETS)
    sets = SynonymSet.objects.bulk_create(
        [SynonymSet(**state) for state in states], batch_size=AT_ONCE
    )
    if sets:
        after = {str(each.pk): state_of(each) for each in sets}
        _note(MANY, 0, f"{sets[0]} …", None, after, by)
        move_stamp(Stamp.SEARCH)
    return len(sets)


@transaction.atomic
def undo(number: int, by: Any) -> Curated:
    """Put back what a change changed; Refused when a later one stands in the way."""
    change = Curated.objects.select_for_update().get(pk=number)
    if Curated.objects.filter(undoes=change).exists():
        raise Refused(_("This change was undone already."))
    if _present(change) != change.after:
        raise Refused(
            _("“%(name)s” was changed once more since then: undo that change first.")
            % {"name": change.label}
        )
    try:
        with transaction.atomic():
            _restore(change)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise Refused(
            _("“%(name)s” cannot come back: there is another one like it.")
            % {"name": change.label}
        ) from error
    return _note(
        change.kind,
        change.number,
        change.label,
        change.after,
        change.before,
        by,
        change,
    )


def _restore(change: Curated) -> None:
    before = change.before
    if change.kind == MANY:
        numbers = [int(number) for number in change.after or ()]
        SynonymSet.objects.filter(pk__in=numbers).delete()
        for number, state in (before or {}).items():
            put_back("synonymset", int(number), state)
        move_stamp(Stamp.SEARCH)
    elif before is None:
        MODELS[change.kind]._default_manager.filter(pk=change.number).delete()
        move_stamp(Stamp.SEARCH)
    else:
        if change.after is None:
            count = MODELS[change.kind]._default_manager.count()
            checking.room(count, LIMITS[change.kind])
        put_back(change.kind, change.number, before)


def _present(change: Curated) -> Any:
    """What there is now of what a change was about."""
    if change.kind != MANY:
        return _locked(change.kind, change.number)
    numbers = [int(number) for number in change.after or change.before or ()]
    sets = SynonymSet.objects.select_for_update().in_bulk(numbers)
    return {str(pk): state_of(each) for pk, each in sorted(sets.items())} or None


def _locked(kind: str, number: int | None) -> State | None:
    if number is None:
        return None
    found = MODELS[kind]._default_manager.select_for_update().filter(pk=number).first()
    return None if found is None else state_of(found)


def _note(
    kind: str,
    number: int,
    label: str,
    before: Any,
    after: Any,
    by: Any,
    undoes: Curated | None = None,
) -> Curated:
    return Curated.objects.create(
        kind=kind,
        number=number,
        label=label[:255],
        before=before,
        after=after,
        by=by,
        undoes=undoes,
    )
