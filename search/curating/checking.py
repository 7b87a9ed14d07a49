"""What may be kept by hand: the same limits and sentences for forms and imports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.curating.curation import compared
from search.curating.expanding import MOST_PINNED
from search.curating.keys import key_of
from search.curating.state import State, lines
from search.models import SynonymSet

LONGEST_PHRASE = 100
MOST_WORDS_OF_PHRASE = 8
MOST_PHRASES = 200
MOST_SETS = 20_000
MOST_QUERIES = 50
LONGEST_QUERY = 200
MOST_RULES = 2_000
MOST_STOP_PHRASES = 2_000


def synonyms(state: State) -> State:
    """The same set with tidy lines; raise what is wrong with it."""
    said, others = lines(state["words"]), lines(state["also"])
    one_way = state["direction"] == SynonymSet.Direction.ONE_WAY
    if not one_way:
        others = []
    problems = [*_phrases([*said, *others]), *_of_set(said, others, one_way)]
    if problems:
        raise ValidationError(problems)
    return {**state, "words": "\n".join(said), "also": "\n".join(others)}


def stop_phrase(state: State) -> State:
    """The same phrase, tidy; raise what is wrong with it."""
    phrase = " ".join(state["phrase"].split())
    if problems := list(_phrases([phrase])):
        raise ValidationError(problems)
    return {**state, "phrase": phrase}


def pinned(state: State) -> State:
    """The same arrangement with tidy lines; raise what is wrong with it."""
    queries = lines(state["queries"])
    keys = [entry["key"] for entry in state["entries"]]
    problems = [*_queries(queries), *_entries(keys)]
    if problems:
        raise ValidationError(problems)
    return {**state, "queries": "\n".join(queries)}


def room(have: int, limit: int) -> None:
    """Refuse one more of what there are that many already."""
    if have >= limit:
        text = _("There are %(limit)s of them already: take one away first.")
        raise ValidationError(text % {"limit": limit})


def _phrases(phrases: Sequence[str]) -> Iterable[str]:
    for phrase in phrases:
        if len(phrase) > LONGEST_PHRASE:
            text = _("“%(phrase)s…” is too long: at most %(limit)s characters.")
            yield text % {"phrase": phrase[:30], "limit": LONGEST_PHRASE}
        elif not key_of(phrase):
            yield _("“%(phrase)s” has no letter and no digit.") % {"phrase": phrase}
        elif len(compared(phrase)) > MOST_WORDS_OF_PHRASE:
            text = _("“%(phrase)s” has too many words: at most %(limit)s.")
            yield text % {"phrase": phrase, "limit": MOST_WORDS_OF_PHRASE}


def _of_set(said: list[str], others: list[str], one_way: bool) -> Iterable[str]:
    if len(said) + len(others) > MOST_PHRASES:
        text = _("A set has at most %(limit)s words and phrases; this one has %(n)s.")
        yield text % {"limit": MOST_PHRASES, "n": len(said) + len(others)}
        return
    if one_way and not (said and others):
        yield _("One way needs a word that people type and one that it also finds.")
    elif not one_way and len(said) < 2:
        yield _("One word alone has no synonym: write at least two, one a line.")
    yield from _twice([*said, *others])


def _queries(queries: list[str]) -> Iterable[str]:
    if not queries:
        yield _("Write at least one query, one a line.")
    if len(queries) > MOST_QUERIES:
        text = ngettext(
            "At most %(limit)s query stands here.",
            "At most %(limit)s queries stand here.",
            MOST_QUERIES,
        )
        yield text % {"limit": MOST_QUERIES}
        return
    for query in queries:
        if len(query) > LONGEST_QUERY:
            text = _("“%(phrase)s…” is too long: at most %(limit)s characters.")
            yield text % {"phrase": query[:30], "limit": LONGEST_QUERY}
        elif not key_of(query):
            yield _("“%(phrase)s” has no letter and no digit.") % {"phrase": query}
    yield from _twice(queries)


def _entries(keys: list[str]) -> Iterable[str]:
    if not keys:
        yield _("Say which pages stand first or are left out.")
    if len(keys) > MOST_PINNED:
        text = ngettext(
            "At most %(limit)s page stands here.",
            "At most %(limit)s pages stand here.",
            MOST_PINNED,
        )
        yield text % {"limit": MOST_PINNED}
    if len(set(keys)) < len(keys):
        yield _("A page stands here twice.")


def _twice(texts: Sequence[str]) -> Iterable[str]:
    seen: set[str] = set()
    for text in texts:
        key = key_of(text)
        if key and key in seen:
            yield _("“%(phrase)s” stands here twice.") % {"phrase": text}
        seen.add(key)
