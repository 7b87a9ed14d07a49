"""People, agencies and groups in the editing pages."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import KNOWLEDGE_MANAGERS, SIGNED_IN_AGENTS, Agency, User
from accounts.services import create_user
from tests.accounts.people import signed_in
from vocabulary.models import Tag

NEW = reverse("wagtailusers_users:add")


def person(**fields: Any) -> dict[str, Any]:
    return {
        "email": "new@wilgendam.example",
        "first_name": "Fenna",
        "last_name": "Duin",
        "password1": "",
        "password2": "",
        **fields,
    }


def groups_of(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def test_an_account_is_made_without_user_name_or_password(
    admin_client: Client, agency: Agency
) -> None:
    tag = Tag.objects.create(name="letters", state="accepted")
    answer = admin_client.post(
        NEW,
        person(
            agency=agency.pk,
            job_title="Clerk",
            languages="NL, fr;nl",
            expertise=[tag.pk],
            interface_language="nl",
        ),
    )
    assert answer.status_code == 302, answer.context["form"].errors
    user = User.objects.get(email="new@wilgendam.example")
    assert (user.agency, user.job_title, user.languages) == (agency, "Clerk", "nl, fr")
    assert user.interface_language == "nl"
    assert list(user.expertise.all()) == [tag]
    assert not user.has_usable_password()
    assert groups_of(user) == {SIGNED_IN_AGENTS, agency.group.name}


def test_the_form_shows_the_fields_of_the_hub_and_no_user_name(
    admin_client: Client, agent: User
) -> None:
    page = admin_client.get(reverse("wagtailusers_users:edit", args=[agent.pk]))
    text = page.content.decode()
    for name in ("agency", "job_title", "is_guest", "expertise", "languages"):
        assert f'name="{name}"' in text
    assert 'name="username"' not in text


def test_saving_the_form_keeps_the_groups_that_follow_from_the_account(
    admin_client: Client, agent: User, agency: Agency
) -> None:
    board = Group.objects.create(name="board")
    data = person(
        email=agent.email, agency=agency.pk, is_active="on", groups=[board.pk]
    )
    admin_client.post(reverse("wagtailusers_users:edit", args=[agent.pk]), data)
    assert groups_of(agent) == {SIGNED_IN_AGENTS, agency.group.name, "board"}


def test_the_form_does_not_offer_the_groups_that_follow_from_the_account(
    admin_client: Client, agent: User, agency: Agency
) -> None:
    page = admin_client.get(reverse("wagtailusers_users:edit", args=[agent.pk]))
    offered = set(page.context["form"].fields["groups"].queryset)
    assert agency.group not in offered
    assert not {group.name for group in offered} & {SIGNED_IN_AGENTS}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "LORE@wilgendam.example", "Another account has this e-mail"),
        ("languages", "nl, klingon", "not the code of a language"),
    ],
)
def test_a_wrong_value_is_refused_with_a_sentence(
    admin_client: Client, agent: User, field: str, value: str, sentence: str
) -> None:
    answer = admin_client.post(NEW, person(**{field: value}))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_suspending_many_at_once_takes_them_out_of_their_groups(
    admin_client: Client, agent: User
) -> None:
    address = reverse(
        "wagtail_bulk_action", args=["accounts", "user", "set_active_state"]
    )
    admin_client.post(f"{address}?id={agent.pk}", {"mark_as_active": "False"})
    agent.refresh_from_db()
    assert not agent.is_active
    assert groups_of(agent) == set()


def test_the_list_shows_e_mail_and_agency_and_filters_by_agency(
    admin_client: Client, agent: User, agency: Agency
) -> None:
    create_user("stranger@elsewhere.example")
    address = reverse("wagtailusers_users:index")
    text = admin_client.get(address, {"agency": agency.pk}).content.decode()
    assert agent.email in text
    assert "Wilgendam" in text
    assert "stranger@elsewhere.example" not in text
    exported = admin_client.get(address, {"export": "csv"})
    assert agent.email in b"".join(exported.streaming_content).decode()


@pytest.mark.parametrize("kind", ["kept", "agency"])
def test_a_group_that_the_hub_keeps_is_neither_deleted_nor_renamed(
    admin_client: Client, agency: Agency, kind: str
) -> None:
    group = agency.group
    if kind == "kept":
        group = Group.objects.get(name=SIGNED_IN_AGENTS)
    answer = admin_client.post(
        reverse("wagtailusers_groups:delete", args=[group.pk]), follow=True
    )
    assert "belongs to" in answer.content.decode()
    assert Group.objects.filter(pk=group.pk).exists()
    page = admin_client.get(reverse("wagtailusers_groups:edit", args=[group.pk]))
    assert page.context["form"].fields["name"].disabled


def test_who_edits_changes_neither_name_nor_address_in_the_editing_pages(
    agent: User,
) -> None:
    agent.groups.add(Group.objects.get(name=KNOWLEDGE_MANAGERS))
    client = signed_in(agent)
    own = reverse("wagtailadmin_account")
    page = client.get(own).content.decode()
    assert 'name="locale-preferred_language"' in page
    assert "first_name" not in page
    assert "avatar-avatar" not in page
    client.post(
        own,
        {
            "name_email-first_name": "\u202eMinister",
            "name_email-last_name": "x" * 149,
            "name_email-email": "minister@other.example",
            "locale-preferred_language": "nl",
            "locale-current_time_zone": "Europe/Brussels",
            "theme-theme": "system",
            "theme-density": "default",
            "theme-contrast": "system",
            "theme-keyboard_shortcuts": "on",
        },
    )
    agent.refresh_from_db()
    assert agent.interface_language == "nl"
    assert (agent.get_full_name(), agent.email) == (
        "Lore Maessen",
        "lore@wilgendam.example",
    )


def test_strangers_do_not_reach_the_settings_of_the_editing_pages(
    client: Client, agent: User
) -> None:
    own = reverse("wagtailadmin_account")
    assert client.get(own).status_code == 302
    assert signed_in(agent).get(own).status_code == 302
