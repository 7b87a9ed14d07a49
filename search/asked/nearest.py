"""The nearest thing to what people do not find, as a knowledge manager finds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalogue.access import Reader
from search import services
from search.engines.database.suggesting import relatives
from search.models import Question
from search.page import address
from search.query_language import parse
from search.request import SearchRequest
from search.text import analyse

# Of a long question only so many words are tried, the longest first.
MAX_TRIED = 3


@dataclass(frozen=True)
class Nearest:
    """A search that finds something, and how much. is_itself: as people typed it."""

    text: str
    count: int
    url: str
    is_itself: bool = False


def nearest(questions: Sequence[Question], reader: Reader) -> dict[int, Nearest]:
    """By the numbers of questions: what finds something now, where anything does.

    Two counts and one look at the words for all of them.
    """
    plain = [each for each in questions if not parse(each.text).conditions]
    asked = [_request(each.text, each) for each in plain]
    found = dict(_counted([each.pk for each in plain], asked, reader, itself=True))
    left = [each for each in plain if each.pk not in found]
    meant = _meant(left, reader)
    numbers = [each.pk for each, _text in meant]
    others = [_request(text, each) for each, text in meant]
    return found | dict(_counted(numbers, others, reader))


def found_now(queries: Mapping[int, str], reader: Reader) -> dict[int, Nearest]:
    """Of searches that found nothing once, by number, those that do by now."""
    plain = {key: text for key, text in queries.items() if not parse(text).conditions}
    requests = [SearchRequest(q=text, exact=True) for text in plain.values()]
    return dict(_counted(list(plain), requests, reader, itself=True))


def would_find(
    question: Question, words: Sequence[str], language: str, reader: Reader
) -> int:
    """How many entries the words find that are to mean the same as a question."""
    plain = (word.strip() for word in words)
    requests = [
        SearchRequest(q=word, language=language or question.language or "en")
        for word in plain
        if word
    ]
    return max(services.count(requests, reader), default=0)


def _meant(questions: Iterable[Question], reader: Reader) -> list[tuple[Question, str]]:
    """The questions with known words in place of those that nothing has."""
    words = {each.pk: analyse(each.text, each.language).words for each in questions}
    tried = {
        word
        for of_one in words.values()
        for word in sorted(of_one, key=len, reverse=True)[:MAX_TRIED]
    }
    known = relatives(sorted(tried), reader)
    return [
        (each, " ".join(known[word] for word in words[each.pk] if word in known))
        for each in questions
        if any(word in known for word in words[each.pk])
    ]


def _counted(
    numbers: Sequence[int],
    requests: Sequence[SearchRequest],
    reader: Reader,
    *,
    itself: bool = False,
) -> Iterable[tuple[int, Nearest]]:
    counts = services.count(requests, reader) if requests else []
    for number, request, count in zip(numbers, requests, counts, strict=True):
        if count:
            yield number, Nearest(request.q, count, address(request), itself)


def _request(text: str, question: Question) -> SearchRequest:
    return SearchRequest(q=text, language=question.language or "en", exact=True)
