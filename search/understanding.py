"""From what was typed to what is asked: conditions become filters, names are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils import timezone

from catalogue.access import Reader
from catalogue.models import Entry, FacetValue, Stamp
from search.curating.curation import Curation, curation_for
from search.curating.expanding import curated
from search.naming import same_names, values_named, words_of
from search.query_language import AUTHOR, FILTERS, parse, without_filters
from search.request import MAX_VALUES, SearchRequest
from vocabulary.names import labels
from vocabulary.redirects import TAG

# Of very many people of one name not all are looked up.
MOST_PEOPLE = 50

Pairs = tuple[tuple[str, str], ...]


def understand(
    request: SearchRequest, reader: Reader, curation: Curation | None = None
) -> SearchRequest:
    """The same search with its conditions read; two queries where a name is asked.

    agency:, theme:, lang: and kind: become filters of the page and leave the words.
    curation: what is said about queries, unless it is what is in use.
    """
    parsed = parse(request.q)
    facets, kinds = dict(request.facets), request.kinds
    if TAG in facets:
        known = labels(reader.stamps.get(Stamp.LABELS, 0))
        facets[TAG] = known.current_tags(facets[TAG])
    room = MAX_VALUES - len(kinds) - sum(map(len, facets.values()))
    for part in parsed.parts:
        if part.name not in FILTERS:
            continue
        values = values_named(part.name, part.value, reader)[: max(room, 1)]
        room -= len(values)
        if part.name == "kind":
            kinds = tuple(dict.fromkeys([*kinds, *values]))
        else:
            chosen = [*facets.get(part.name, ()), *values]
            facets[part.name] = tuple(dict.fromkeys(chosen))
    authors = parsed.values(AUTHOR)
    has_filters = any(parsed.values(name) for name in FILTERS)
    understood = replace(
        request,
        q=without_filters(request.q) if has_filters else request.q,
        facets=facets,
        kinds=kinds,
        also=same_names(parsed.plain, reader),
        written_by=_written_by(authors, reader) if authors else None,
    )
    in_use = curation_for(reader) if curation is None else curation
    return curated(understood, in_use, timezone.localdate())


def _written_by(names: Iterable[str], reader: Reader) -> Pairs:
    """What an entry carries that one of these people wrote or keeps.

    Contacts are public. Who keeps a page is for those who may see the person.
    """
    wanted = [words for name in names if (words := words_of(name))]
    if not wanted:
        return ()
    contacts = FacetValue.objects.filter(facet=AUTHOR).values_list("value", flat=True)
    found = [(AUTHOR, name) for name in contacts.order_by("pk") if _is(name, wanted)]
    if reader.is_agent:
        people = Entry.objects.readable_by(reader).of_kind(Entry.Kind.PERSON)
        rows = people.order_by("pk").values_list("key", "title")
        keys = [key for key, title in rows if _is(title, wanted)][:MOST_PEOPLE]
        found += [("owner", key.rpartition(":")[2]) for key in keys]
    return tuple(found)


def _is(name: str, wanted: Iterable[tuple[str, ...]]) -> bool:
    """Whether all words of one of the wanted names begin words of this one."""
    words = words_of(name)
    return any(
        all(any(word.startswith(one) for word in words) for one in asked)
        for asked in wanted
    )
