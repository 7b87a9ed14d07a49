"""What is kept by hand as plain data: for the history, for undoing, for previews."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models

from search.models import Pinned, PinnedQuery, StopPhrase, SynonymSet

State = dict[str, Any]

MODELS: dict[str, type[models.Model]] = {
    "synonymset": SynonymSet,
    "pinnedquery": PinnedQuery,
    "stopphrase": StopPhrase,
}
FIELDS = {
    "synonymset": ("direction", "words", "also", "language", "active", "note"),
    "pinnedquery": ("queries", "language", "until", "active", "note"),
    "stopphrase": ("phrase", "language", "active"),
}


def kind_of(kept: models.Model) -> str:
    """Under which name the history knows it."""
    return str(kept._meta.model_name)


def lines(text: str) -> list[str]:
    """The words or queries of a field with one a line."""
    return [
        line for line in (" ".join(one.split()) for one in text.split("\n")) if line
    ]


def state_of(kept: models.Model) -> State:
    """All that can be said of it, pinned entries in their order."""
    state: State = {name: getattr(kept, name) for name in FIELDS[kind_of(kept)]}
    if until := state.get("until"):
        state["until"] = until.isoformat()
    if isinstance(kept, PinnedQuery):
        rows = sorted(kept.entries.all(), key=lambda one: (one.sort_order, one.pk))
        state["entries"] = [{"key": row.key, "effect": row.effect} for row in rows]
    return state


def day_of(state: State) -> datetime.date | None:
    """Until when it holds."""
    until = state.get("until")
    return datetime.date.fromisoformat(until) if until else None


def put_back(kind: str, number: int | None, state: State) -> models.Model:
    """Make what is stored the same as this state, under the same number; None: new."""
    fields = {name: state[name] for name in FIELDS[kind]}
    if "until" in fields:
        fields["until"] = day_of(state)
    model = MODELS[kind]
    kept = model._default_manager.filter(pk=number).first() or model(pk=number)
    for name, value in fields.items():
        setattr(kept, name, value)
    kept.save()
    if isinstance(kept, PinnedQuery):
        Pinned.objects.filter(rule=kept).delete()
        Pinned.objects.bulk_create(
            Pinned(rule=kept, sort_order=order, **entry)
            for order, entry in enumerate(state["entries"])
        )
    return kept
