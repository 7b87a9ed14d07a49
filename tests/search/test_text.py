"""Folding, stems and what is taken out of a question."""

import pytest

from search.text import (
    analyse,
    exact_words,
    fold,
    guess_language,
    likely_languages,
    spans,
    stems,
)

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Œuvre d’État", "oeuvre d’etat"),
        ("Straße", "strasse"),
        ("PÂTÉ", "pate"),
        ("Curaçao", "curacao"),
        ("re\u0301seau", "reseau"),
        ("Gegevens\u00adbescherming", "gegevensbescherming"),
        ("ﬁche", "fiche"),
    ],
)
def test_case_accents_and_ligatures_are_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’agence d'aujourd'hui", ["agence", "aujourd", "hui"]),
        ("qu'il lorsqu’elle", ["il", "elle"]),
        ("the agency's form", ["the", "agency", "form"]),
        ("Woo-verzoek e-mail", ["woo", "verzoek", "e", "mail"]),
        (
            "https://example.org/a_b?c=1",
            ["https", "example", "org", "a", "b", "c", "1"],
        ),
        ("2 août 2026, 1 403 €", ["2", "aout", "2026", "1", "403"]),
        (
            'a\x00b "quoted" (AND) NEAR/3 c:*',
            ["a", "b", "quoted", "and", "near", "3", "c"],
        ),
        ("… — !?", []),
    ],
)
def test_words_are_found_between_signs(text: str, words: list[str]) -> None:
    assert exact_words(text) == words


def test_places_of_words_are_those_of_the_text() -> None:
    text = "L’État_civil, re\u0301duit"
    assert [text[word.start : word.end] for word in spans(text)] == [
        "État",
        "civil",
        "re\u0301duit",
    ]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("fr", "allocations chômage", "allocation chomage"),
        ("fr", "les données ouvertes", "donnée ouverte"),
        ("nl", "vergunningen aanvragen", "vergunning aanvraag"),
        ("de", "Genehmigungen für Straßenfeste", "genehmigung strassenfest"),
        ("de", "Behörden", "Behorde"),
        ("en", "agencies' permits", "agency permit"),
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, one: str, other: str) -> None:
    assert stems(one, language) == stems(other, language)


def test_stems_of_two_languages_never_meet() -> None:
    assert not set(stems("formation", "fr")) & set(stems("formation", "en"))


def test_small_words_are_left_out() -> None:
    assert stems("de vergunning van het huis", "nl") == stems("vergunning huis", "nl")


def test_text_of_an_unknown_language_is_kept() -> None:
    assert stems("oficina central", "es") == stems("oficina central", "en")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Comment peut-on demander un permis ?", ("demander", "permis")),
        ("Hoe kan ik een vergunning aanvragen?", ("vergunning", "aanvragen")),
        ("How do I apply for a permit?", ("apply", "permit")),
        ("Wie kann ich eine Genehmigung beantragen?", ("genehmigung", "beantragen")),
        ("permis", ("permis",)),
        ("comment", ("comment",)),
    ],
)
def test_question_words_go_unless_nothing_is_left(
    question: str, words: tuple[str, ...]
) -> None:
    assert analyse(question).words == words


@pytest.mark.parametrize(
    ("question", "interface", "language"),
    [
        ("Hoe kan ik een vergunning aanvragen?", "", "nl"),
        ("how to write a letter", "fr", "en"),
        ("pseudonymisation", "", ""),
        ("die Akte", "de", "de"),
        ("die Akte", "", ""),
    ],
)
def test_small_words_tell_the_language(
    question: str, interface: str, language: str
) -> None:
    assert guess_language(exact_words(question), interface) == language


def test_a_question_has_the_stems_of_all_languages() -> None:
    found = analyse("organisations").stems
    assert {stem[:2] for stem in found} == {"en", "fr", "nl", "de"}


def test_endless_questions_are_cut() -> None:
    assert len(analyse(" ".join(f"word{n}" for n in range(3000))).words) == 40


@pytest.mark.parametrize(
    ("query", "interface", "likely"),
    [
        ("protection des données", "en", ("fr",)),
        ("schutz des kindes für alle", "en", ("de",)),
        ("analyse des mots", "en", ("fr", "de")),
        ("analyse des mots", "de", ("de",)),
        ("télétravail", "nl", ()),
    ],
)
def test_small_words_and_letters_tell_the_likely_languages(
    query: str, interface: str, likely: tuple[str, ...]
) -> None:
    assert likely_languages(query.split(), interface) == likely
    assert "des" not in analyse(query, interface).words
