"""The Elasticsearch engine on a real server; what both engines must do alike is in
test_engines_agree.py."""

import uuid
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import AnonymousUser, Group

from accounts.models import User
from catalogue.access import Reader, reader_of
from search import services
from search.engines import Answer, EngineUnavailable
from search.engines.elastic import client
from search.engines.elastic.engine import ElasticsearchEngine
from search.indexing.rebuild import rebuild
from search.indexing.sync import sync
from search.request import SearchRequest
from tests.search.entries import closed_place, make_entry, remove_entry

pytestmark = [pytest.mark.elasticsearch, pytest.mark.once, pytest.mark.django_db]

Find = Callable[..., Answer]
ENGINE = ElasticsearchEngine()


@pytest.fixture(autouse=True)
def _index(use_elasticsearch: str) -> None:
    rebuild()


@pytest.fixture
def find() -> Find:
    def ask(q: str = "", reader: Reader | None = None, **fields: Any) -> Answer:
        sync()
        return ENGINE.search(
            SearchRequest(q=q, **fields), reader or reader_of(AnonymousUser())
        )

    return ask


def ids(answer: Answer) -> list[int]:
    return [hit.entry_id for hit in answer.hits]


@pytest.mark.parametrize(
    ("language", "title", "q"),
    [
        (
            "fr",
            "Délivrer les autorisations de stationnement",
            "autorisation stationner",
        ),
        ("fr", "L'accueil des usagers", "accueil usager"),
        ("nl", "Parkeervergunningen verstrekken", "parkeervergunning"),
        ("de", "Genehmigungen für Straßenfeste", "genehmigung strassenfest"),
        ("en", "Issuing parking permits", "permit issued"),
        ("fr", "Œuvres d’art dans l’école", "oeuvre ecole"),
    ],
)
def test_words_are_found_in_other_forms(
    find: Find, language: str, title: str, q: str
) -> None:
    entry = make_entry(title, language=language)
    make_entry("Ganz etwas anderes", language="de")
    assert ids(find(q))[0] == entry.pk


def test_parts_of_compounds_are_found_once_the_hub_knows_the_words(find: Find) -> None:
    for number in range(2):
        make_entry(f"Die Straße und die Reinigung {number}", language="de")
    compound = make_entry("Straßenreinigung nach Festen", language="de")
    rebuild()
    hits = {hit.entry_id: hit for hit in find("Reinigung").hits}
    assert "<mark>Straßenreinigung</mark>" in hits[compound.pk].title


def test_one_request_answers_a_page(find: Find) -> None:
    for number in range(4):
        make_entry(f"Parking permits {number}", facets={"theme": ["mobility"]})
    sync()
    wrapped = mock.Mock(wraps=client.client().transport.perform_request)
    reader = reader_of(None)
    with mock.patch.object(client.client().transport, "perform_request", wrapped):
        answer = ENGINE.search(SearchRequest(q="parking"), reader)
    assert wrapped.call_count == 1
    assert answer.total == 4
    assert answer.facets["theme"] == {"mobility": 4}
    assert "<mark>Parking</mark>" in answer.hits[0].title


def test_page_without_results_takes_two_requests(find: Find) -> None:
    make_entry("Parking permits", facets={"theme": ["mobility"], "year": ["2025"]})
    sync()
    wrapped = mock.Mock(wraps=client.client().transport.perform_request)
    reader = reader_of(None)
    facets = {"theme": ("mobility",), "year": ("1999",)}
    with mock.patch.object(client.client().transport, "perform_request", wrapped):
        found = services.find(SearchRequest(q="parking zzz", facets=facets), reader)
    assert wrapped.call_count == 2
    assert (found.total, found.engine) == (0, "elasticsearch")
    assert [(t.without, t.count) for t in found.undo] == [
        (("year",), 1),
        (("theme", "year"), 1),
    ]
    assert [(t.request.q, t.count) for t in found.nearest] == [("parking", 1)]


def test_what_was_meant_is_asked_along_in_the_second_request(find: Find) -> None:
    entry = make_entry("Accessibility of letters")
    sync()
    wrapped = mock.Mock(wraps=client.client().transport.perform_request)
    reader = reader_of(None)
    with mock.patch.object(client.client().transport, "perform_request", wrapped):
        found = services.find(SearchRequest(q="accesibility"), reader)
    assert wrapped.call_count == 2
    assert [one.entry.pk for one in found.hits] == [entry.pk]
    assert (found.request.q, found.engine) == ("accessibility", "elasticsearch")


def test_typo_is_forgiven_when_next_to_nothing_is_found(find: Find) -> None:
    entry = make_entry("Accessibility of letters")
    assert ids(find("accesibility")) == [entry.pk]
    assert not find("accesibility", exact=True).total


def test_marks_are_the_only_markup(find: Find) -> None:
    make_entry(
        "Permits <b>&</b> \ue000badges",
        summary="Ask <script>alert('permits')</script> online.",
    )
    hit = find("permits").hits[0]
    assert hit.title == ("<mark>Permits</mark> &lt;b&gt;&amp;&lt;/b&gt;  badges")
    assert "<script>" not in hit.snippet
    assert "<mark>permits</mark>" in hit.snippet


