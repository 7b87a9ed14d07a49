"""The engine that answers from the hub's own database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from catalogue.access import Reader
from catalogue.models import Entry
from search.engines import FEW, Answer, Hit, Suggestion
from search.engines.database import counting, highlight, rows, scoring
from search.engines.database.folding import folded
from search.engines.database.question import Question, question_of
from search.engines.database.rows import Match
from search.engines.database.suggesting import suggest
from search.near import Near, Verdict
from search.request import COMMENTS, SearchRequest, Sort

# The orders that have nothing to do with the words.
ORDERS = {
    Sort.NEWEST: scoring.in_order_of_age,
    Sort.REUSED: scoring.in_order_of_reuse,
    Sort.CHECKED: scoring.in_order_of_checks,
}


class DatabaseEngine:
    """Full text of SQLite or PostgreSQL; always there, always up to date."""

    name = "database"

    def search(
        self, request: SearchRequest, reader: Reader, near: Near | None = None
    ) -> Answer:
        """Answer a page of results with counts."""
        near = near or Near(request, reader)
        question = question_of(request)
        matches = self._matches([question], reader)[0]
        values = counting.values_of(matches)
        written = counting.total(matches, request, values)
        forgiving = written < FEW and question.words and not request.exact
        if not forgiving and (written or not near.others()):
            return self._answer(request, question, matches, values)
        return self._forgiving(request, near, written)

    def _forgiving(self, request: SearchRequest, near: Near, written: int) -> Answer:
        """What is near, in one query: typos, what was meant, ways out of nothing."""
        forgiving = written < FEW and question_of(request).words and not request.exact
        typos = near.known.typos.values() if forgiving else ()
        meant = near.meant if forgiving else None
        others = near.others(written) if meant or not written else []
        asked = [request, *([meant] if meant else []), *others]
        questions = [question_of(request, typos), *map(question_of, asked[1:])]
        found = self._matches(questions, near.reader)
        every = (match for matches in found for match in matches)
        values = counting.values_of(every)
        totals = [
            counting.total(matches, one, values)
            for one, matches in zip(asked, found, strict=True)
        ]
        more = totals[len(asked) - len(others) :]
        verdict = near.verdict(written, totals[1] if meant else 0, more)
        at = 1 if verdict is Verdict.SHOW else 0
        answer = self._answer(asked[at], questions[at], found[at], values)
        return replace(
            answer,
            others=more,
            corrected=meant if verdict is Verdict.SHOW else None,
            offered=meant if verdict is Verdict.OFFER else None,
        )

    def _answer(
        self,
        request: SearchRequest,
        question: Question,
        matches: list[Match],
        values: counting.Values,
    ) -> Answer:
        chosen = counting.Filter(request, values)
        passing = chosen.passing(matches)
        groups = folded(_in_order(passing, question, request), request.language)
        page = groups[request.offset : request.offset + request.size]
        hits = _bare(page) if request.lean else _hits(page, question.marked)
        if request.explain:
            hits = _explained(hits, passing, question, request.language)
        return Answer(
            hits=hits,
            total=len(passing),
            groups=len(groups),
            facets=chosen.counts(matches),
            engine=self.name,
        )

    def suggest(self, text: str, reader: Reader, limit: int = 8) -> list[Suggestion]:
        """Complete what is being typed: prefix, one typo allowed; titles first."""
        return suggest(text, reader, limit)

    def count(self, requests: Sequence[SearchRequest], reader: Reader) -> list[int]:
        """Only the totals of several requests; each different question once."""
        by_request = self._matches([question_of(one) for one in requests], reader)
        filtered = [
            match
            for found, request in zip(by_request, requests, strict=True)
            if request.facets or request.written_by
            for match in found
        ]
        values = counting.values_of(filtered)
        return [
            counting.total(found, request, values)
            for request, found in zip(requests, by_request, strict=True)
        ]

    def _matches(
        self, questions: Sequence[Question], reader: Reader
    ) -> list[list[Match]]:
        different = list(dict.fromkeys(questions))
        found = dict(zip(different, rows.matching(different, reader), strict=True))
        for question in different:
            if not question.words:
                found[question] = rows.everything(reader, question)
        return [found[question] for question in questions]


def _in_order(
    matches: list[Match], question: Question, request: SearchRequest
) -> list[Match]:
    if order := ORDERS.get(request.sort):
        return order(matches)
    if not question.words:
        return matches
    return scoring.ranked(matches, question, request.language)


def _explained(
    hits: Sequence[Hit], passing: Sequence[Match], question: Question, language: str
) -> list[Hit]:
    """The hits with what their scores are made of; without words there is no score."""
    if not question.words:
        return list(hits)
    numbers = {hit.entry_id for hit in hits}
    shown = [match for match in passing if match.id in numbers]
    figures = scoring.figures(passing, shown, question, language)
    return [replace(hit, figures=figures[hit.entry_id]) for hit in hits]


def _bare(page: Sequence[Sequence[Match]]) -> list[Hit]:
    """The hits without their texts."""
    return [
        Hit(
            entry_id=group[0].id,
            folded=tuple(match.id for match in group[1:]),
            talk=_talk_in(group),
        )
        for group in page
    ]


def _hits(page: Sequence[Sequence[Match]], stems: Collection[str]) -> list[Hit]:
    """The hits of a page with their marked texts: one query."""
    talk = {group[0].id: _talk_in(group) for group in page}
    numbers = [*talk, *filter(None, talk.values())]
    texts = Entry.objects.only("title", "summary", "body", "language").in_bulk(numbers)
    wanted = frozenset(stems)
    hits = []
    for group in page:
        entry = texts.get(group[0].id)
        if entry is None:
            continue
        parts = (wanted, entry.language)
        said = texts.get(talk[entry.pk])
        hits.append(
            Hit(
                entry_id=entry.pk,
                title=highlight.marked(entry.title, *parts),
                snippet=highlight.snippet(entry.summary, entry.body, *parts),
                folded=tuple(match.id for match in group[1:]),
                talk=said.pk if said else 0,
                talk_snippet=_passage(said, wanted) if said else "",
            )
        )
    return hits


def _talk_in(group: Sequence[Match]) -> int:
    """The comments on a page that match best, when the page is folded with them."""
    return next((match.id for match in group if match.kind == COMMENTS), 0)


def _passage(said: Entry, stems: Collection[str]) -> str:
    return highlight.snippet(said.summary, said.body, stems, said.language)
