"""Which tags may be one: found by what they share, told with the reason."""

import random
import time

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from vocabulary import services
from vocabulary.models import Tag
from vocabulary.pairs import Likeness, count_pairs, find_pairs, likely_pairs

A_MOMENT = 10.0


def tag(number: int, name: str, **fields: str) -> Tag:
    return Tag(pk=number, name=name, **fields)


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ({"name": "opendata"}, {"name": "open data"}, Likeness.SPELLING),
        ({"name": "accessibilite"}, {"name": "Accessibilité"}, Likeness.SPELLING),
        ({"name": "e-mail"}, {"name": "email"}, Likeness.SPELLING),
        (
            {"name": "databescherming"},
            {"name": "gegevensbescherming", "synonyms": "x\nDatabescherming"},
            Likeness.SYNONYM,
        ),
        (
            {"name": "remote work", "label_fr": "télétravail"},
            {"name": "telework", "label_fr": "Télétravail"},
            Likeness.LABEL,
        ),
        (
            {"name": "Formulaires"},
            {"name": "x", "label_fr": "formulaires"},
            Likeness.LABEL,
        ),
        ({"name": "formulaire"}, {"name": "formulaires"}, Likeness.FORM),
        (
            {"name": "a", "label_en": "digitise"},
            {"name": "b", "label_en": "digitising"},
            Likeness.FORM,
        ),
        ({"name": "kwaliteit"}, {"name": "kwalitiet"}, Likeness.LETTER),
        ({"name": "letters"}, {"name": "lettres"}, Likeness.LETTER),
    ],
)
def test_tags_that_may_be_one(
    one: dict[str, str], other: dict[str, str], likeness: Likeness
) -> None:
    (pair,) = find_pairs([tag(1, **one), tag(2, **other)])
    assert (pair.likeness, {pair.tag.pk, pair.into.pk}) == (likeness, {1, 2})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mobility", "mortality"),
        ("article 51", "article 61"),
        ("votes", "notes"),
        ("C", "C++"),
        ("data", "metadata"),
    ],
)
def test_tags_that_are_two(one: str, other: str) -> None:
    assert find_pairs([tag(1, one), tag(2, other)]) == []


def test_a_pair_is_listed_once_with_its_surest_likeness() -> None:
    one = tag(1, "Open-Data", label_en="open data", synonyms="opendata")
    other = tag(2, "open data", label_en="open data", label_fr="données ouvertes")
    (pair,) = find_pairs([one, other])
    assert pair.likeness == Likeness.SPELLING


def test_many_tags_with_one_word_are_no_square_of_pairs() -> None:
    tags = [tag(n, f"t{n}{n}x", label_en="the same") for n in range(1, 301)]
    found = [pair for pair in find_pairs(tags) if pair.likeness == Likeness.LABEL]
    assert len(found) == 299


def test_a_thousand_tags_are_compared_in_a_moment() -> None:
    dice = random.Random(7)
    letters = "abcdefghiklmnoprstuvw"

    def word() -> str:
        return "".join(dice.choices(letters, k=11))

    tags = [tag(n, word(), label_fr=word(), label_de=word()) for n in range(1, 1001)]
    start = time.process_time()
    find_pairs(tags)
    assert time.process_time() - start < A_MOMENT


def test_the_less_used_tag_goes_into_the_other(letters: Tag, manager: User) -> None:
    proposed = Tag.objects.create(name="Létters")
    used = Tag.objects.create(name="phone", state=Tag.State.ACCEPTED)
    rare = Tag.objects.create(name="phones", state=Tag.State.ACCEPTED)
    manager.expertise.add(proposed, used)
    found = [
        (pair.tag, pair.into, pair.uses, pair.into_uses) for pair in likely_pairs()
    ]
    assert found == [(proposed, letters, 1, 0), (rare, used, 0, 1)]


def test_what_is_kept_apart_is_not_asked_again(letters: Tag) -> None:
    other = Tag.objects.create(name="Létters")
    assert count_pairs() == 1
    services.keep_apart(letters, other)
    services.keep_apart(other, letters)
    assert count_pairs() == len(likely_pairs()) == 0


def test_merged_tags_are_in_no_pair(letters: Tag) -> None:
    other = Tag.objects.create(name="Létters")
    services.merge(other, letters)
    assert likely_pairs() == []


def test_a_new_tag_is_compared_at_once_and_nothing_else_costs_more(
    letters: Tag, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert count_pairs() == 0
    Tag.objects.create(name="Létters")
    assert count_pairs() == 1
    with django_assert_num_queries(4):
        assert count_pairs() == 1
