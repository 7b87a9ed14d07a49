"""Tabs that write on one account, or ask for one address, at the same moment."""

from collections.abc import Callable
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Agency, Invitation, Profile, User
from communities.models import Follow
from tests.accounts.conftest import PASSWORD
from tests.accounts.people import signed_in
from tests.accounts.profile_form import filled
from tests.accounts.test_join_race import at_once
from tests.accounts.test_photo import picture

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

EDIT, WELCOME, CLOSE = "/people/me/edit/", "/welcome/", "/people/me/close/"


@pytest.fixture
def tabs(agent: User) -> list[Client]:
    return [signed_in(agent) for _ in range(4)]


def sends(tab: Client, address: str, **fields: object) -> Callable[[], int]:
    return lambda: tab.post(address, fields).status_code


def test_saving_at_once_keeps_one_profile(agent: User, tabs: list[Client]) -> None:
    form = filled(town="Wilgendam", topic_0="Parking", tag_0="bees")
    ends = at_once(*(sends(tab, EDIT, **form) for tab in tabs))
    assert set(ends) == {302}
    assert Profile.objects.get(user=agent).town == "Wilgendam"
    assert agent.questions.count() == agent.expertise.count() == 1


def test_saving_and_being_welcomed_do_not_wait_for_each_other(
    agent: User, agency: Agency, tabs: list[Client]
) -> None:
    save = partial(sends, address=EDIT, **filled(town="Wilgendam"))
    follow = partial(sends, address=WELCOME, agencies=agency.slug, language="en")
    ends = at_once(
        *(work(tab) for work, tab in zip([save, follow] * 2, tabs, strict=True))
    )
    assert set(ends) == {302}
    kept = Follow.objects.filter(by=agent).values_list("key", flat=True)
    assert list(kept) == [f"agency:{agency.slug}"]


def test_a_photo_sent_twice_with_an_error_is_kept_once(
    agent: User, tabs: list[Client]
) -> None:
    works = [
        sends(
            tab,
            EDIT,
            **filled(note_4="of nothing"),
            upload=SimpleUploadedFile("me.jpg", picture()),
        )
        for tab in tabs
    ]
    assert set(at_once(*works)) == {422}
    photo = Profile.objects.get(user=agent).photo
    assert photo.storage.exists(photo.name)


def test_a_tab_that_saves_while_another_closes_brings_nothing_back(
    agent: User, tabs: list[Client]
) -> None:
    save = partial(sends, address=EDIT, **filled(town="Wilgendam"))
    close = partial(sends, address=CLOSE, password=PASSWORD)
    ends = at_once(
        *(work(tab) for work, tab in zip([save, close] * 2, tabs, strict=True))
    )
    assert set(ends) == {302}
    assert not User.objects.get(pk=agent.pk).is_active
    assert not Profile.objects.filter(user=agent).exists()


def test_asking_many_times_at_once_mails_an_address_three_times(db: None) -> None:
    ask = partial(sends, address="/account/join/", email="fenna@elsewhere.example")
    ends = at_once(*(ask(Client(REMOTE_ADDR=f"10.0.0.{n}")) for n in range(8)))
    assert sorted(ends) == [302] * 3 + [429] * 5
    assert Invitation.objects.count() == 3
