"""What signs in a search mean, and that no text is a mistake."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query_language import (
    LONGEST_VALUE,
    MOST_CONDITIONS,
    Part,
    parse,
    reworded,
    taken_off,
    without_filters,
    write,
)

pytestmark = pytest.mark.once

SIGNS = st.text(st.sampled_from("ab 1-\":“«»'agency:theme:kind:\x00é-_,"), max_size=80)


def parts_of(text: str) -> list[tuple[str, str]]:
    return [(part.name, part.value) for part in parse(text).parts]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("parking permits", [("", "parking permits")]),
        ('"parking permit" street', [("phrase", "parking permit"), ("", "street")]),
        ("«\u00a0vie privée\u00a0»", [("phrase", "vie privée")]),
        ("“data” „Daten“", [("phrase", "data"), ("phrase", "Daten")]),
        ("parking -badge", [("", "parking"), ("without", "badge")]),
        ('-"day care" x', [("without", "day care"), ("", "x")]),
        ("agency:OFAF tax", [("agency", "OFAF"), ("", "tax")]),
        ('Theme:"public space"', [("theme", "public space")]),
        ("author:o'neill lang:fr", [("author", "o'neill"), ("lang", "fr")]),
        ("kind:guide, kind:case", [("kind", "guide"), ("kind", "case")]),
    ],
)
def test_signs_that_mean_something(text: str, parts: list[tuple[str, str]]) -> None:
    assert parts_of(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        'parking "permit',
        'agency:"town hall',
        'a 5"x3" card',
        '"" "!" x',
        "park - ride",
        "park --ride",
        "aide -25 ans",
        "e-mail covid-19 Park- und Ride",
        "title:parking site:example https://example.org",
        "agency: theme:!",
        "agency:" + "x" * (LONGEST_VALUE + 1),
        "_agency:x",
    ],
)
def test_everything_else_is_words(text: str) -> None:
    assert parts_of(text) == [("", text)]


def test_words_in_quotes_count_as_words_too() -> None:
    parsed = parse('street "parking permit" -badge agency:x')
    assert parsed.text == "street parking permit"
    assert parsed.plain == "street"
    assert parsed.phrases == ("parking permit",)
    assert parsed.excluded == ("badge",)


def test_after_many_conditions_the_rest_is_words() -> None:
    parsed = parse(" ".join(f"-word{n}" for n in range(MOST_CONDITIONS + 2)))
    assert len(parsed.conditions) == MOST_CONDITIONS
    assert parsed.plain == "-word12 -word13"


def test_each_condition_can_be_taken_off() -> None:
    text = '"parking permit" -badge author:"anne dubois" street'
    phrase, without, author = parse(text).conditions
    assert taken_off(text, phrase) == (
        'parking permit -badge author:"anne dubois" street'
    )
    assert taken_off(text, without) == ('"parking permit" author:"anne dubois" street')
    assert taken_off(text, author) == '"parking permit" -badge street'
    assert taken_off(text, Part("without", "other")) == text


def test_filters_leave_the_words_and_other_conditions() -> None:
    assert without_filters('tax agency:x -a "b c" kind:case author:d') == (
        'tax -a "b c" author:d'
    )


def test_words_are_written_as_they_were_meant_and_conditions_stay() -> None:
    meant = {"permitt": "permit"}
    assert reworded('Permitt "a permitt" -permitt agency:permitt', meant) == (
        'permit "a permit" -permitt agency:permitt'
    )


@given(st.text(max_size=200) | SIGNS)
def test_no_text_is_a_mistake(text: str) -> None:
    parsed = parse(text)
    assert len(parsed.conditions) <= MOST_CONDITIONS
    assert all(part.value.strip() == part.value for part in parsed.conditions)
    # What is read and written again says the same.
    assert parse(write(parsed.parts)) == parsed
    for part in parsed.conditions:
        fewer = parse(taken_off(text, part)).parts
        assert len(fewer) <= len(parsed.parts) + 1
