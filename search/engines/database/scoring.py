"""Putting matches in order: BM25, what an entry is worth, and a fixed order of ties."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from search.engines import Figure
from search.engines.database.question import Question
from search.engines.database.rows import (
    SCORED,
    TITLE_ALONE,
    TITLE_LENGTH,
    WEAK,
    WEIGHTS,
    Match,
)
from search.models import EntryText

# The usual constants, the same as those of FTS5.
K1, B = 1.2, 0.75
CANDIDATES = 200
# An entry in the language of the question, and in that of the interface.
LANGUAGE_OF_QUERY = 1.3
LANGUAGE_OF_INTERFACE = 1.15


def ranked(matches: Sequence[Match], question: Question, language: str) -> list[Match]:
    """Matches from best to least; ties newest first, then by number.

    What stands first by hand comes before all others, in its own order.
    """
    if not matches:
        return []
    if isinstance(matches[0].score, float):
        scores = {match.id: match.score for match in matches}
        certain = set(scores)
    else:
        scores, certain = _weighed(matches, question)
    spoken = question.language
    for match in matches:
        scores[match.id] *= match.weight * _language_weight(match, spoken, language)

    def place(match: Match) -> tuple[float, bool, float]:
        pin = match.pin or math.inf
        return pin, match.id not in certain, -_rounded(scores[match.id])

    return sorted(in_order_of_age(matches), key=place)


def figures(
    matches: Sequence[Match],
    shown: Iterable[Match],
    question: Question,
    language: str,
) -> dict[int, tuple[Figure, ...]]:
    """What the score of the shown matches is made of: the product of three figures."""
    words = {match.id: match.score for match in matches}
    if matches and not isinstance(matches[0].score, float):
        words = _weighed(matches, question)[0]
    found: dict[int, tuple[Figure, ...]] = {}
    for match in shown:
        factor = _language_weight(match, question.language, language)
        parts = (
            Figure(_("How well the words match (BM25)"), words[match.id]),
            Figure(_("Importance, status and overdue review"), match.weight),
            Figure(_("Language of the words and of the interface"), factor),
        )
        score = words[match.id] * match.weight * factor
        found[match.id] = (Figure(_("Score"), score, parts),)
    return found


def in_order_of_age(matches: Iterable[Match]) -> list[Match]:
    """Newest first, undated last, ties by number."""
    by_number = sorted(matches, key=lambda match: match.id)
    dated = [match for match in by_number if match.published is not None]
    dated.sort(key=lambda match: match.published, reverse=True)
    return dated + [match for match in by_number if match.published is None]


def in_order_of_checks(matches: Iterable[Match]) -> list[Match]:
    """Checked last first; what nobody has checked stands last, the newest first."""
    by_age = in_order_of_age(matches)
    checked = [match for match in by_age if match.checked is not None]
    checked.sort(key=lambda match: match.checked, reverse=True)
    return checked + [match for match in by_age if match.checked is None]


def in_order_of_reuse(matches: Iterable[Match]) -> list[Match]:
    """What most agencies reused first, then the newest."""
    return sorted(in_order_of_age(matches), key=lambda match: -match.reuses)


def bm25(
    texts: Iterable[EntryText], idf: Mapping[str, float], average: float
) -> dict[int, float]:
    """The BM25 of these texts for the terms that idf weighs."""
    return {text.pk: _bm25(text, idf, average) for text in texts}


def _bm25(text: EntryText, idf: Mapping[str, float], average: float) -> float:
    # Two blanks between words, so that a repeated stem is counted each time.
    columns = [
        (WEIGHTS[name], f" {getattr(text, name).replace(' ', '  ')} ")
        for name in SCORED
    ]
    title = columns[SCORED.index("title")][1]
    norm = K1 * (1 - B + B * text.length / average)
    alone = TITLE_ALONE / (TITLE_LENGTH + 1 + text.title.count(" "))
    total = 0.0
    for term, weight in idf.items():
        wanted = f" {term.replace(' ', '  ')} "
        often = sum(share * column.count(wanted) for share, column in columns)
        if often:
            total += weight * often * (K1 + 1) / (often + norm)
        if wanted in title:
            total += weight * (K1 + 1) * alone
    return total


def _weighed(
    matches: Sequence[Match], question: Question
) -> tuple[dict[int, float], set[int]]:
    """Scores from ranks; the best by Σ idf·rank are scored anew by BM25.

    ts_rank knows nothing of how rare a word is: .38 instead of .89 on faq_nl.
    """
    total, average = matches[0].score[:2]
    often = [
        sum(map(bool, column))
        for column in zip(*(m.score[2:] for m in matches), strict=True)
    ]
    weights = [_idf(total, count) for count in often]
    idf = dict(zip(question.terms, weights, strict=False))
    for number, terms in enumerate(question.weak, start=len(question.terms)):
        weights[number] *= WEAK
        idf |= dict.fromkeys(terms, weights[number])
    scores = {
        match.id: sum(map(float.__mul__, weights, match.score[2:])) for match in matches
    }
    best = set(sorted(scores, key=lambda pk: (-scores[pk], pk))[:CANDIDATES])
    texts = EntryText.objects.filter(pk__in=best).only("length", *SCORED)
    return scores | bm25(texts, idf, max(average, 1.0)), best


def _idf(total: float, often: int) -> float:
    return max(math.log((total - often + 0.5) / (often + 0.5)), 1e-6)


def _language_weight(match: Match, spoken: str, language: str) -> float:
    weight = LANGUAGE_OF_QUERY if match.language == spoken else 1.0
    return weight * (LANGUAGE_OF_INTERFACE if match.language == language else 1.0)


def _rounded(score: float) -> float:
    """Six digits, so that what differs by the order of a sum alone is a tie."""
    return float(f"{score:.6g}")
