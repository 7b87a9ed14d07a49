"""The home page: what the editors show, what is new, and only what one may read."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page

from accounts.models import User
from catalogue import drain
from catalogue.models import Importance
from tests.hub.conftest import Make
from vocabulary.models import Theme


def page_of(client: Client, language: str = "en") -> str:
    return client.get("/", headers={"accept-language": language}).content.decode()


def sign_in(client: Client, user: User) -> None:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


@pytest.mark.django_db
def test_empty_hub_says_so_and_shows_no_empty_section(client: Client) -> None:
    page = page_of(client)
    assert "Nothing here yet" in page
    assert "Newest cases" not in page
    assert "0 cases" not in page


def test_newest_case_comes_first(client: Client, publish: Make) -> None:
    publish("case", "Older case", day=1)
    publish("case", "Newer case", day=2)
    page = page_of(client)
    assert 0 < page.index("Newer case") < page.index("Older case")


def test_editors_block_orders_by_importance(client: Client, publish: Make) -> None:
    publish("guide", "Worth it", importance=Importance.WORTH_READING, day=3)
    publish("guide", "Read this", importance=Importance.MUST_READ, day=2)
    publish("guide", "Do this", importance=Importance.MUST_DO, day=1)
    page = page_of(client)
    assert page.index("Do this") < page.index("Read this") < page.index("Worth it")
    assert "Must do" in page


def test_what_editors_show_is_not_shown_again_as_new(
    client: Client, publish: Make
) -> None:
    publish("guide", "Do this", importance=Importance.MUST_DO)
    assert page_of(client).count("Do this") == 1


def test_counts_themes_and_lists_leave_out_what_is_closed(
    client: Client,
    publish: Make,
    close: Callable[[Page], Group],
    agent: User,
    theme: Theme,
) -> None:
    publish("case", "Open case")
    group = close(publish("case", "Closed case", themes=[theme], day=2))
    page = page_of(client)
    assert "1 case" in page
    assert "Closed case" not in page
    assert "Letters" not in page
    agent.groups.add(group)
    sign_in(client, agent)
    page = page_of(client)
    assert "2 cases" in page
    assert "Closed case" in page
    assert "Letters" in page


def test_foreign_titles_name_their_language(client: Client, publish: Make) -> None:
    publish("case", "Une lettre claire", lang="fr")
    page = page_of(client)
    assert '<h3 lang="fr"><a href="/lantern/une-lettre-claire/">' in page
    assert '<span class="vh">French</span>' in page
    french = page_of(client, "fr")
    assert "<h3><a href=" in french


@pytest.mark.parametrize("copies", [1, 10])
def test_home_takes_the_same_few_queries_however_much_there_is(
    client: Client,
    publish: Make,
    theme: Theme,
    copies: int,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(copies):
        for kind in ("case", "guide", "collection"):
            publish(kind, f"{kind} {number}", themes=[theme])
    page_of(client)
    with django_assert_max_num_queries(9):
        page_of(client)


@pytest.mark.parametrize(
    ("reader", "shown"), [("en", "First"), ("fr", "Premier"), ("nl", "First")]
)
def test_translations_are_one_line_on_the_home_page(
    client: Client, publish: Make, reader: str, shown: str
) -> None:
    titles = {"en": "First", "fr": "Premier"}
    key = uuid.uuid4()
    for importance in (Importance.NORMAL, Importance.MUST_READ):
        for lang, title in titles.items():
            page = publish(
                "case", title, lang=lang, translation_key=key, importance=importance
            )
        html = page_of(client, reader)
        assert html.count(f">{shown}</a>") == 1
        for other in titles.values():
            assert other == shown or f">{other}</a>" not in html
        key = uuid.uuid4()
        type(page).objects.all().delete()
        drain.run_all()
