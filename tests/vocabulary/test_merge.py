"""Mapping one tag to another: what carried the old one carries the new one, once."""

import pytest
from django.db import transaction

from accounts.models import Agency, User
from accounts.services import create_user
from catalogue import drain
from catalogue.models import Change, Entry, FacetValue
from practices.models import AgencySectionPage, CasePage, GuidePage
from vocabulary.models import Tag
from vocabulary.services import MergeError, find_or_propose, merge


@pytest.fixture
def lettres(db: None) -> Tag:
    """A proposed tag that means letters."""
    return Tag.objects.create(name="lettres", label_fr="lettres", synonyms="missives")


@pytest.fixture
def section(db: None) -> AgencySectionPage:
    """The section of an agency, made with it."""
    agency = Agency.objects.create(slug="corvanne", name_fr="Ville de Corvanne")
    return AgencySectionPage.objects.get(agency=agency)


def page(model: type, section: AgencySectionPage, *tags: Tag) -> CasePage | GuidePage:
    made = model(title=f"Page {len(tags)}", summary="s", agency=section.agency)
    made.tags.set(tags)
    section.add_child(instance=made)
    return made


def tags_of(made: CasePage | GuidePage) -> list[Tag]:
    return [
        row.tag
        for row in made.tagged_items.model.objects.filter(content_object=made.pk)
    ]


@pytest.mark.parametrize("model", [CasePage, GuidePage])
def test_pages_carry_the_other_tag_and_none_twice(
    section: AgencySectionPage, letters: Tag, lettres: Tag, model: type
) -> None:
    one = page(model, section, lettres)
    both = page(model, section, lettres, letters)
    merge(lettres, letters)
    assert tags_of(one) == [letters]
    assert tags_of(both) == [letters]


def test_people_and_earlier_merges_follow(letters: Tag, lettres: Tag) -> None:
    older = Tag.objects.create(name="lettre", merged_into=lettres)
    one, both = (create_user(f"{name}@b.example") for name in ("one", "both"))
    one.expertise.add(lettres)
    both.expertise.add(lettres, letters)
    merge(lettres, letters)
    for person in User.objects.all():
        assert list(person.expertise.all()) == [letters]
    older.refresh_from_db()
    assert older.merged_into == letters


def test_the_words_become_synonyms_and_lead_to_the_other_tag(
    letters: Tag, lettres: Tag
) -> None:
    into = merge(lettres, letters)
    assert into.synonym_list == ["correspondence", "lettres", "missives"]
    assert find_or_propose(["Missives", "LETTRES"]) == [letters]
    assert not Tag.objects.proposed().exists()


def test_mapping_to_a_tag_that_was_mapped_itself_goes_to_the_end(
    letters: Tag, lettres: Tag
) -> None:
    merge(lettres, letters)
    third = Tag.objects.create(name="post")
    assert merge(third, lettres) == letters


@pytest.mark.parametrize("again", [False, True])
def test_a_tag_is_not_mapped_to_itself(letters: Tag, lettres: Tag, again: bool) -> None:
    if again:
        merge(lettres, letters)
    with pytest.raises(MergeError, match="to itself"):
        merge(letters, lettres if again else letters)


def test_a_tag_that_is_gone_is_not_mapped(letters: Tag, lettres: Tag) -> None:
    Tag.objects.filter(pk=lettres.pk).delete()
    with pytest.raises(MergeError, match="does not exist"):
        merge(lettres, letters)


def test_typing_the_old_word_later_lands_on_the_other_tag(
    section: AgencySectionPage, letters: Tag, lettres: Tag
) -> None:
    merge(lettres, letters)
    made = page(CasePage, section)
    made.tags.add("lettres")
    made.save()
    assert tags_of(made) == [letters]


def test_entries_show_the_other_tag_after_the_drain(
    section: AgencySectionPage, letters: Tag, lettres: Tag
) -> None:
    made = page(CasePage, section, lettres)
    drain.run_all()
    entry = Entry.objects.get(key=f"page:{made.pk}")
    assert not FacetValue.objects.filter(facet="tag").exists()
    merge(lettres, letters)
    drain.run_all()
    entry.refresh_from_db()
    number = FacetValue.objects.get(facet="tag", value="letters").pk
    assert number in entry.facet_ids


def test_a_merge_logs_both_tags_in_its_transaction(letters: Tag, lettres: Tag) -> None:
    Change.objects.all().delete()
    with drain.paused(), transaction.atomic():
        merge(lettres, letters)
        keys = set(Change.objects.values_list("key", flat=True))
    assert keys == {f"vocabulary.tag:{tag.pk}" for tag in (letters, lettres)}


def test_a_merge_that_is_undone_leaves_nothing(letters: Tag, lettres: Tag) -> None:
    person = create_user("one@b.example")
    person.expertise.add(lettres)
    Change.objects.all().delete()
    with transaction.atomic():
        merge(lettres, letters)
        transaction.set_rollback(True)
    assert list(person.expertise.all()) == [lettres]
    assert not Change.objects.exists()
    assert Tag.objects.get(pk=letters.pk).synonyms == "correspondence"


def test_dropping_a_tag_takes_it_off_entries_too(
    section: AgencySectionPage, letters: Tag
) -> None:
    made = page(CasePage, section, letters)
    drain.run_all()
    number = FacetValue.objects.get(facet="tag", value="letters").pk
    letters.delete()
    drain.run_all()
    assert number not in Entry.objects.get(key=f"page:{made.pk}").facet_ids
