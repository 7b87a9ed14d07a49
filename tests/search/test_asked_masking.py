"""What is taken out of a search before it is kept."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import User
from catalogue.access import reader_of
from catalogue.models import Stamp
from search.asked import names
from search.asked.masking import masked, question_key, readable, says_something
from search.asked.names import Names, names_from
from tests.search.entries import closed_place, make_entry

PEOPLE = names_from(
    [
        ("Anne-Marie", "Dubois"),
        ("Jean", "Page"),
        ("Élodie", "D'Hondt"),
        ("Jan", "van der Berg"),
        ("Li", "Wu"),
        ("", "Zaventemski"),
    ],
    known_words={"page"},
)
NOBODY = Names()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("write to anne@agency.example today", "write to [mail] today"),
        ("anne.b+x@sub.agency.example", "[mail]"),
        ("12345", "12345"),
        ("123456", "[number]"),
        ("tel 0475 12 34 56", "tel [number]"),
        ("call 0475/12.34.56 now", "call [number] now"),
        ("+32 (0)2 123 45 67", "+[number]"),
        ("file 85.07.30-033.28", "file [number]"),
        ("BE68 5390 0754 7034 received", "[number] received"),
        ("be68539007547034", "[number]"),
        ("GB29 NWBK 6016 1331 9268 19", "[number]"),
        ("passport EH123456", "passport [number]"),
        ("born 12/05/1980", "born [number]"),
        ("born 1980-05-12", "born [number]"),
        ("१२३४५६", "[number]"),
        ("budget 2024-2025", "budget 2024-2025"),
        ("ISO 27001 2022", "ISO 27001 2022"),
        ("regulation 2016/679", "regulation 2016/679"),
        ("eu27 data plan with words", "eu27 data plan with words"),
        ("a\x00b", "a b"),
    ],
)
def test_addresses_and_long_numbers_are_not_kept(typed: str, kept: str) -> None:
    assert masked(typed, NOBODY) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("leave of anne marie dubois", "leave of [name]"),
        ("DUBOIS Anne", "[name]"),
        ("dubois", "[name]"),
        ("page jean", "[name]"),
        ("a page", "a page"),
        ("jean", "jean"),
        ("elodie d’hondt", "[name]"),
        ("Jan van der Berg", "[name]"),
        ("berg", "berg"),
        ("wu li", "[name]"),
        ("wu", "wu"),
        ("ZAVENTEMSKI phone", "[name] phone"),
        ('"anne dubois" agency:ofaf', '"[name]" agency:ofaf'),
    ],
)
def test_names_of_people_are_not_kept(typed: str, kept: str) -> None:
    assert masked(typed, PEOPLE) == kept


def test_text_is_cut_at_the_length_of_a_search() -> None:
    assert len(masked("ab " * 300, NOBODY)) <= 400


def test_searches_are_compared_without_case_accents_and_signs() -> None:
    assert question_key("Télétravail, règles?") == question_key("teletravail regles")
    assert question_key("call [number]") != question_key("call number")
    assert question_key('"day care"') != question_key("day care")
    assert question_key("badge -parking") != question_key("badge parking")


def test_marks_alone_say_nothing() -> None:
    assert not says_something("[name] [mail]")
    assert says_something("call [name]")


def test_marks_are_shown_in_the_language_of_the_reader() -> None:
    with translation.override("en"):
        assert readable("call [name]") == "call [name]"
        assert readable("call [nobody]") == "call [nobody]"


@pytest.mark.django_db
def test_last_name_that_only_closed_pages_use_as_a_word_is_masked() -> None:
    User.objects.create_user("a", "a@agency.example", last_name="Parking")
    User.objects.create_user("b", "b@agency.example", last_name="Hangar")
    make_entry("Parking permits")
    make_entry("Hangar", place=closed_place(Group.objects.create(name="few")))
    known = names.names_of_people(0)
    assert masked("parking in the hangar", known) == "parking in the [name]"


@pytest.mark.django_db
def test_names_are_read_once_until_somebody_is_named_anew() -> None:
    def kept() -> str:
        stamp = reader_of(None).stamps.get(Stamp.PEOPLE, 0)
        return masked("Novak", names.names_of_people(stamp))

    User.objects.create_user("m", "m@agency.example", last_name="Marin")

    assert kept() == "Novak"
    with CaptureQueriesContext(connection) as queries:
        names.names_of_people(reader_of(None).stamps.get(Stamp.PEOPLE, 0))
    assert not [query for query in queries if "accounts_user" in query["sql"]]
    user = User.objects.create_user("n", "n@agency.example", last_name="Novak")
    assert kept() == "[name]"
    user.last_name = "Other"
    user.save(update_fields=["last_name"])
    assert kept() == "Novak"
