"""What changed, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from search.curating.services import MANY
from search.curating.state import lines
from search.models import Curated, Pinned, SynonymSet

KINDS = {
    "synonymset": gettext_lazy("Synonyms"),
    MANY: gettext_lazy("Synonyms, imported"),
    "pinnedquery": gettext_lazy("Pinned results"),
    "stopphrase": gettext_lazy("Phrase without meaning"),
}
NAMES = {
    "direction": gettext_lazy("direction"),
    "words": gettext_lazy("words"),
    "also": gettext_lazy("also find"),
    "language": gettext_lazy("language"),
    "active": gettext_lazy("in use"),
    "note": gettext_lazy("note"),
    "queries": gettext_lazy("queries"),
    "until": gettext_lazy("until"),
    "entries": gettext_lazy("pages"),
    "phrase": gettext_lazy("phrase"),
}
IN_LINES = ("words", "also", "queries")


def action_of(change: Curated) -> str:
    """Added, changed or taken away; or which change was undone."""
    if change.undoes_id:
        return _("Undone")
    if change.before is None:
        return _("Added")
    return _("Taken away") if change.after is None else _("Changed")


def sentences(change: Curated, titles: Mapping[str, str]) -> list[str]:
    """What is different, a line for each field.

    titles: of entries by their keys; an entry without one is named by its key.
    """
    before, after = change.before or {}, change.after or {}
    if change.kind == MANY:
        count = len(before or after)
        text = ngettext("%(n)s set", "%(n)s sets", count)
        return [text % {"n": count}]
    names = [name for name in NAMES if before.get(name) != after.get(name)]
    return [
        f"{NAMES[name]}: {text}"
        for name in names
        if (text := _difference(name, before, after, titles))
    ]


def keys_of(change: Curated) -> set[str]:
    """The keys of all entries that a change is about."""
    if change.kind != "pinnedquery":
        return set()
    states = [state for state in (change.before, change.after) if state]
    return {entry["key"] for state in states for entry in state["entries"]}


def _difference(
    name: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    titles: Mapping[str, str],
) -> str:
    old, new = (_told(name, state.get(name), titles) for state in (before, after))
    if not before or not after or not (name in IN_LINES or name == "entries"):
        return " → ".join(", ".join(one) for one in (old, new) if one)
    signs = [*_signed("−", old, new), *_signed("+", new, old)]
    return ", ".join(signs) or _("another order")


def _signed(sign: str, these: list[str], those: list[str]) -> Iterable[str]:
    return (f"{sign} {one}" for one in these if one not in those)


def _told(name: str, value: Any, titles: Mapping[str, str]) -> list[str]:
    if value in (None, "", []):
        return []
    if name in IN_LINES:
        return lines(value)
    if name == "entries":
        labels = dict(Pinned.Effect.choices)
        return [
            f"{labels.get(one['effect'], '')}: {titles.get(one['key'], one['key'])}"
            for one in value
        ]
    if name == "active":
        return [_("yes") if value else _("no")]
    if name == "direction":
        return [str(dict(SynonymSet.Direction.choices).get(value, value))]
    if name == "language":
        return [str(dict(settings.LANGUAGES).get(value, value))]
    return [str(value)]
