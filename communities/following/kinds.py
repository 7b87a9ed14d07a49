"""What can be followed: its name and address, as far as a reader may know of it.

A key is "<kind>:<what>". Each kind has one function here or in a package above, which
registers its own when the hub starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from catalogue.access import Reader


@dataclass(frozen=True)
class Followed:
    """Something that is followed, for one reader: what it is called and where it is.

    lang: of the title, "" if it is the interface's.
    """

    key: str
    title: str
    url: str
    lang: str = ""


# What of a kind this person may know of, by the part of the key after the colon.
Describe = Callable[[Sequence[str], Any, Reader], Mapping[str, Followed]]


# Marks of what is new in one thing for this person; None where nobody can tell now.
Fresh = Callable[[str, Any, Reader], Sequence[str] | None]


@dataclass(frozen=True)
class Kind:
    """A kind of things that are followed.

    fresh: of things that are asked now and then what is new in them.
    """

    name: str
    label: str | Promise
    icon: str
    describe: Describe
    fresh: Fresh | None = None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let things of this kind be followed."""
    _kinds[kind.name] = kind


def all_kinds() -> Sequence[Kind]:
    """All kinds, in the order in which they were registered."""
    return list(_kinds.values())


def kind_of(key: str) -> Kind | None:
    """The kind of a key; None where there is none of that name."""
    return _kinds.get(key.partition(":")[0])


def described(keys: Iterable[str], user: Any, reader: Reader) -> dict[str, Followed]:
    """Those of the keys that this person may know of; a few queries for each kind."""
    by_kind: dict[str, list[str]] = {}
    for key in keys:
        name, _colon, what = key.partition(":")
        if name in _kinds and what:
            by_kind.setdefault(name, []).append(what)
    found: dict[str, Followed] = {}
    for name, parts in by_kind.items():
        known = _kinds[name].describe(list(dict.fromkeys(parts)), user, reader)
        found.update((each.key, each) for each in known.values())
    return found
