"""Marks in titles and passages."""

from search.engines.database.highlight import marked, snippet
from search.text import analyse

FILLER = "Nothing in this sentence is about it. " * 30


def test_another_form_of_the_word_is_marked() -> None:
    found = marked(
        "Pseudonymisierung von Daten", analyse("pseudonymisieren").stems, "de"
    )
    assert found == "<mark>Pseudonymisierung</mark> von Daten"


def test_text_is_escaped_and_marks_are_the_only_markup() -> None:
    found = marked("<b>Permit</b> & 'more'", analyse("permit b").stems, "en")
    assert "<mark>Permit</mark>" in found
    assert "<b>" not in found
    assert "&amp;" in found


def test_passage_is_the_one_that_matches_most_of_the_question() -> None:
    body = f"A letter came. {FILLER} The clear letter was tested. {FILLER} Clear."
    found = snippet("A short summary.", body, analyse("clear letter").stems, "en")
    assert "The <mark>clear</mark> <mark>letter</mark> was tested" in found
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert len(found) < 300


def test_summary_wins_when_the_text_tells_no_more() -> None:
    found = snippet("About a letter.", FILLER + "letter", analyse("letter").stems, "en")
    assert found == "About a <mark>letter</mark>."


def test_without_a_match_the_summary_is_shown() -> None:
    assert snippet("About it.", FILLER, analyse("zebra").stems, "en") == "About it."


def test_without_a_question_long_summaries_are_cut_at_a_word() -> None:
    found = snippet(FILLER, "", (), "en")
    assert len(found) <= 203
    assert found.endswith(" …")
    assert found.removesuffix(" …").split()[-1] in FILLER.split()
