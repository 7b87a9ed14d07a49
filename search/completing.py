"""Completing a condition while it is typed: "agency:of" → the agencies that fit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.urls import reverse

from catalogue.access import Reader
from catalogue.models import Entry
from search.addresses import query_string
from search.labels import condition_label, describers
from search.naming import completed, words_of
from search.query_language import AUTHOR, NAMES, QUOTES, Part, write
from search.request import SearchRequest

LIMIT = 8
# Of very many names that fit, so many are looked at.
LOOKED_AT = 200
TYPED = re.compile(
    rf'(?:^|\s)(?P<name>{"|".join(NAMES)}):(?:"(?P<quoted>[^"]*)|(?P<bare>[^\s"]*))$',
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Completion:
    """One value that completes a condition: its label, and the search with it."""

    label: str
    language: str
    url: str


@dataclass(frozen=True)
class Completions:
    """The values that complete a condition, under the name of what it asks for."""

    heading: str
    values: tuple[Completion, ...] = ()


def completions(q: str, reader: Reader) -> Completions | None:
    """What completes the condition at the end of this text; None when there is none.

    At most one query.
    """
    typed = TYPED.search(q.translate(QUOTES))
    if typed is None:
        return None
    name = typed["name"].lower()
    text = typed["quoted"] or typed["bare"] or ""
    rest = q[: typed.start()].strip()
    if name == AUTHOR:
        values = _people(rest, text, reader)
    else:
        values = _values(rest, name, text, reader)
    return Completions(condition_label(name), values)


def _values(rest: str, name: str, text: str, reader: Reader) -> tuple[Completion, ...]:
    describe = describers(reader)[name]
    found = list(completed(name, text, reader))[:LOOKED_AT]
    if name == "agency":
        found = _with_entries(found, reader)
    if name == "kind" and not reader.is_agent:
        # For everybody else there are no people on the hub.
        found = [kind for kind in found if kind != Entry.Kind.PERSON]
    labels = sorted(map(describe, found), key=lambda label: label.text.casefold())
    return tuple(
        Completion(one.text, one.lang, _address(rest, name, one.slug))
        for one in labels[:LIMIT]
    )


def _with_entries(agencies: list[str], reader: Reader) -> list[str]:
    """Only agencies of which this reader may read something."""
    readable = Entry.objects.readable_by(reader).filter(agency__in=agencies)
    return list(readable.order_by().values_list("agency", flat=True).distinct())


def _people(rest: str, text: str, reader: Reader) -> tuple[Completion, ...]:
    """People by name, for those who may see people."""
    wanted = words_of(text)
    if not wanted or not reader.is_agent:
        return ()
    people = Entry.objects.readable_by(reader).of_kind(Entry.Kind.PERSON)
    names = people.order_by("title", "pk").values_list("title", flat=True)
    found = (
        name
        for name in dict.fromkeys(names)
        if all(any(w.startswith(one) for w in words_of(name)) for one in wanted)
    )
    written = ((name, write([Part(AUTHOR, name)])) for name in found)
    return tuple(
        Completion(name, "", _search(SearchRequest(q=f"{rest} {condition}".strip())))
        for name, condition in list(written)[:LIMIT]
    )


def _address(rest: str, name: str, value: str) -> str:
    if name == "kind":
        return _search(SearchRequest(q=rest, kinds=(value,)))
    return _search(SearchRequest(q=rest, facets={name: (value,)}))


def _search(request: SearchRequest) -> str:
    return reverse("search:results") + query_string(request)
