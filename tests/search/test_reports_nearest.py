"""The nearest thing to what people do not find, alike on both engines."""

import pytest

from catalogue.access import reader_of
from search.asked.nearest import found_now, nearest, would_find
from search.engines import Engine
from search.indexing.rebuild import rebuild
from search.models import Question
from tests.search.entries import make_entry
from tests.search.reported import question

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked(engine: Engine) -> list[Question]:
    """Questions beside what there is, taken in by the engine."""
    make_entry("Fietslease voor personeel", language="nl")
    make_entry("Zeppelin in the yard")
    if engine.name == "elasticsearch":
        rebuild()
    words = ("fietsleasebank", "zeppelin", "nowhere", "author:nobody zeppelin")
    return [question(text, language="nl") for text in words]


def test_known_words_of_the_family_are_near(asked: list[Question]) -> None:
    found = nearest(asked, reader_of(None))
    family, itself, nothing, condition = (found.get(each.pk) for each in asked)
    assert family
    assert (family.text, family.count, family.is_itself) == ("fietslease", 1, False)
    assert itself
    assert (itself.text, itself.is_itself) == ("zeppelin", True)
    assert nothing is None
    assert condition is None


def test_what_words_would_find_is_counted(asked: list[Question]) -> None:
    reader = reader_of(None)
    assert would_find(asked[0], ["fietslease", "never"], "nl", reader) == 1
    assert would_find(asked[0], ["never"], "", reader) == 0
    assert would_find(asked[0], [" "], "", reader) == 0
    assert list(found_now({1: "zeppelin", 2: "never"}, reader)) == [1]
