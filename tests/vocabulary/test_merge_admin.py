"""Merging, keeping apart and undoing in the editing pages."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.services import create_user
from vocabulary.models import UNDO_WITHIN, DistinctTags, Tag, TagMerge
from vocabulary.services import drop, merge

pytestmark = pytest.mark.django_db

PAIRS = reverse("twin_tags:index")
DECIDE = reverse("twin_tags:decide")
MERGES = reverse("merged_tags:index")
UNDO = reverse("merged_tags:undo")


@pytest.fixture
def twin(letters: Tag) -> Tag:
    """A proposed tag that is written almost as "letters"."""
    return Tag.objects.create(name="Létters")


def listed(client: Client, query: str = "") -> list[set[str]]:
    response = client.get(PAIRS + query)
    assert response.status_code == 200
    return [{pair.tag.name, pair.into.name} for pair in response.context["object_list"]]


@pytest.mark.parametrize("address", [PAIRS, MERGES])
def test_lists_without_anything_say_so(manager_client: Client, address: str) -> None:
    page = manager_client.get(address).content.decode()
    assert "nothing to merge" in page or "No tag was merged yet" in page


@pytest.mark.parametrize("address", [PAIRS, MERGES, DECIDE, UNDO])
def test_only_knowledge_managers_get_in(client: Client, address: str) -> None:
    other = create_user("other@hub.example")
    other.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(address).status_code == 302
    assert client.post(address, follow=True).redirect_chain[-1][0] == "/admin/"


def test_pairs_show_both_ways_and_are_merged_by_a_button(
    manager_client: Client, manager: User, letters: Tag, twin: Tag
) -> None:
    page = manager_client.get(PAIRS).content.decode()
    assert f'value="{twin.pk}:{letters.pk}"' in page
    assert f'value="{letters.pk}:{twin.pk}"' in page
    manager_client.post(DECIDE, {"merge": f"{twin.pk}:{letters.pk}"})
    twin.refresh_from_db()
    assert twin.merged_into == letters
    assert TagMerge.objects.get().by == manager
    assert listed(manager_client) == []


def test_keeping_both_takes_the_pair_off_the_list(
    manager_client: Client, letters: Tag, twin: Tag
) -> None:
    manager_client.post(DECIDE, {"keep": f"{twin.pk}:{letters.pk}"})
    assert DistinctTags.objects.count() == 1
    assert listed(manager_client) == []


def test_pairs_are_searched_and_filtered(
    manager_client: Client, letters: Tag, twin: Tag
) -> None:
    for name in ("phone", "phones"):
        Tag.objects.create(name=name, state=Tag.State.ACCEPTED)
    first, second = {"letters", "Létters"}, {"phone", "phones"}
    assert listed(manager_client) == [first, second]
    assert listed(manager_client, "?q=PHONE") == [second]
    assert listed(manager_client, "?likeness=form") == [second]
    assert listed(manager_client, "?state=proposed") == [first]
    assert listed(manager_client, "?state=accepted") == [second]
    assert listed(manager_client, "?likeness=nothing&p=9999&q=%00") != [first]


@pytest.mark.parametrize(
    "data", [{}, {"merge": "x:y"}, {"keep": "1"}, {"merge": f"{'9' * 40}:1"}]
)
def test_what_names_no_tag_is_not_found(
    manager_client: Client, data: dict[str, str]
) -> None:
    assert manager_client.post(DECIDE, data).status_code == 404


def test_a_merge_is_undone_by_its_button(
    manager_client: Client, letters: Tag, twin: Tag
) -> None:
    merge(twin, letters)
    number = TagMerge.objects.get().pk
    page = manager_client.get(MERGES).content.decode()
    assert f'name="merge"\n            value="{number}"' in page
    answer = manager_client.post(UNDO, {"merge": number}, follow=True).content.decode()
    twin.refresh_from_db()
    assert twin.merged_into is None
    assert "are two tags again" in answer
    assert "This merge was undone." in answer
    assert f'value="{number}"' not in answer


def test_edited_synonyms_are_told(
    manager_client: Client, letters: Tag, twin: Tag
) -> None:
    twin.synonyms = "notes"
    twin.save()
    merge(twin, letters)
    Tag.objects.filter(pk=letters.pk).update(synonyms="")
    data = {"merge": TagMerge.objects.get().pk}
    answer = manager_client.post(UNDO, data, follow=True).content.decode()
    assert "were edited since the merge" in answer


def test_after_thirty_days_a_sentence_stands_in_place_of_the_button(
    manager_client: Client, letters: Tag, twin: Tag
) -> None:
    merge(twin, letters)
    TagMerge.objects.update(at=timezone.now() - UNDO_WITHIN)
    page = manager_client.get(MERGES).content.decode()
    assert "A merge can be undone for 30 days." in page
    assert 'name="merge"' not in page


@pytest.mark.parametrize("number", ["x", "", "9" * 40, "0"])
def test_undoing_what_is_gone_says_so(
    manager_client: Client, letters: Tag, twin: Tag, number: str
) -> None:
    merge(twin, letters)
    drop(letters)
    answer = manager_client.post(UNDO, {"merge": number}, follow=True)
    assert "does not exist any more" in answer.content.decode()


def test_the_history_of_both_tags_tells(
    manager_client: Client, letters: Tag, twin: Tag
) -> None:
    manager_client.post(DECIDE, {"merge": f"{twin.pk}:{letters.pk}"})
    manager_client.post(UNDO, {"merge": TagMerge.objects.get().pk})
    for tag in (letters, twin):
        page = manager_client.get(reverse("tags:history", args=[tag.pk]))
        assert "Made a tag of its own again" in page.content.decode()


def test_lists_of_many_cost_no_more_queries(
    manager_client: Client,
    letters: Tag,
    twin: Tag,
    django_assert_max_num_queries: pytest.FixtureRequest,
) -> None:
    for number in range(20):
        word = chr(ord("a") + number) * 9
        Tag.objects.create(name=word)
        merge(Tag.objects.create(name=f"{word}s{word}"), letters)
        Tag.objects.create(name=f"{word}-{word}")
    for address in (PAIRS, MERGES):
        with django_assert_max_num_queries(25):
            manager_client.get(address)
