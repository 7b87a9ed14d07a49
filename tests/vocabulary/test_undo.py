"""Undoing a merge: what was moved goes back, for 30 days."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import Agency
from accounts.services import create_user
from catalogue import drain
from catalogue.models import Entry, FacetValue
from practices.models import AgencySectionPage, CasePage, GuidePage
from vocabulary import services
from vocabulary.models import UNDO_WITHIN, Tag, TagMerge
from vocabulary.services import MergeError, merge, undo

A_DAY = datetime.timedelta(days=1)


def make(name: str, **fields: str) -> Tag:
    return Tag.objects.create(name=name, state=Tag.State.ACCEPTED, **fields)


@pytest.fixture
def missives(db: None) -> Tag:
    """A tag that means letters."""
    return make("missives", label_fr="missives", synonyms="billets")


@pytest.fixture
def section(db: None) -> AgencySectionPage:
    """The section of an agency, made with it."""
    agency = Agency.objects.create(slug="corvanne", name_fr="Ville de Corvanne")
    return AgencySectionPage.objects.get(agency=agency)


def page(section: AgencySectionPage, *tags: Tag, model: type = CasePage) -> CasePage:
    made = model(title=f"Page {len(tags)}", summary="s", agency=section.agency)
    made.tags.set(tags)
    section.add_child(instance=made)
    made.save_revision().publish()
    return made


def tags_of(made: CasePage) -> list[str]:
    rows = made.tagged_items.model.objects.filter(content_object=made.pk)
    return sorted(row.tag.name for row in rows)


def last() -> TagMerge:
    return TagMerge.objects.latest("pk")


@pytest.mark.parametrize("model", [CasePage, GuidePage])
def test_pages_and_people_carry_what_they_carried(
    section: AgencySectionPage, letters: Tag, missives: Tag, model: type
) -> None:
    one = page(section, missives, model=model)
    both = page(section, missives, letters, model=model)
    other = page(section, letters, model=model)
    person = create_user("one@b.example")
    person.expertise.add(missives, letters)
    merge(missives, letters)
    done = undo(last())
    assert (done.tag, done.into, done.edited) == (missives, letters, ())
    assert tags_of(one) == ["missives"]
    assert tags_of(both) == ["letters", "missives"]
    assert tags_of(other) == ["letters"]
    assert set(person.expertise.all()) == {missives, letters}
    assert missives.__class__.objects.get(pk=missives.pk).merged_into is None


def test_the_added_synonyms_leave_and_others_stay(letters: Tag, missives: Tag) -> None:
    merge(missives, letters)
    letters.refresh_from_db()
    assert letters.synonym_list == ["correspondence", "missives", "billets"]
    letters.synonyms += "\nmail"
    letters.save()
    undo(last())
    letters.refresh_from_db()
    assert letters.synonym_list == ["correspondence", "mail"]
    found = services.find_or_propose(["Billets", "Missives"])
    assert found == [missives]


def test_a_synonym_that_was_changed_meanwhile_is_told(
    letters: Tag, missives: Tag
) -> None:
    merge(missives, letters)
    Tag.objects.filter(pk=letters.pk).update(synonyms="missives\nbillets doux")
    assert undo(last()).edited == ("billets",)
    letters.refresh_from_db()
    assert letters.synonym_list == ["billets doux"]


def test_what_lost_the_other_tag_meanwhile_stays_without(
    section: AgencySectionPage, letters: Tag, missives: Tag
) -> None:
    made = page(section, missives)
    merge(missives, letters)
    made.tagged_items.model.objects.filter(content_object=made.pk).delete()
    undo(last())
    assert tags_of(made) == []


def test_what_is_gone_does_not_come_back(
    section: AgencySectionPage, letters: Tag, missives: Tag
) -> None:
    one, both = page(section, missives), page(section, missives, letters)
    merge(missives, letters)
    for made in (one, both):
        made.delete()
    undo(last())
    assert not CasePage.tags.through.objects.exists()


def test_a_page_saved_meanwhile_goes_back_and_stays_back(
    section: AgencySectionPage, letters: Tag, missives: Tag
) -> None:
    made = page(section, missives)
    merge(missives, letters)
    draft = CasePage.objects.get(pk=made.pk).get_latest_revision_as_object()
    # As the form does it: all tags anew.
    draft.tags.set([letters])
    draft.save_revision().publish()
    assert tags_of(made) == ["letters"]
    undo(last())
    assert tags_of(made) == ["missives"]
    made.get_latest_revision().publish()
    assert tags_of(made) == ["missives"]


def test_a_draft_does_not_bring_the_merged_tag_back(
    section: AgencySectionPage, letters: Tag, missives: Tag
) -> None:
    one, both = page(section, missives), page(section, missives, letters)
    for made in (one, both):
        made.save_revision()
    merge(missives, letters)
    for made in (one, both):
        CasePage.objects.get(pk=made.pk).get_latest_revision().publish()
        assert tags_of(made) == ["letters"]


def test_the_form_of_a_page_with_both_tags_leaves_one(
    section: AgencySectionPage, letters: Tag, missives: Tag
) -> None:
    made = page(section, missives, letters)
    merge(missives, letters)
    draft = CasePage.objects.get(pk=made.pk).get_latest_revision_as_object()
    draft.tags.set(["missives", "letters"])
    draft.save_revision().publish()
    assert tags_of(made) == ["letters"]


def test_entries_follow(
    section: AgencySectionPage, letters: Tag, missives: Tag
) -> None:
    made = page(section, missives)
    drain.run_all()
    old = FacetValue.objects.get(facet="tag", value="missives").pk
    merge(missives, letters)
    drain.run_all()
    entry = Entry.objects.get(key=f"page:{made.pk}")
    new = FacetValue.objects.get(facet="tag", value="letters").pk
    assert new in entry.facet_ids
    undo(last())
    drain.run_all()
    entry.refresh_from_db()
    assert old in entry.facet_ids
    assert new not in entry.facet_ids


def test_earlier_merges_follow_their_tag(letters: Tag, missives: Tag) -> None:
    older = make("missive")
    merge(older, missives)
    merge(missives, letters)
    undo(last())
    older.refresh_from_db()
    assert older.merged_into == missives


def test_the_first_of_a_chain_is_undone_alone(
    section: AgencySectionPage, letters: Tag, missives: Tag
) -> None:
    post = make("post")
    first, middle = page(section, missives), page(section, letters)
    all_three = page(section, missives, letters, post)
    merge(missives, letters)
    one = last()
    merge(letters, post)
    assert tags_of(all_three) == tags_of(first) == ["post"]
    undo(one)
    assert tags_of(first) == ["missives"]
    assert tags_of(middle) == ["post"]
    assert tags_of(all_three) == ["missives", "post"]
    missives.refresh_from_db()
    post.refresh_from_db()
    letters.refresh_from_db()
    assert (missives.merged_into, letters.merged_into) == (None, post)
    assert "missives" not in post.synonym_list
    undo(last())
    assert tags_of(middle) == ["letters"]
    assert tags_of(all_three) == ["letters", "missives", "post"]


def test_a_later_merge_into_the_same_tag_stands(
    section: AgencySectionPage, letters: Tag, missives: Tag
) -> None:
    notes = make("notes")
    made = page(section, missives, notes)
    merge(missives, letters)
    one = last()
    merge(notes, letters)
    undo(one)
    assert tags_of(made) == ["letters", "missives"]
    undo(last())
    assert tags_of(made) == ["missives", "notes"]


def test_a_merge_is_undone_once_and_for_thirty_days(
    letters: Tag, missives: Tag
) -> None:
    merge(missives, letters)
    late = last()
    TagMerge.objects.update(at=timezone.now() - UNDO_WITHIN)
    with pytest.raises(MergeError, match="30 days"):
        undo(late)
    TagMerge.objects.update(at=timezone.now() - UNDO_WITHIN + A_DAY)
    undo(late)
    with pytest.raises(MergeError, match="was undone"):
        undo(late)


def test_a_tag_that_is_gone_stays_gone(letters: Tag, missives: Tag) -> None:
    merge(missives, letters)
    merged = last()
    services.drop(letters)
    with pytest.raises(MergeError, match="does not exist"):
        undo(merged)


def test_a_merged_tag_is_not_merged_again(letters: Tag, missives: Tag) -> None:
    merge(missives, letters)
    with pytest.raises(MergeError, match="already"):
        merge(missives, make("post"))


def test_who_merged_is_kept_and_no_use_is_counted(letters: Tag, missives: Tag) -> None:
    who = create_user("one@b.example")
    merge(missives, letters, by=who)
    assert last().by == who
    assert Tag.objects.with_uses().get(pk=letters.pk).uses == 0


def test_a_proposed_tag_that_takes_an_accepted_one_in_is_accepted(
    letters: Tag,
) -> None:
    proposed = Tag.objects.create(name="lettering")
    merge(letters, proposed)
    proposed.refresh_from_db()
    assert proposed.is_accepted
    undo(last())
    proposed.refresh_from_db()
    assert not proposed.is_accepted
