"""The bell and the list behind it: what waits for one agent, and nothing closed."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from accounts.models import Agency, JoinRequest, User
from accounts.services import knowledge_managers
from catalogue import drain
from catalogue.models import Importance
from practices.models import CasePage, Done, TranslationLink
from tests.hub.conftest import Make
from vocabulary.models import Tag


@pytest.fixture
def reader(client: Client, agent: User) -> Client:
    """The agent's browser, in English."""
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def notices(client: Client, show: str = "") -> str:
    page = client.get(f"/notices/{show}").content.decode()
    return page[page.index("<main") :]


def bell(client: Client) -> str:
    page = client.get("/").content.decode()
    if 'href="/notices/"' not in page:
        return "none"
    start = page.index('href="/notices/"')
    found = page[start : page.index("</a>", start)]
    if '<span class="count">' not in found:
        return "0"
    return found.split('<span class="count">')[1].split("<")[0]


def keep(page: CasePage, owner: User, days: int) -> None:
    day = timezone.localdate() + datetime.timedelta(days=days)
    CasePage.objects.filter(pk=page.pk).update(page_owner=owner, review_on=day)


def test_nobody_but_people_who_are_signed_in_has_a_bell(
    client: Client, agent: User
) -> None:
    assert bell(client) == "none"
    assert client.get("/notices/").status_code == 302
    agent.is_guest = True
    agent.save()
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    # Guests of communities are told what happens there.
    assert bell(client) == "0"
    assert "Nothing waits for you" in notices(client)


def test_an_empty_list_says_what_will_stand_there(reader: Client) -> None:
    page = notices(reader)
    assert "Nothing waits for you" in page
    assert "Mark all as read" not in page
    assert bell(reader) == "0"


def test_what_my_agency_must_do_waits_until_it_is_done(
    reader: Client, publish: Make, agent: User
) -> None:
    deadline = timezone.localdate() + datetime.timedelta(days=9)
    page = publish(
        "case", "Close the gap", importance=Importance.MUST_DO, deadline=deadline
    )
    assert "Close the gap" in notices(reader)
    assert bell(reader) == "1"
    Done.objects.create(
        translation_key=page.translation_key, agency=agent.agency, by=agent
    )
    assert "Close the gap" not in notices(reader)


def test_what_others_must_do_does_not_wait_for_me(
    reader: Client, publish: Make
) -> None:
    other = Agency.objects.create(slug="harbour", name_en="Harbour")
    page = publish("case", "Close the gap", importance=Importance.MUST_DO)
    page.addressed.set([other])
    page.save()
    drain.run_all()
    assert "Close the gap" not in notices(reader)


def test_translations_of_one_duty_are_one_line_in_the_readers_language(
    reader: Client, publish: Make
) -> None:
    english = publish("case", "Close the gap", importance=Importance.MUST_DO)
    publish(
        "case",
        "Comblez la faille",
        lang="fr",
        importance=Importance.MUST_DO,
        translation_key=english.translation_key,
    )
    page = notices(reader)
    assert "Close the gap" in page
    assert "Comblez" not in page


@pytest.mark.parametrize(
    ("days", "words"), [(-3, "Due since"), (10, "Due on"), (40, None)]
)
def test_pages_i_keep_wait_a_month_before_their_day(
    reader: Client, publish: Make, agent: User, days: int, words: str | None
) -> None:
    keep(publish("case", "Clear letters"), agent, days)
    page = notices(reader)
    assert ("Clear letters" in page) is (words is not None)
    assert words is None or words in page


def test_fallback_owner_takes_over_from_someone_switched_off(
    reader: Client, publish: Make, agent: User
) -> None:
    owner = User.objects.create_user("olga", "olga@lantern.example", "-")
    page = publish("case", "Clear letters")
    keep(page, owner, -1)
    CasePage.objects.filter(pk=page.pk).update(fallback_owner=agent)
    assert "Clear letters" not in notices(reader)
    # As where pages were not handed over when the account was switched off.
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert "Clear letters" in notices(reader)


def test_a_translation_waits_when_its_original_has_changed(
    reader: Client, publish: Make, agent: User
) -> None:
    original = publish("case", "Brief klar", lang="de", day=9)
    page = publish("case", "Clear letters")
    keep(page, agent, 300)
    link = TranslationLink.objects.create(
        page=page, original=original, seen_at=original.last_published_at
    )
    assert "Clear letters" not in notices(reader)
    link.seen_at = original.last_published_at - datetime.timedelta(days=1)
    link.save()
    assert "The original of your translation has changed" in notices(reader)


def test_a_page_i_keep_and_may_not_read_is_not_named(
    reader: Client, publish: Make, agent: User, close: Callable[[Page], Group]
) -> None:
    page = publish("case", "Behind a wall", importance=Importance.MUST_DO)
    keep(page, agent, -1)
    group = close(page)
    assert "Behind a wall" not in notices(reader)
    assert bell(reader) == "0"
    agent.groups.add(group)
    cache.clear()
    assert "Behind a wall" in notices(reader)


def test_requests_and_proposed_tags_wait_for_knowledge_managers_only(
    reader: Client, agent: User
) -> None:
    JoinRequest.objects.create(
        email="ana@new.example", first_name="Ana", last_name="Silva"
    )
    Tag.objects.create(slug="moss", label_en="moss", state=Tag.State.PROPOSED)
    assert "Ana Silva" not in notices(reader)
    agent.groups.add(knowledge_managers())
    page = notices(reader)
    assert "Ana Silva" in page
    assert "1 proposed tag" in page


def test_marked_as_read_only_what_comes_later_is_new(
    reader: Client, publish: Make, agent: User
) -> None:
    keep(publish("case", "Clear letters"), agent, -1)
    assert bell(reader) == "1"
    assert reader.get("/notices/read/").status_code == 405
    reader.post("/notices/read/")
    assert bell(reader) == "0"
    assert "Clear letters" in notices(reader)
    assert "Nothing new" in notices(reader, "?show=unread")
    agent.refresh_from_db()
    agent.notices_seen_at = timezone.now() - datetime.timedelta(days=90)
    agent.save()
    assert "Clear letters" in notices(reader, "?show=unread")


def test_bell_asks_the_database_once_a_minute(
    reader: Client, publish: Make, django_assert_max_num_queries: Any
) -> None:
    reader.get("/accessibility/")
    with django_assert_max_num_queries(5) as warm:
        reader.get("/accessibility/")
    tables = " ".join(query["sql"] for query in warm.captured_queries)
    assert "practices_" not in tables


def test_list_takes_the_same_queries_however_long_it_is(
    reader: Client, publish: Make, agent: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(9):
        page = publish("case", f"Page {number}", importance=Importance.MUST_DO)
        keep(page, agent, -1)
    reader.get("/notices/")
    cache.clear()
    with django_assert_max_num_queries(20):
        reader.get("/notices/")
