"""Labels in memory, and the changes that make processes forget them."""

from typing import Any

import pytest
from django.db import transaction

from catalogue import drain
from catalogue.models import Change, Stamp
from vocabulary.labels import pick
from vocabulary.models import Profession, Tag, Theme
from vocabulary.names import labels


def stamp() -> int:
    return Stamp.objects.get(name=Stamp.LABELS).number


def test_all_labels_are_read_by_one_query_and_then_by_none(
    letters: Tag, django_assert_num_queries: Any
) -> None:
    work = Theme.objects.create(slug="work", label_en="Work")
    Theme.objects.create(slug="pay", label_nl="Loon", parent=work)
    Profession.objects.create(slug="lawyers", label_de="Juristinnen")
    proposed = Tag.objects.create(name="Nudging")
    Tag.objects.create(name="lettres", merged_into=letters)
    number = stamp()
    with django_assert_num_queries(1):
        found = labels(number)
    with django_assert_num_queries(0):
        assert labels(number) is found
    assert found.themes == {"work": {"en": "Work"}, "pay": {"nl": "Loon"}}
    assert found.parents == {"work": "", "pay": "work"}
    assert found.theme_order == ("work", "pay")
    assert found.professions == {"lawyers": {"de": "Juristinnen"}}
    assert found.tags["letters"] == {"en": "letters", "fr": "courriers"}
    assert found.tags[proposed.slug] == {"": "Nudging"}
    assert found.accepted == {"letters"}
    assert found.current == {"lettres": "letters"}


def test_a_label_of_no_known_language_is_shown_as_it_is() -> None:
    assert pick({"": "Nudging"}, "fr") == ("Nudging", "")
    assert pick({"nl": "loon", "en": "pay"}, "fr") == ("pay", "en")
    assert pick({}, "fr") == ("", "fr")


@pytest.mark.parametrize("model", [Theme, Tag, Profession])
def test_renaming_and_deleting_move_the_stamp_and_log_a_change(
    db: None, model: Any
) -> None:
    fields = {"name": "word"} if model is Tag else {"slug": "word"}
    word = model.objects.create(**fields, label_en="Word")
    Change.objects.all().delete()
    before = stamp()
    word.label_en = "Other"
    with drain.paused(), transaction.atomic():
        word.save()
        (change,) = Change.objects.all()
    assert (change.scope, change.key) == (
        "related",
        f"{model._meta.label_lower}:{word.pk}",
    )
    assert stamp() == before + 1
    word.delete()
    assert stamp() == before + 2


@pytest.mark.parametrize("model", [Theme, Tag, Profession])
def test_a_rename_that_is_undone_leaves_nothing(db: None, model: Any) -> None:
    fields = {"name": "word"} if model is Tag else {"slug": "word"}
    word = model.objects.create(**fields, label_en="Word")
    Change.objects.all().delete()
    before = stamp()
    word.label_en = "Other"
    with transaction.atomic():
        word.save()
        transaction.set_rollback(True)
    assert not Change.objects.exists()
    assert stamp() == before
    assert model.objects.get(pk=word.pk).label_en == "Word"


def test_a_change_of_a_tag_reaches_what_carries_the_tags_mapped_to_it(
    letters: Tag,
) -> None:
    old = Tag.objects.create(name="lettres", merged_into=letters)
    Change.objects.all().delete()
    with drain.paused():
        letters.save()
    keys = set(Change.objects.values_list("key", flat=True))
    assert keys == {f"vocabulary.tag:{tag.pk}" for tag in (letters, old)}
