"""Tags: how they arrive, are found by any of their words, accepted and dropped."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from vocabulary.models import Tag
from vocabulary.services import TagFinder, accept, drop, find_or_propose


def test_unknown_words_arrive_as_proposed_each_once(db: None) -> None:
    tags = find_or_propose(["Achats", "achats ", "ACHÂTS", "", " - "], "fr")
    (tag,) = tags
    assert (tag.name, tag.label_fr, tag.state) == ("Achats", "Achats", "proposed")
    assert list(Tag.objects.proposed()) == [tag]


@pytest.mark.parametrize(
    "word", ["letters", "LETTERS", "let-ters", "Courriers", "correspondence", "léttêrs"]
)
def test_a_tag_is_found_by_any_of_its_words(letters: Tag, word: str) -> None:
    assert find_or_propose([word]) == [letters]
    assert Tag.objects.count() == 1


def test_an_accepted_tag_wins_over_a_proposed_one_with_the_same_word(
    db: None,
) -> None:
    Tag.objects.create(name="post")
    mail = Tag.objects.create(name="mail", synonyms="post", state="accepted")
    assert find_or_propose(["Post"]) == [mail]


def test_a_word_in_an_unknown_language_has_no_label_but_a_name(db: None) -> None:
    (tag,) = find_or_propose(["Nudging"], "xx")
    assert tag.labels == {}
    assert str(tag) == "Nudging"


def test_words_that_differ_by_more_than_spelling_stay_two(db: None) -> None:
    names = {tag.slug for tag in find_or_propose(["C", "C++", "C#"])}
    assert names == {"c", "c-plus-plus", "c-sharp"}


def test_a_long_or_dirty_word_is_cut_and_cleaned(db: None) -> None:
    (tag,) = find_or_propose(["a\x00b " + "x" * 300])
    assert tag.name.startswith("a b xxx")
    assert len(tag.name) == 100


def test_a_word_without_letters_of_ours_has_an_address_all_the_same(db: None) -> None:
    one, two = find_or_propose(["日本", "中国"])
    assert one.slug
    assert two.slug
    assert one.slug != two.slug


def test_looking_up_many_words_costs_one_query(
    letters: Tag, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        finder = TagFinder()
        for _ in range(50):
            finder.find_or_propose(["Letters", "courriers"])


def test_accepting_makes_tags_a_facet(db: None) -> None:
    tags = find_or_propose(["one", "two"])
    accept(*tags)
    assert set(Tag.objects.accepted()) == set(tags)
    assert not Tag.objects.proposed().exists()


def test_dropping_takes_the_tag_and_what_was_mapped_to_it(
    letters: Tag, manager: User
) -> None:
    old = Tag.objects.create(name="lettres", merged_into=letters)
    Tag.objects.create(name="lettre", merged_into=old)
    manager.expertise.add(letters)
    drop(letters)
    assert not Tag.objects.exists()
    assert not manager.expertise.exists()


def test_a_tag_cannot_end_where_it_began(letters: Tag) -> None:
    other = Tag.objects.create(name="lettres", merged_into=letters)
    letters.merged_into = other
    with pytest.raises(ValidationError, match="mapped to itself"):
        letters.clean()
    Tag.objects.filter(pk=letters.pk).update(merged_into=other)
    letters = Tag.objects.get(pk=letters.pk)
    assert letters.current in (letters, other)
