"""The request to Elasticsearch as a pure function of question and reader."""

import datetime
import json
from typing import Any

import pytest

from catalogue.access import Reader
from search.engines.elastic import query
from search.engines.elastic.mapping import fingerprint, index_body
from search.engines.elastic.words import MOST_WORDS, OTHER_LANGUAGE, asked
from search.request import FACETS, SearchRequest, Sort

pytestmark = pytest.mark.once

TODAY = datetime.date(2026, 3, 1)
READER = Reader(open_places=frozenset({12, 4}))


def body_of(reader: Reader = READER, **asked_for: Any) -> dict[str, Any]:
    return query.search_body(SearchRequest(**asked_for), reader, TODAY)


def matching(body: dict[str, Any]) -> dict[str, Any]:
    return body["query"]["function_score"]["query"]["bool"]


def keys_of(value: object) -> set[str]:
    """All keys anywhere in a body."""
    if isinstance(value, dict):
        return set(value).union(*map(keys_of, value.values()))
    if isinstance(value, list):
        return set().union(*map(keys_of, value))
    return set()


def test_every_search_is_limited_to_open_places() -> None:
    bodies = (
        body_of(),
        body_of(q="parking"),
        query.count_body(SearchRequest(q="parking"), READER, TODAY),
    )
    for body in bodies:
        assert matching(body)["filter"] == {"terms": {"place": ["12", "4"]}}


def test_suggestions_are_limited_to_open_places() -> None:
    body = query.suggest_body("par", READER, "en", 8)
    assert body["query"]["bool"]["filter"] == {"terms": {"place": ["12", "4"]}}


def test_reader_without_open_places_is_asked_for_none() -> None:
    body = body_of(Reader(), q="parking")
    assert matching(body)["filter"] == {"terms": {"place": []}}


def test_freshly_changed_entries_are_closed() -> None:
    reader = Reader(open_places=frozenset({1}), closed_keys=frozenset({"page:7"}))
    closed = [{"terms": {"key": ["page:7"]}}]
    assert matching(body_of(reader, q="parking"))["must_not"] == closed
    suggest = query.suggest_body("par", reader, "en", 8)
    assert suggest["query"]["bool"]["must_not"] == closed


def test_counts_of_a_facet_leave_its_own_filter_out() -> None:
    body = body_of(facets={"theme": ("housing",), "tag": ("web",)}, kinds=("case",))
    theme = {"terms": {"facet.theme": ["housing"]}}
    tag = {"terms": {"facet.tag": ["web"]}}
    kind = {"terms": {"kind": ["case"]}}
    filters = {
        name: agg["filter"]["bool"]["filter"] for name, agg in body["aggs"].items()
    }
    assert filters["theme"] == [tag, kind]
    assert filters["kind"] == [theme, tag]
    assert filters["year"] == [theme, tag, kind]
    assert body["post_filter"]["bool"]["filter"] == [theme, tag, kind]


def test_all_facets_and_kinds_are_counted_in_the_one_request() -> None:
    aggregations = body_of(q="parking")["aggs"]
    assert set(FACETS) | {"kind"} <= set(aggregations)
    sizes = {
        agg["aggs"]["values"]["terms"]["size"]
        for name, agg in aggregations.items()
        if name != "groups"
    }
    assert min(sizes) >= 1000


@pytest.mark.parametrize(
    "q",
    [
        'title:secret OR *:* AND (a"b) ~2 ^3 [1 TO 2] {x} \\ /re.*/',
        "NEAR(a b) NOT c",
        '<script>alert("x")</script>',
        "\x00\x00parking\x00",
        "\ud800 parking",
        "x" * 10_000,
        "word " * 2000,
    ],
)
def test_no_sign_in_a_query_has_a_meaning(q: str) -> None:
    body = query.search_body(SearchRequest(q=q), READER, TODAY, fuzzy=True)
    keys = keys_of(body["query"])
    assert not keys & {"query_string", "simple_query_string", "regexp", "wildcard"}
    sent = json.dumps(body, ensure_ascii=False)
    sent.encode()
    assert "\\u0000" not in sent
    assert len(asked(q, "en").text.split()) <= MOST_WORDS


def test_question_words_are_taken_out_unless_nothing_is_left() -> None:
    assert asked("Comment obtenir un badge de stationnement ?", "fr").text == (
        "obtenir badge stationnement"
    )
    assert asked("Hoe kan ik een parkeervergunning aanvragen?", "nl").text == (
        "parkeervergunning aanvragen"
    )
    only_small = asked("Who is it?", "en")
    assert only_small.text == "Who is it"
    assert only_small.only_small


def test_language_of_the_words_weighs_more() -> None:
    weights = asked("Wie kann ich eine Genehmigung bekommen?", "fr").weights
    assert weights["de"] == 1
    assert weights["en"] == OTHER_LANGUAGE
    assert weights["de"] > weights["fr"] > weights["nl"]


def test_all_languages_weigh_the_same_when_words_tell_nothing() -> None:
    weights = asked("digital badge", "").weights
    assert set(weights.values()) == {1.0}


def test_all_four_languages_are_searched_at_once() -> None:
    sent = json.dumps(matching(body_of(q="badge"))["must"])
    assert all(f'"{code}.body"' in sent for code in ("en", "fr", "nl", "de"))


def test_typos_are_tried_in_the_second_request_only() -> None:
    request = SearchRequest(q="parkng")
    assert "fuzziness" not in keys_of(query.search_body(request, READER, TODAY))
    fuzzy = query.search_body(request, READER, TODAY, fuzzy=True)
    assert "fuzziness" in keys_of(fuzzy)
    exact = SearchRequest(q="parkng", exact=True)
    fuzzy = query.search_body(exact, READER, TODAY, fuzzy=True)
    assert "fuzziness" not in keys_of(fuzzy)


def test_ties_come_in_a_fixed_order() -> None:
    for wanted in (
        SearchRequest(q="a"),
        SearchRequest(),
        SearchRequest(q="a", sort=Sort.NEWEST),
    ):
        assert query.search_body(wanted, READER, TODAY)["sort"][-1] == {"id": "asc"}


def test_newest_first_does_not_look_at_the_score() -> None:
    assert "_score" not in keys_of(body_of(q="a", sort=Sort.NEWEST)["sort"])


def test_page_is_fetched_from_its_place() -> None:
    body = body_of(q="a", page=3, size=20)
    assert (body["from"], body["size"]) == (40, 20)


def test_body_stays_small_however_long_the_query_is() -> None:
    assert len(json.dumps(body_of(q="wort " * 5000))) < 200_000


def test_index_refuses_fields_that_nobody_declared() -> None:
    assert index_body(1, {})["mappings"]["dynamic"] == "strict"


def test_fingerprint_does_not_depend_on_generation_or_vocabulary() -> None:
    metas = [
        index_body(generation, words)["mappings"]["_meta"]
        for generation, words in ((1, {}), (2, {"nl": ["huis", "boot"]}))
    ]
    assert {meta["fingerprint"] for meta in metas} == {fingerprint()}
