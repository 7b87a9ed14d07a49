"""History and undoing, the memory of processes, very many sets."""

import datetime
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from catalogue.access import move_stamp, reader_of
from catalogue.models import Stamp
from search.curating import checking, curation, importing, services
from search.curating.curation import curation_for, made_of, stored
from search.curating.expanding import curated
from search.models import Curated, PinnedQuery, StopPhrase, SynonymSet
from search.request import SearchRequest

TODAY = datetime.date(2026, 3, 1)


def newest() -> Curated:
    return Curated.objects.order_by("pk").last()


def synonyms_now(q: str) -> tuple[str, ...]:
    found = curated(SearchRequest(q=q), curation_for(reader_of(None)), TODAY)
    return found.also


@pytest.mark.django_db
def test_what_was_taken_away_comes_back_under_its_number() -> None:
    kept = services.pin("parking", "page:7")
    services.pin("parking", "page:8")
    number = kept.pk
    services.drop("pinnedquery", number, None)
    services.undo(newest().pk, None)
    rule = PinnedQuery.objects.get()
    assert rule.pk == number
    assert [one.key for one in rule.entries.all()] == ["page:7", "page:8"]
    services.undo(newest().pk, None)
    assert not PinnedQuery.objects.exists()
    undone = newest()
    assert (undone.undoes.before, undone.after) == (None, None)


@pytest.mark.django_db
def test_a_later_change_stands_in_the_way_of_undoing() -> None:
    services.pin("parking", "page:7")
    first = newest()
    services.pin("parking", "page:8")
    with pytest.raises(services.Refused, match="changed once more"):
        services.undo(first.pk, None)
    services.undo(newest().pk, None)
    services.undo(first.pk, None)
    assert not PinnedQuery.objects.exists()


@pytest.mark.django_db
def test_a_change_is_undone_once() -> None:
    services.add_synonyms(["a1", "b1"])
    change = newest()
    services.undo(change.pk, None)
    with pytest.raises(services.Refused, match="undone already"):
        services.undo(change.pk, None)


@pytest.mark.django_db
def test_what_would_stand_there_twice_does_not_come_back() -> None:
    kept = services.keep(
        "stopphrase", None, {"phrase": "x", "language": "", "active": True}, None
    )
    services.drop("stopphrase", kept.pk, None)
    deleted = newest()
    StopPhrase.objects.create(phrase="x")
    with pytest.raises(services.Refused, match="another one like it"):
        services.undo(deleted.pk, None)
    assert StopPhrase.objects.count() == 1


@pytest.mark.django_db
def test_a_limit_stands_in_the_way_of_adding_and_of_undoing() -> None:
    kept = services.add_synonyms(["a1", "b1"])
    services.drop("synonymset", kept.pk, None)
    with mock.patch.dict(services.LIMITS, {"synonymset": 0}):
        with pytest.raises(services.Refused, match="There are 0 of them already"):
            services.undo(newest().pk, None)
        with pytest.raises(ValidationError):
            services.add_synonyms(["c1", "d1"])
    assert not SynonymSet.objects.exists()


@pytest.mark.django_db
def test_an_import_is_one_change_that_can_be_undone_and_done_again() -> None:
    taken = importing.read("a1 = b1\nc1 = d1")
    services.take_in(taken.states, None)
    numbers = set(SynonymSet.objects.values_list("pk", flat=True))
    assert Curated.objects.count() == 1
    services.undo(newest().pk, None)
    assert not SynonymSet.objects.exists()
    assert synonyms_now("a1") == ()
    services.undo(newest().pk, None)
    assert set(SynonymSet.objects.values_list("pk", flat=True)) == numbers
    services.drop("synonymset", min(numbers), None)
    imported = Curated.objects.order_by("pk")[2]
    with pytest.raises(services.Refused, match="changed once more"):
        services.undo(imported.pk, None)


@pytest.mark.django_db
def test_every_process_hears_of_a_change_at_its_next_request() -> None:
    """Another process has a memory of its own, and the stamp in common."""
    memories = [None, None]

    def ask(process: int) -> tuple[str, ...]:
        curation._kept._kept = memories[process]
        found = synonyms_now("a1")
        memories[process] = curation._kept._kept
        return found

    assert (ask(0), ask(1)) == ((), ())
    services.add_synonyms(["a1", "b1"])
    assert (ask(0), ask(1)) == (("b1",), ("b1",))
    SynonymSet.objects.update(active=False)
    move_stamp(Stamp.SEARCH)
    assert (ask(0), ask(1)) == ((), ())


@pytest.mark.django_db
def test_only_what_changed_is_read_again() -> None:
    services.add_synonyms(["a1", "b1"])
    reader = reader_of(None)
    with CaptureQueriesContext(connection) as read:
        curation_for(reader)
    with CaptureQueriesContext(connection) as known:
        curation_for(reader)
    assert (len(read), len(known)) == (3, 0)


class Counted(dict[Any, Any]):
    """A dictionary that counts how often it is asked, and cannot be gone through."""

    asked = 0

    def get(self, *args: Any) -> Any:
        self.asked += 1
        return super().get(*args)

    def __iter__(self) -> Any:
        raise AssertionError("All synonyms were gone through.")

    items = values = keys = __iter__


@pytest.mark.django_db
def test_ten_thousand_sets_are_looked_up_and_never_gone_through() -> None:
    lines = "\n".join(f"word{n} = other {n} = third{n}" for n in range(10_000))
    with CaptureQueriesContext(connection) as queries:
        taken = importing.read(lines)
        assert services.take_in(taken.states, None) == 10_000
    assert len(queries) < 100
    with CaptureQueriesContext(connection) as queries:
        in_use = made_of(stored())
    assert len(queries) == 3
    counted = Counted(in_use.synonyms)
    many = curation.Curation(synonyms=counted, longest=in_use.longest)
    found = curated(SearchRequest(q="the word77 of other 99"), many, TODAY)
    assert found.also == ("other 77", "third77", "word99", "third99")
    assert counted.asked < 5 * many.longest
    long = " ".join(f"word{n}" for n in range(100))
    assert len(curated(SearchRequest(q=long), in_use, TODAY).also) == 50


def test_what_stands_there_already_is_told_line_by_line() -> None:
    state = importing._typed("a1 = b1")
    assert importing.signature(state) == importing.signature(importing._typed("B1, a1"))
    assert checking.synonyms(state)["words"] == "a1\nb1"


@pytest.mark.django_db
def test_an_import_tells_at_most_a_hundred_wrong_lines() -> None:
    taken = importing.read("\n".join(f"alone{n}" for n in range(300)))
    assert (len(taken.wrong), taken.wrong_count, taken.states) == (100, 300, [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "a = b > c > d",
        ">",
        "=" * 1000,
        "x" * 100_000,
        "a\x00b = c",
        'direction,words\nequivalent,"open',
        "words,direction\n" + "," * 5_000,
        "words,direction,words\na,b,c,d,e",
    ],
)
def test_nonsense_is_refused_line_by_line(text: str) -> None:
    taken = importing.read(text)
    assert all("\x00" not in state["words"] for state in taken.states)
    assert len(taken.states) + taken.wrong_count >= 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite_only
def test_a_change_that_is_rolled_back_is_not_remembered() -> None:
    with pytest.raises(ZeroDivisionError):
        rolled_back()
    services.add_synonyms(["c1", "d1"])
    assert (synonyms_now("a1"), synonyms_now("c1")) == ((), ("d1",))


def rolled_back() -> None:
    with transaction.atomic():
        services.add_synonyms(["a1", "b1"])
        raise ZeroDivisionError