def test_snippet_shows_the_passage_that_matches(find: Find) -> None:
    body = "Nothing here matters. " * 40 + "The zebra crossing is painted twice. "
    make_entry("Streets", summary="About streets.", body=body + "Other things. " * 40)
    snippet = find("zebra").hits[0].snippet
    assert "<mark>zebra</mark> crossing" in snippet
    assert len(snippet) < 300


def test_snippet_is_the_summary_when_only_the_title_matches(find: Find) -> None:
    make_entry("Zebra crossings", summary="Painting <streets>.", body="Long. " * 100)
    assert find("zebra").hits[0].snippet == "Painting &lt;streets&gt;."


def test_entries_behind_walls_show_in_nothing(find: Find) -> None:
    crew = Group.objects.create(name="crew")
    member = User.objects.create_user("member", "member@agency.example", "-")
    member.groups.add(crew)
    hidden = make_entry(
        "Zeppelin hangar", place=closed_place(crew), facets={"tag": ["airship"]}
    )
    answer = find("zeppelin")
    assert (answer.total, answer.hits, answer.facets["tag"]) == (0, [], {})
    assert not find("zepelin").total
    assert not ENGINE.suggest("zepp", reader_of(None))
    inside = reader_of(member)
    assert ids(find("zeppelin", inside)) == [hidden.pk]
    assert [s.entry_id for s in ENGINE.suggest("zepp", inside)] == [hidden.pk]


def test_linked_translations_are_one_hit_in_the_readers_language(find: Find) -> None:
    key = uuid.uuid4()
    dutch = make_entry("Badge badge badge", language="nl", translation_key=key)
    french = make_entry("Un badge", language="fr", translation_key=key)
    answer = find("badge", language="fr")
    assert ids(answer) == [french.pk]
    assert answer.hits[0].folded == (dutch.pk,)
    assert (answer.total, answer.groups) == (2, 1)


def test_filters_hold_inside_a_fold(find: Find) -> None:
    key = uuid.uuid4()
    dutch = make_entry("Een badge", language="nl", translation_key=key)
    make_entry("Un badge", language="fr", translation_key=key)
    answer = find("badge", language="fr", facets={"lang": ("nl",)})
    assert ids(answer) == [dutch.pk]
    assert answer.hits[0].folded == ()
    assert answer.total == 1


def test_exact_duplicates_are_one_hit(find: Find) -> None:
    twins = [make_entry("Same badge", body="Same text.").pk for _ in range(2)]
    answer = find("badge")
    assert len(answer.hits) == 1
    assert {*ids(answer), *answer.hits[0].folded} == set(twins)
    assert answer.total == 2


def test_abandoned_entries_stand_below_living_ones_at_equal_match(find: Find) -> None:
    living = make_entry("A badge for all")
    abandoned = make_entry("A badge for all", body="!", prior=0.8)
    assert ids(find("badge")) == [living.pk, abandoned.pk]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("acc", True),
        ("lett", True),
        ("letters acc", True),
        ("acess", True),
        ("ÀCCESS", True),
        ("accessibilityofletters", False),
        ("zzz", False),
        ("?!", False),
        ("", False),
    ],
)
def test_suggestions_complete_words_and_forgive_a_typo(
    find: Find, typed: str, found: bool
) -> None:
    entry = make_entry("Accessibility of letters")
    sync()
    suggested = ENGINE.suggest(typed, reader_of(None))
    assert [one.entry_id for one in suggested] == ([entry.pk] if found else [])


def test_suggestions_are_eight_at_most_and_marked(find: Find) -> None:
    for number in range(12):
        make_entry(f"Parking <permits> {number}")
    sync()
    suggested = ENGINE.suggest("parki", reader_of(None))
    assert len(suggested) == 8
    assert suggested[0].title.startswith("<mark>Parking</mark> &lt;permits&gt;")


def test_several_totals_in_one_round_trip(find: Find) -> None:
    make_entry("Parking permits", facets={"tag": ["web"]})
    make_entry("Parking badges")
    sync()
    asked = [
        SearchRequest(q="parking"),
        SearchRequest(q="parking", facets={"tag": ("web",)}),
        SearchRequest(q="nothing"),
    ]
    assert ENGINE.count(asked, reader_of(None)) == [2, 1, 0]


def test_removed_entry_is_found_no_more(find: Find) -> None:
    entry = make_entry("Parking permits")
    assert find("parking").total == 1
    remove_entry(entry)
    assert not find("parking").total


def test_index_of_another_database_is_not_asked(find: Find) -> None:
    reader = reader_of(None)
    other = Reader(open_places=reader.open_places, stamps={"index": 5})
    with pytest.raises(EngineUnavailable):
        find("parking", other)
    with pytest.raises(EngineUnavailable):
        find("parking", Reader(open_places=reader.open_places))
