"""From Elasticsearch's answers to ours: pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.html import escape

from search.engines import Answer, Figure, Hit, Suggestion
from search.engines.elastic.query import MARK_END, MARK_START
from search.request import COMMENTS, SearchRequest

Found = dict[str, Any]

ELLIPSIS = "…"
# So far down the figures of a score are shown.
DEEPEST = 7
SENTENCE_ENDS = (".", "!", "?", ":", ELLIPSIS)


def answer(response: Found, request: SearchRequest, engine: str) -> Answer:
    """A page of results with the counts of all facets."""
    counts = dict(response["aggregations"])
    groups = counts.pop("groups")["hits"]["value"]
    return Answer(
        hits=_hits(response["hits"]["hits"], request.language),
        total=total(response),
        groups=int(groups),
        facets={
            name: {
                bucket["key"]: bucket["doc_count"]
                for bucket in counted["values"]["buckets"]
            }
            for name, counted in counts.items()
        },
        engine=engine,
    )


def total(response: Found) -> int:
    """How many entries were found, folded ones included."""
    return int(response["hits"]["total"]["value"])


def suggestions(response: Found) -> list[Suggestion]:
    """Completed titles, each text once."""
    found: dict[str, Suggestion] = {}
    for hit in response["hits"]["hits"]:
        marked = _first(hit, "title.beginnings") or hit["_source"].get("title", "")
        title = _marked(marked)
        found.setdefault(title, Suggestion(int(hit["_id"]), title))
    return list(found.values())


def _hits(groups: Iterable[Found], language: str) -> list[Hit]:
    """One hit for each group of linked translations and each text."""
    hits: dict[str, Hit] = {}
    for group in groups:
        inner = group.get("inner_hits")
        members = inner["folded"]["hits"]["hits"] if inner else [group]
        said = [hit for hit in members if hit["_source"].get("kind") == COMMENTS]
        pages = [hit for hit in members if hit not in said] or members
        own = [hit for hit in pages if hit["_source"]["lang"] == language]
        shown = (own or pages)[0]
        numbers = [int(hit["_id"]) for hit in members if hit is not shown]
        text_hash = shown["_source"]["text_hash"]
        if twin := hits.get(text_hash):
            numbers = [*twin.folded, int(shown["_id"]), *numbers]
            hits[text_hash] = replace(twin, folded=tuple(numbers))
        else:
            hits[text_hash] = Hit(
                entry_id=int(shown["_id"]),
                title=_title(shown),
                snippet=_snippet(shown),
                folded=tuple(numbers),
                figures=_figures(shown),
                talk=int(said[0]["_id"]) if said else 0,
                talk_snippet=_snippet(said[0]) if said else "",
            )
    return list(hits.values())


def _figures(hit: Found) -> tuple[Figure, ...]:
    explanation = hit.get("_explanation")
    return (_figure(explanation, 1),) if explanation else ()


def _figure(explanation: Found, depth: int) -> Figure:
    """What adds nothing or lies deep is left out: pages of it say no more."""
    details = explanation.get("details", ()) if depth < DEEPEST else ()
    return Figure(
        label=explanation["description"],
        value=float(explanation["value"]),
        parts=[_figure(one, depth + 1) for one in details if one["value"]],
    )


def _title(hit: Found) -> str:
    source = hit["_source"]
    marked = _first(hit, f"{source['lang']}.title") or _first(hit, "title")
    return _marked(marked or source.get("title", ""))


def _snippet(hit: Found) -> str:
    """The passage with the most different marked words; the summary when equal."""
    source = hit["_source"]
    language = source["lang"]
    whole = source.get(language, {}).get("summary", "")
    summary = _first(hit, f"{language}.summary") or whole
    body = _first(hit, f"{language}.body")
    if summary and _different_marks(body) <= _different_marks(summary):
        return _marked(summary)
    return _marked(_as_excerpt(" ".join(body.split())))


def _as_excerpt(passage: str) -> str:
    """Show where a passage was cut: in the middle of a sentence, as far as one sees."""
    letters = passage.replace(MARK_START, "").replace(MARK_END, "")
    before = f"{ELLIPSIS} " if letters[:1].islower() else ""
    after = "" if not letters or letters.endswith(SENTENCE_ENDS) else f" {ELLIPSIS}"
    return f"{before}{passage}{after}"


def _first(hit: Found, field: str) -> str:
    passages = hit.get("highlight", {}).get(field, [""])
    return str(passages[0])


def _different_marks(text: str) -> int:
    pieces = text.split(MARK_START)[1:]
    return len({piece.partition(MARK_END)[0].casefold() for piece in pieces})


def _marked(text: str) -> str:
    """Escape the text, then turn the marks into the only markup there is."""
    escaped = str(escape(text))
    return escaped.replace(MARK_START, "<mark>").replace(MARK_END, "</mark>")
