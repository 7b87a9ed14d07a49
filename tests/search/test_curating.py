"""Synonyms, pins and phrases without meaning, on every engine."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from catalogue.access import Reader, reader_of
from search import services
from search.curating import curation
from search.curating.services import add_synonyms, pin
from search.engines import Engine
from search.models import Pinned, PinnedQuery, StopPhrase, SynonymSet
from search.request import SearchRequest, Sort
from search.services import Found
from tests.search.engines import in_step
from tests.search.entries import closed_place, make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def find(engine: Engine, settings: Any) -> Any:
    def ask(q: str, reader: Reader | None = None, **fields: Any) -> Found:
        in_step(engine)
        found = services.find(SearchRequest(q=q, **fields), reader or reader_of(None))
        assert found.engine == engine.name
        return found

    return ask


def ids(found: Found) -> list[int]:
    return [one.entry.pk for one in found.hits]


def arrange(query: str, *keys: str, left_out: str = "", **fields: Any) -> PinnedQuery:
    rule = PinnedQuery.objects.create(queries=query, **fields)
    for order, key in enumerate(keys):
        Pinned.objects.create(rule=rule, key=key, sort_order=order)
    if left_out:
        effect = Pinned.Effect.LEFT_OUT
        Pinned.objects.create(rule=rule, key=left_out, effect=effect, sort_order=99)
    return rule


WORLD = ("télétravail", "telewerk", "remote work", "Homeoffice")


@pytest.mark.parametrize("q", [*WORLD, "TELETRAVAIL", "remote works"])
def test_each_word_of_a_set_finds_all_in_every_language(find: Any, q: str) -> None:
    entries = [
        make_entry("Le télétravail des agents", language="fr"),
        make_entry("Telewerk op donderdag", language="nl"),
        make_entry("Rules for remote work", language="en"),
        make_entry("Homeoffice im Amt", language="de"),
    ]
    make_entry("Parking permits", summary="Where you work")
    add_synonyms(WORLD)
    found = ids(find(q))
    assert set(found[:4]) == {entry.pk for entry in entries}


def test_synonyms_work_at_once_and_stop_at_once(find: Any) -> None:
    entry = make_entry("Telewerk op donderdag", language="nl")
    assert ids(find("bildschirmtag")) == []
    kept = add_synonyms(["bildschirmtag", "telewerk"])
    assert ids(find("bildschirmtag")) == [entry.pk]
    SynonymSet.objects.get(pk=kept.pk).delete()
    assert ids(find("bildschirmtag")) == []


def test_what_was_typed_stands_before_what_means_the_same(find: Any) -> None:
    same = make_entry("Telewerk", summary="Telewerk telewerk", language="nl")
    typed = make_entry("Remote work", summary="Rules", language="nl")
    for number in range(5):
        make_entry(f"Remote place {number}", summary="work", language="nl")
    add_synonyms(["telewerk", "remote work"])
    found = ids(find("remote work"))
    assert found.index(typed.pk) < found.index(same.pk)


def test_a_set_as_large_as_can_be_is_asked_on_every_engine(find: Any) -> None:
    entry = make_entry("Word thirty of many")
    words = ["typed", "word thirty"] + [f"word{n} of{n} row{n}" for n in range(198)]
    add_synonyms(words)
    found = find("typed typed")
    assert (ids(found), found.reserve) == ([entry.pk], False)


def test_one_way_is_not_the_other_way(find: Any) -> None:
    car = make_entry("Cars of the fleet")
    bike = make_entry("Bicycles of the fleet")
    add_synonyms(["vehicle"], also=["cars", "bicycles"])
    assert set(ids(find("vehicle"))) == {car.pk, bike.pk}
    make_entry("Vehicle park")
    assert ids(find("cars")) == [car.pk]


def test_circles_of_one_way_sets_are_followed_one_step(find: Any) -> None:
    second, third = make_entry("Bravo"), make_entry("Charlie")
    add_synonyms(["alpha"], also=["bravo"])
    add_synonyms(["bravo"], also=["charlie"])
    add_synonyms(["charlie"], also=["alpha"])
    assert ids(find("alpha")) == [second.pk]
    assert ids(find("bravo")) == [second.pk, third.pk]


def test_a_set_for_one_language_is_for_who_asks_in_it(find: Any) -> None:
    entry = make_entry("Speisesaal", language="de")
    add_synonyms(["kantine", "speisesaal"], language="de")
    assert ids(find("kantine", language="de")) == [entry.pk]
    assert ids(find("kantine", language="fr")) == []
    assert ids(find("wo ist die kantine", language="fr")) == [entry.pk]


@pytest.mark.parametrize("q", ['"kantine"', "parken -kantine"])
def test_quotes_and_minus_are_not_expanded(find: Any, q: str) -> None:
    canteen = make_entry("Speisesaal", language="de")
    parking = make_entry("Parken am Speisesaal", language="de")
    add_synonyms(["kantine", "speisesaal"])
    expected = [] if q.startswith('"') else [parking.pk]
    assert ids(find(q)) == expected
    assert canteen.pk not in ids(find(q))


def test_an_exact_search_is_not_expanded(find: Any) -> None:
    make_entry("Speisesaal", language="de")
    add_synonyms(["kantine", "speisesaal"])
    assert ids(find("kantine", exact=True)) == []


def test_a_word_with_synonyms_is_no_mistake_in_typing(find: Any) -> None:
    canteen = make_entry("Speisesaal", language="de")
    make_entry("Kantone", language="de")
    make_entry("Kantone der Schweiz", language="de")
    add_synonyms(["kantine", "speisesaal"])
    found = find("kantine")
    assert (found.instead_of, found.offered) == ("", None)
    assert ids(found)[0] == canteen.pk


def test_synonyms_are_marked(find: Any) -> None:
    make_entry("Speisesaal im Keller", language="de")
    add_synonyms(["kantine", "speisesaal"])
    (hit,) = find("kantine").hits
    assert "<mark>Speisesaal</mark>" in hit.hit.title


def test_phrases_without_meaning_leave_the_query(find: Any) -> None:
    make_entry("Documentation of everything about documentation")
    permit = make_entry("Parking permits")
    StopPhrase.objects.create(phrase="documentation about")
    assert ids(find("Documentation about parking")) == [permit.pk]
    assert len(ids(find("documentation about"))) == 1
    assert (
        find("documentation about parking").request.q == "documentation about parking"
    )


def test_a_phrase_that_goes_leaves_no_condition_behind(find: Any) -> None:
    entry = make_entry("Parking permits")
    StopPhrase.objects.create(phrase="how to")
    assert ids(find("how to-parking")) == [entry.pk]


def test_what_is_pinned_stands_first_in_its_order(find: Any) -> None:
    match = make_entry("Parking permits")
    first, second = make_entry("Badges"), make_entry("Bicycles")
    arrange("Parking Permit", second.key, first.key)
    found = find("parking  PERMIT")
    assert ids(found) == [second.pk, first.pk, match.pk]
    assert [one.recommended for one in found.hits] == [True, True, False]
    assert found.total == 3
    assert ids(find("parking permit badge"))[0] != second.pk


def test_a_pinned_match_is_found_and_counted_once(find: Any) -> None:
    entries = [make_entry(f"Parking permits {number}") for number in range(12)]
    arrange("parking", entries[7].key)
    found = find("parking")
    assert ids(found)[0] == entries[7].pk
    assert (found.total, found.facets["kind"]) == (12, {"case": 12})
    later = ids(find("parking", page=2))
    assert sorted([*ids(found), *later]) == [entry.pk for entry in entries]


def test_what_is_left_out_is_neither_found_nor_counted(find: Any) -> None:
    make_entry("Parking permits")
    out = make_entry("Parking parking")
    arrange("parking", left_out=out.key)
    found = find("parking")
    assert out.pk not in ids(found)
    assert (found.total, found.facets["kind"]) == (1, {"case": 1})
    assert out.pk in ids(find("parking permits"))


def test_filters_hold_for_what_is_pinned(find: Any) -> None:
    make_entry("Parking permits", kind="case")
    guide = make_entry("Badges", kind="guide")
    arrange("parking", guide.key)
    found = find("parking", kinds=("case",))
    assert (found.total, found.facets["kind"]) == (1, {"case": 1, "guide": 1})
    assert ids(find("parking", kinds=("guide",))) == [guide.pk]
    assert ids(find("parking", sort=Sort.NEWEST))


def test_pins_end_after_their_day(find: Any) -> None:
    entry = make_entry("Badges")
    yesterday = datetime.date.today() - datetime.timedelta(days=1)
    rule = arrange("parking", entry.key, until=yesterday)
    assert ids(find("parking")) == []
    rule.until = datetime.date.today()
    rule.save()
    assert ids(find("parking")) == [entry.pk]


def test_who_may_not_read_what_is_pinned_hears_nothing_of_it(find: Any) -> None:
    crew = Group.objects.create(name="crew")
    closed = make_entry("Secret zeppelin", place=closed_place(crew))
    match = make_entry("Parking permits")
    arrange("parking", closed.key)
    found = find("parking")
    assert (ids(found), found.total) == ([match.pk], 1)
    assert found.facets["kind"] == {"case": 1}
    member = User.objects.create_user("member", "member@agency.example", "-")
    member.groups.add(crew)
    assert ids(find("parking", reader_of(member))) == [closed.pk, match.pk]


def test_what_is_pinned_for_a_word_is_no_mistake_in_typing(find: Any) -> None:
    badge = make_entry("Badges")
    for number in range(3):
        make_entry(f"Parking {number}")
    arrange("parkng", badge.key)
    found = find("parkng")
    assert (found.instead_of, ids(found)[0]) == ("", badge.pk)


def test_one_click_pins_after_what_is_pinned(find: Any) -> None:
    one, two = make_entry("Badges"), make_entry("Bicycles")
    pin("parking", one.key)
    pin("Parking", two.key)
    assert ids(find("parking")) == [one.pk, two.pk]
    assert PinnedQuery.objects.count() == 1


def test_curation_costs_no_query(find: Any) -> None:
    make_entry("Parking permits")
    reader = reader_of(None)
    with CaptureQueriesContext(
        connection,
    ) as before:
        find("parking", reader)
    add_synonyms(["parking", "telewerk"])
    pin("parking", "page:1")
    curation.forget()
    reader = reader_of(None)
    find("parking", reader)
    with CaptureQueriesContext(connection) as after:
        find("parking", reader)
    assert len(after) <= len(before)
