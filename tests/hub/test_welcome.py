"""The first visit: what one follows, the first list, and the home page after it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Agency, Profile, User
from accounts.services import create_user
from catalogue.models import Importance
from communities.models import Follow
from practices.duties import mark_done
from tests.hub.conftest import Make
from vocabulary.models import Theme

BACKEND = "django.contrib.auth.backends.ModelBackend"
PASSWORD = "a-long-word-for-tests"
LOGIN = "/account/login/"


@pytest.fixture
def newcomer(agency: Agency) -> User:
    return create_user("new@lantern.example", PASSWORD, agency=agency)


@pytest.fixture
def signed_in(newcomer: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(newcomer, backend=BACKEND)
    return client


@pytest.fixture
def other(db: None) -> Agency:
    return Agency.objects.create(slug="valmont", name_fr="Ville de Valmont")


def choice(**fields: Any) -> dict[str, Any]:
    return {"language": "en", **fields}


def lead_to(user: User, **fields: str) -> str:
    data = {"login": user.email, "password": PASSWORD, **fields}
    return Client().post(LOGIN, data).headers["Location"]


def test_first_sign_in_leads_to_the_choice_and_the_next_home(newcomer: User) -> None:
    assert lead_to(newcomer) == "/welcome/"
    assert lead_to(newcomer, next="/") == "/welcome/"
    assert lead_to(newcomer, next="/cases/") == "/cases/"
    newcomer.welcomed_at = datetime(2026, 1, 1, tzinfo=UTC)
    newcomer.save()
    assert lead_to(newcomer) == "/"


def test_guests_are_not_asked(newcomer: User, client: Client) -> None:
    newcomer.is_guest = True
    newcomer.save()
    assert lead_to(newcomer) == "/"
    client.force_login(newcomer, backend=BACKEND)
    assert client.get("/welcome/").status_code == 404
    assert Client().get("/welcome/list/").status_code == 302


def test_own_agency_is_ticked_and_themes_speak_ones_language(
    signed_in: Client, theme: Theme, publish: Make
) -> None:
    publish("case", "Letters")
    page = signed_in.get("/welcome/", headers={"accept-language": "fr"})
    html = page.content.decode()
    assert 'value="lantern" checked' in html
    assert "Lettres" in html
    assert 'name="language" value="fr" checked' in html


def test_choice_is_kept_and_leads_to_a_first_list(
    signed_in: Client, newcomer: User, theme: Theme, publish: Make, other: Agency
) -> None:
    publish("case", "About letters", themes=[theme], day=2)
    publish("case", "Agency alone", day=1)
    publish("guide", "Most important", themes=[theme], importance=Importance.MUST_READ)
    data = choice(themes=["letters"], agencies=[], language="nl")
    answer = signed_in.post("/welcome/", data)
    assert answer.headers["Location"] == "/welcome/list/"
    user = User.objects.get(pk=newcomer.pk)
    assert user.welcomed_at is not None
    assert user.interface_language == "nl"
    assert [row.key for row in Follow.objects.filter(by=user)] == ["theme:letters"]
    page = signed_in.get("/welcome/list/").content.decode()
    assert 0 < page.index("Most important") < page.index("About letters")
    assert "Agency alone" not in page


def test_what_ones_agency_must_do_comes_first_until_it_is_done(
    signed_in: Client, newcomer: User, theme: Theme, publish: Make, other: Agency
) -> None:
    publish("case", "About letters", themes=[theme])
    duty = {"importance": Importance.MUST_DO, "importance_reason": "The law says so."}
    soon = timezone.localdate() + timedelta(days=9)
    mine = publish("guide", "Do this", deadline=soon, **duty)
    theirs = publish("guide", "Theirs alone", deadline=soon, **duty)
    theirs.addressed = [other]
    theirs.save_revision().publish()
    signed_in.post("/welcome/", choice(themes=["letters"]))
    page = signed_in.get("/welcome/list/").content.decode()
    assert 0 < page.index("Do this") < page.index("About letters")
    mark_done(mine, newcomer)
    assert "Do this" not in signed_in.get("/welcome/list/").content.decode()


def test_of_translations_the_readers_language_stands_in_the_list(
    signed_in: Client, theme: Theme, publish: Make
) -> None:
    original = publish("case", "Une lettre", lang="fr", themes=[theme], day=2)
    key = original.translation_key
    publish("case", "One letter", themes=[theme], translation_key=key)
    signed_in.post("/welcome/", choice(themes=["letters"]))
    page = signed_in.get("/welcome/list/").content.decode()
    assert "One letter" in page
    assert "Une lettre" not in page


def test_closed_pages_are_in_no_list(
    signed_in: Client, theme: Theme, publish: Make, close: Any
) -> None:
    close(publish("case", "Closed letters", themes=[theme]))
    signed_in.post("/welcome/", choice(themes=["letters"]))
    assert "Closed letters" not in signed_in.get("/welcome/list/").content.decode()
    assert "Closed letters" not in signed_in.get("/").content.decode()


def test_skipping_asks_never_again(signed_in: Client, newcomer: User) -> None:
    answer = signed_in.post("/welcome/", {"skip": "1"})
    assert answer.headers["Location"] == "/"
    assert User.objects.get(pk=newcomer.pk).welcomed_at is not None
    assert lead_to(newcomer) == "/"
    assert not Profile.objects.filter(user=newcomer).exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Pick a theme or an agency"),
        ({"themes": ["no-such"]}, "no-such"),
        ({"themes": ["letters"], "language": "tlh"}, "tlh"),
    ],
)
def test_bad_choice_is_told_and_nothing_is_lost(
    signed_in: Client,
    newcomer: User,
    theme: Theme,
    publish: Make,
    fields: dict[str, Any],
    sentence: str,
) -> None:
    publish("case", "Letters")
    answer = signed_in.post("/welcome/", choice(**fields))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert ('value="letters" checked' in page) is ("letters" in str(fields))
    assert User.objects.get(pk=newcomer.pk).welcomed_at is None


def test_home_page_holds_what_one_follows_and_nothing_twice(
    signed_in: Client, theme: Theme, publish: Make
) -> None:
    for day in range(1, 12):
        publish("case", f"Newest case {day}", day=day + 1)
    publish("case", "Old letters", themes=[theme], day=1)
    assert "For you" not in signed_in.get("/").content.decode()
    signed_in.post("/welcome/", choice(themes=["letters"]))
    page = signed_in.get("/").content.decode()
    assert "For you" in page
    assert page.count("Old letters") == 1
    assert "For you" not in Client().get("/").content.decode()


@pytest.mark.parametrize("copies", [1, 10])
def test_block_costs_the_same_few_queries_however_much_there_is(
    signed_in: Client,
    theme: Theme,
    publish: Make,
    copies: int,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(copies):
        publish("case", f"Case {number}", themes=[theme])
        publish("guide", f"Guide {number}", themes=[theme])
    signed_in.post("/welcome/", choice(themes=["letters"], agencies=["lantern"]))
    signed_in.get("/")
    # Two of them for what goes on in communities.
    with django_assert_max_num_queries(20):
        signed_in.get("/")
    with django_assert_max_num_queries(12):
        signed_in.get("/welcome/list/")
