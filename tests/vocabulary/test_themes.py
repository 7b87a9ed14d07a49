"""Themes: their tree and what changes with them."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import Agency
from catalogue import drain
from catalogue.models import Change
from practices.models import AgencySectionPage, GuidePage
from vocabulary.models import Profession, Theme


@pytest.fixture
def tree(db: None) -> dict[str, Theme]:
    """Work over pay over bonus, and care beside."""
    made: dict[str, Theme] = {}
    for position, (slug, parent) in enumerate(
        [("work", ""), ("pay", "work"), ("bonus", "pay"), ("care", "")]
    ):
        made[slug] = Theme.objects.create(
            slug=slug, label_en=slug, position=9 - position, parent=made.get(parent)
        )
    return made


def test_the_tree_lists_each_theme_after_its_broader_one(
    tree: dict[str, Theme], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        found = [(theme.slug, depth) for theme, depth in Theme.objects.tree()]
    assert found == [("care", 0), ("work", 0), ("pay", 1), ("bonus", 2)]


def test_a_branch_is_a_theme_and_all_below(tree: dict[str, Theme]) -> None:
    slugs = [theme.slug for theme in Theme.objects.branch(tree["work"])]
    assert slugs == ["work", "pay", "bonus"]


def test_a_theme_cannot_stand_below_itself(tree: dict[str, Theme]) -> None:
    tree["work"].parent = tree["bonus"]
    with pytest.raises(ValidationError, match="below itself"):
        tree["work"].clean()
    tree["pay"].parent = tree["care"]
    tree["pay"].clean()


def test_a_circle_in_the_database_stops_nothing(tree: dict[str, Theme]) -> None:
    Theme.objects.filter(slug="work").update(parent=tree["bonus"])
    assert len(Theme.objects.branch(tree["work"])) == 3
    assert [theme.slug for theme, _depth in Theme.objects.tree()] == ["care"]


def test_a_moved_theme_changes_what_stands_below_it_too(tree: dict[str, Theme]) -> None:
    Change.objects.all().delete()
    tree["pay"].parent = tree["care"]
    with drain.paused():
        tree["pay"].save()
    logged = set(Change.objects.values_list("scope", "key"))
    assert logged == {
        ("related", f"vocabulary.theme:{tree[slug].pk}") for slug in ("pay", "bonus")
    }


@pytest.mark.parametrize("model", [Theme, Profession])
def test_what_pages_use_is_not_deleted(manager_client: Client, model: Any) -> None:
    word = model.objects.create(slug="word", label_en="Word")
    agency = Agency.objects.create(slug="corvanne", name_fr="Ville de Corvanne")
    page = GuidePage(title="Guide", summary="s", agency=agency)
    (page.themes if model is Theme else page.readers).set([word])
    AgencySectionPage.objects.get(agency=agency).add_child(instance=page)
    name = "themes" if model is Theme else "professions"
    address = reverse(f"{name}:delete", args=[word.pk])
    for answer in (
        manager_client.get(address, follow=True),
        manager_client.post(address, follow=True),
    ):
        assert "“Word” is in use 1 time" in answer.content.decode()
    assert model.objects.filter(pk=word.pk).exists()
