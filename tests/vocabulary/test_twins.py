"""Telling twins: by case, accent, hyphen, blank; plurals only as a suggestion."""

import pytest

from vocabulary.folding import fold, loosen
from vocabulary.models import Tag
from vocabulary.twins import TagIndex


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("E-Mail", "email"),
        ("e mail", "EMAIL"),
        ("Démarches simplifiées", "demarches-simplifiees"),
        ("Straße", "STRASSE"),
        ("cœur", "coeur"),
        ("l’État", "l'etat"),
        ("Ko\u0308ln", "Köln"),
        ("open_data", "Open Data"),
    ],
)
def test_spellings_of_one_word_fold_to_the_same(one: str, two: str) -> None:
    assert fold(one) == fold(two)


@pytest.mark.parametrize(
    ("one", "two"), [("C", "C++"), ("C++", "C#"), ("port", "porte")]
)
def test_other_words_do_not(one: str, two: str) -> None:
    assert fold(one) != fold(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("letter", "letters"),
        ("réseau", "réseaux"),
        ("Frau", "Frauen"),
        ("Behörden", "Behoerde"),
        ("bonne pratique", "Bonnes pratiques"),
        ("e-Mails", "email"),
    ],
)
def test_plurals_and_written_out_umlauts_are_suggested(one: str, two: str) -> None:
    assert loosen(one) == loosen(two)
    assert fold(one) != fold(two)


def tag(name: str, **fields: str) -> Tag:
    return Tag.objects.create(name=name, **fields)


def test_twins_are_suggested_the_surest_first(letters: Tag) -> None:
    loose = tag("Letter")
    spelled = tag("Let-ters")
    assert TagIndex().twins(spelled) == [letters, loose]


def test_a_twin_in_another_language_is_suggested(letters: Tag) -> None:
    assert TagIndex().twins(tag("Courrier")) == [letters]


def test_a_merged_twin_leads_to_its_successor(letters: Tag) -> None:
    tag("lettre", merged_into=letters)
    assert TagIndex().twins(tag("Lettres")) == [letters]


def test_a_word_of_its_own_has_no_twins(letters: Tag) -> None:
    assert TagIndex().twins(tag("budget")) == []
