"""One mistake in a word."""

import pytest

from search.engines.database.typos import begins_nearly, one_apart, variants


@pytest.mark.parametrize(
    "other", ["permit", "permits", "perit", "pernit", "premit", "epermit", "ermit"]
)
def test_one_mistake_is_forgiven(other: str) -> None:
    assert one_apart("permit", other)


@pytest.mark.parametrize("other", ["permitted", "prmti", "tree", "pemrits", ""])
def test_two_mistakes_are_not(other: str) -> None:
    assert not one_apart("permit", other)


@pytest.mark.parametrize(
    "typed", ["pseudonim", "psuedonym", "pseudnym", "pseudonymm", "pseudonymisation"]
)
def test_variants_hold_the_beginning_of_the_word_that_was_meant(typed: str) -> None:
    meant = "pseudonymisations"
    assert any(meant.startswith(way) for way in variants(typed))
    assert begins_nearly(typed, meant)


def test_short_words_and_numbers_are_not_varied() -> None:
    assert variants("abc") == ["abc"]
    assert variants("2026") == ["2026"]
    assert not begins_nearly("abc", "acb")
