"""How knowledge managers keep words in the editing pages."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services import create_user
from vocabulary.models import Profession, Tag, Theme

PROPOSED = reverse("proposed_tags:index")
DECIDE = reverse("proposed_tags:decide")


@pytest.mark.parametrize("name", ["tags", "themes", "professions", "proposed_tags"])
def test_knowledge_managers_reach_every_list(manager_client: Client, name: str) -> None:
    assert manager_client.get(reverse(f"{name}:index")).status_code == 200


def test_the_menu_shows_the_vocabulary_to_knowledge_managers_only(
    manager_client: Client, client: Client
) -> None:
    address = reverse("wagtailadmin_home")
    assert PROPOSED in manager_client.get(address).content.decode()
    other = create_user("other@hub.example")
    other.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(address)
    assert page.status_code == 200
    assert PROPOSED not in page.content.decode()


def test_the_list_of_proposed_tags_counts_uses_and_names_twins(
    manager_client: Client, manager: User, letters: Tag
) -> None:
    tag = Tag.objects.create(name="Létters")
    manager.expertise.add(tag)
    page = manager_client.get(PROPOSED)
    (row,) = page.context["object_list"]
    assert (row, row.uses, row.twins) == (tag, 1, [letters])
    text = page.content.decode()
    assert f'value="{tag.pk}:{letters.pk}"' in text
    assert reverse("proposed_tags:map", args=[tag.pk]) in text
    assert reverse("tags:delete", args=[tag.pk]) in text


def test_the_most_used_proposed_tag_comes_first(
    manager_client: Client, manager: User
) -> None:
    _rare, often = (Tag.objects.create(name=name) for name in ("a", "b"))
    manager.expertise.add(often)
    rows = manager_client.get(PROPOSED).context["object_list"]
    assert [tag.name for tag in rows] == ["b", "a"]


def test_searching_the_list_of_proposed_tags(manager_client: Client) -> None:
    Tag.objects.create(name="alpha")
    Tag.objects.create(name="beta", label_fr="bêta")
    address = reverse("proposed_tags:index_results")
    rows = manager_client.get(address, {"q": "bêt"}).context["object_list"]
    assert [tag.name for tag in rows] == ["beta"]


def test_one_button_accepts_one_tag(manager_client: Client) -> None:
    one, two = (Tag.objects.create(name=name) for name in ("one", "two"))
    manager_client.post(DECIDE, {"accept": one.pk, "tag": [two.pk]})
    assert list(Tag.objects.accepted()) == [one]


def test_picked_tags_are_accepted_together_and_wrong_numbers_ignored(
    manager_client: Client,
) -> None:
    one, two, _three = (Tag.objects.create(name=name) for name in ("1", "2", "3"))
    answer = manager_client.post(
        DECIDE, {"tag": [one.pk, two.pk, "x", 9999]}, follow=True
    )
    assert set(Tag.objects.accepted()) == {one, two}
    assert "2 tags were accepted." in answer.content.decode()


def test_a_twin_button_maps_the_tag(manager_client: Client, letters: Tag) -> None:
    tag = Tag.objects.create(name="lettres")
    answer = manager_client.post(
        DECIDE, {"into": f"{tag.pk}:{letters.pk}"}, follow=True
    )
    tag.refresh_from_db()
    assert tag.merged_into == letters
    assert "was mapped to" in answer.content.decode()


def test_mapping_a_tag_to_itself_says_so(manager_client: Client, letters: Tag) -> None:
    answer = manager_client.post(
        DECIDE, {"into": f"{letters.pk}:{letters.pk}"}, follow=True
    )
    assert "cannot be mapped to itself" in answer.content.decode()


def test_mapping_to_what_does_not_exist_is_not_found(
    manager_client: Client, letters: Tag
) -> None:
    assert manager_client.post(DECIDE, {"into": "x:y"}).status_code == 404


def test_mapping_to_any_accepted_tag(manager_client: Client, letters: Tag) -> None:
    tag = Tag.objects.create(name="post")
    address = reverse("proposed_tags:map", args=[tag.pk])
    assert "becomes" in manager_client.get(address).content.decode()
    manager_client.post(address, {"into": letters.pk})
    tag.refresh_from_db()
    assert tag.merged_into == letters


def test_dropping_says_how_often_the_tag_is_used_and_goes_back_to_the_list(
    manager_client: Client, manager: User
) -> None:
    tag = Tag.objects.create(name="nonsense")
    manager.expertise.add(tag)
    address = f"{reverse('tags:delete', args=[tag.pk])}?next={PROPOSED}"
    assert "in use 1 time" in manager_client.get(address).content.decode()
    assert manager_client.post(address).headers["Location"] == PROPOSED
    assert not Tag.objects.filter(name="nonsense").exists()


def test_who_may_not_change_tags_decides_nothing(client: Client, letters: Tag) -> None:
    letters.state = Tag.State.PROPOSED
    letters.save()
    other = create_user("other@hub.example")
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    client.post(DECIDE, {"accept": letters.pk})
    assert not Tag.objects.accepted().exists()


def test_a_tag_written_by_a_knowledge_manager_is_accepted_at_once(
    manager_client: Client,
) -> None:
    address = reverse("tags:add")
    form = manager_client.get(address).context["form"]
    assert form.initial["state"] == "accepted"
    manager_client.post(
        address,
        {
            "name": "forms",
            "label_de": "Formulare",
            "state": "accepted",
            "synonyms": "a\na",
        },
    )
    tag = Tag.objects.get(name="forms")
    assert (tag.slug, tag.label_de, tag.synonyms) == ("forms", "Formulare", "a")


def test_a_new_tag_may_not_be_a_twin(manager_client: Client, letters: Tag) -> None:
    answer = manager_client.post(
        reverse("tags:add"), {"name": "Courriers", "state": "accepted", "synonyms": ""}
    )
    assert "has this word already" in answer.content.decode()


def test_themes_are_listed_as_a_tree(manager_client: Client) -> None:
    work = Theme.objects.create(slug="work", label_en="Work", position=2)
    Theme.objects.create(slug="care", label_en="Care", position=1)
    Theme.objects.create(slug="pay", label_en="Pay", parent=work)
    page = manager_client.get(reverse("themes:index"))
    assert [str(theme) for theme in page.context["object_list"]] == [
        "Care",
        "Work",
        "Pay",
    ]
    assert "— Pay" in page.content.decode()


def test_a_theme_needs_a_label_and_gets_its_short_name_from_it(
    manager_client: Client,
) -> None:
    address = reverse("themes:add")
    answer = manager_client.post(address, {"position": 0})
    assert "at least one language" in answer.content.decode()
    manager_client.post(address, {"label_fr": "Achats publics", "position": 0})
    assert Theme.objects.get().slug == "achats-publics"


def test_a_theme_cannot_be_put_below_itself(manager_client: Client) -> None:
    top = Theme.objects.create(slug="top", label_en="Top")
    below = Theme.objects.create(slug="below", label_en="Below", parent=top)
    data = {"label_en": "Top", "slug": "top", "position": 0, "parent": below.pk}
    answer = manager_client.post(reverse("themes:edit", args=[top.pk]), data)
    assert answer.context["form"].errors["parent"]


def test_a_theme_with_narrower_themes_is_not_deleted(manager_client: Client) -> None:
    top = Theme.objects.create(slug="top", label_en="Top")
    Theme.objects.create(slug="below", label_en="Below", parent=top)
    address = reverse("themes:delete", args=[top.pk])
    answer = manager_client.post(address, follow=True)
    assert "has narrower themes" in answer.content.decode()
    assert Theme.objects.count() == 2


def test_an_unused_profession_is_deleted(manager_client: Client) -> None:
    lawyers = Profession.objects.create(slug="lawyers", label_en="Lawyers")
    manager_client.post(reverse("professions:delete", args=[lawyers.pk]))
    assert not Profession.objects.exists()


@pytest.mark.parametrize("name", ["tags", "themes", "professions"])
def test_each_list_is_exported(manager_client: Client, letters: Tag, name: str) -> None:
    Theme.objects.create(slug="work", label_en="Work")
    Profession.objects.create(slug="lawyers", label_en="Lawyers")
    answer = manager_client.get(reverse(f"{name}:index"), {"export": "csv"})
    rows = b"".join(answer.streaming_content).decode().splitlines()
    assert len(rows) == 2


def test_decisions_are_in_the_history_of_the_tag(manager_client: Client) -> None:
    tag = Tag.objects.create(name="forms")
    manager_client.post(DECIDE, {"accept": tag.pk})
    page = manager_client.get(reverse("tags:history", args=[tag.pk]))
    assert "Accepted as a tag of the hub" in page.content.decode()


@pytest.mark.parametrize(
    ("term", "names"),
    [
        ("LET", ["letters", "lettuce"]),
        ("courr", ["letters"]),
        ("corresp", ["letters"]),
        ("old", []),
        ("", []),
        ("\x00", []),
    ],
)
def test_editors_are_offered_tags_by_any_of_their_words(
    manager_client: Client, letters: Tag, term: str, names: list[str]
) -> None:
    Tag.objects.create(name="lettuce")
    Tag.objects.create(name="old letters", merged_into=letters)
    address = reverse("wagtailadmin_tag_model_autocomplete", args=["vocabulary", "tag"])
    assert manager_client.get(address, {"term": term}).json() == names


def test_strangers_are_offered_no_tags(client: Client, letters: Tag) -> None:
    answer = client.get(reverse("vocabulary-suggest-tags"), {"term": "let"})
    assert answer.status_code == 302
