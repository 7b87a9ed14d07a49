"""Why a hit stands where it stands: for knowledge managers, in words and figures."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts.models import KNOWLEDGE_MANAGERS, User
from catalogue.access import reader_of
from catalogue.models import Importance
from search.engines import Engine, Figure
from search.request import SearchRequest
from search.services import find
from tests.search.engines import in_step
from tests.search.entries import make_entry

pytestmark = pytest.mark.django_db

ADDRESS = "/search/?q=parking+permit+badge&explain=1"


@pytest.fixture
def manager(client: Client) -> User:
    user = User.objects.create_user("manager", "manager@agency.example", "-")
    user.groups.add(Group.objects.get_or_create(name=KNOWLEDGE_MANAGERS)[0])
    client.force_login(user)
    return user


def test_reasons_say_where_the_words_stand_and_what_else_counts(
    client: Client, manager: User
) -> None:
    long_ago = timezone.localdate() - datetime.timedelta(days=400)
    make_entry(
        "Parking permits",
        summary="A badge for all.",
        names="Permit office",
        importance=Importance.MUST_READ,
        status="abandoned",
        checked_on=datetime.date(2026, 5, 4),
        review_on=long_ago,
    )
    (row,) = client.get(ADDRESS).context["page"].rows
    assert list(row.reasons)[:5] == [
        "Where: title, 2 of 3 words (parking, permit).",
        "Where: summary, 1 of 3 words (badge).",
        "Where: names and tags, 1 of 3 words (permit).",
        "Must read: stands higher.",
        "Abandoned: stands lower.",
    ]
    assert "overdue" in row.reasons[5]
    assert list(row.reasons)[6:] == [
        "Checked on 4 May 2026.",
        "In your language: stands a little higher.",
    ]


def test_what_is_found_by_a_near_spelling_says_so(
    client: Client, manager: User
) -> None:
    make_entry("Nothing", body="")
    make_entry("Accessibility", names="")
    page = client.get("/search/?q=%22accessibility%22&explain=1").context["page"]
    assert "Has “accessibility” word by word." in page.rows[0].reasons
    page = client.get("/search/?explain=1&sort=newest").context["page"]
    assert page.rows[0].reasons[-1] == "In the order of dates: nothing else counts."


def test_others_get_the_plain_page(client: Client) -> None:
    make_entry("Parking permits")
    plain = client.get(ADDRESS.replace("&explain=1", "")).context["page"]
    asked = client.get(ADDRESS)
    assert asked.context["page"] == plain
    assert "Why it stands here" not in asked.content.decode()
    client.force_login(User.objects.create_user("agent", "a@agency.example", "-"))
    assert client.get(ADDRESS).context["page"] == plain
    answer = client.get("/api/v1" + ADDRESS.replace("/?", "?"))
    assert "figures" not in answer.content.decode()


def test_paging_and_filters_keep_the_reasons(client: Client, manager: User) -> None:
    for number in range(12):
        make_entry(f"Parking permit {number}")
    page = client.get(ADDRESS).context["page"]
    assert page.pages.next_url.endswith("&page=2&explain=1")
    assert ("explain", "1") in page.hidden


def test_figures_add_up_on_every_engine(engine: Engine) -> None:
    make_entry("Parking permits", prior=1.15)
    make_entry("Letters", body="A parking place.")
    in_step(engine)
    request = SearchRequest(q="parking permit", explain=True)
    found = find(request, reader_of(None))
    assert found.engine == engine.name
    scores = [one.hit.figures[0] for one in found.hits]
    assert len(scores) == 2
    assert scores[0].value > scores[1].value > 0
    assert scores[0].parts
    assert all(isinstance(part, Figure) and part.value for part in scores[0].parts)
    plain = find(SearchRequest(q="parking permit"), reader_of(None))
    assert not any(one.hit.figures for one in plain.hits)
