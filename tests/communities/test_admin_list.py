"""The list of communities in the editing pages."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.services import knowledge_managers
from communities.models import CommunityPage, Thread
from tests.communities.people import agent, client_of, joins

pytestmark = pytest.mark.django_db
LIST = "/admin/communities/"


@pytest.fixture
def keeper():
    """A knowledge manager: makes communities and belongs to none."""
    who = agent("keeper")
    who.groups.add(knowledge_managers())
    return who


@pytest.fixture
def root(db):
    return User.objects.create_superuser("root", "root@hub.example", "secret")


@pytest.fixture
def every(community):
    """One of each kind, with two members and a discussion."""
    found = {}
    for visibility in ("open", "restricted", "private", "confidential"):
        page = community(visibility, f"The {visibility} one")
        for _number in range(2):
            joins(agent(), page)
        Thread.objects.create(kind="talk", community=page, title="First")
        found[visibility] = page
    return found


def rows(response):
    return {row.title: row for row in response.context["object_list"]}


def test_knowledge_managers_see_all_but_foreign_confidential_ones(every, keeper):
    response = client_of(keeper).get(LIST)
    assert response.status_code == 200
    text = response.content.decode()
    assert set(rows(response)) == {
        f"The {each} one" for each in ("open", "restricted", "private")
    }
    assert every["confidential"].slug not in text
    joins(keeper, every["confidential"])
    assert "The confidential one" in rows(client_of(keeper).get(LIST))


def test_figures_are_for_who_may_read_them(every, keeper, root):
    found = rows(client_of(keeper).get(LIST))
    assert found["The open one"].members == 2
    assert found["The open one"].discussions == 1
    for closed in ("The restricted one", "The private one"):
        assert found[closed].members is None
        assert found[closed].discussions is None
        assert found[closed].last_at is None
    assert rows(client_of(root).get(LIST))["The confidential one"].members == 2


def test_others_do_not_get_in(every, outsider, moderator):
    for user in (None, outsider, moderator(every["open"])):
        for address in (LIST, f"{LIST}results/", f"{LIST}?export=csv"):
            response = client_of(user).get(address)
            assert response.status_code in (302, 403)
            assert "The open one" not in response.content.decode()


def test_the_list_is_narrowed_and_exported(every, keeper):
    client = client_of(keeper)
    assert set(rows(client.get(LIST, {"visibility": "open"}))) == {"The open one"}
    assert set(rows(client.get(LIST, {"title": "priv"}))) == {"The private one"}
    page = every["restricted"]
    CommunityPage.objects.filter(pk=page.pk).update(archived_at=timezone.now())
    assert set(rows(client.get(LIST, {"archived": "False"}))) == {page.title}
    for kind in ("csv", "xlsx"):
        response = client.get(LIST, {"export": kind})
        assert response.status_code == 200
        sheet = b"".join(response)
        assert b"confidential" not in sheet
    csv = b"".join(client.get(LIST, {"export": "csv"})).decode()
    assert "The open one" in csv


def test_many_are_archived_at_once_and_opened_again(every, keeper):
    client = client_of(keeper)
    numbers = [page.pk for page in every.values()]
    address = "/admin/bulk/communities/communitypage/{}/?next=/admin/communities/&"
    ticked = "&".join(f"id={number}" for number in numbers)
    asked = client.get(address.format("archive") + ticked)
    assert asked.status_code == 200
    text = asked.content.decode()
    assert "The private one" in text
    assert "The confidential one" not in text
    for verb, archived in (("archive", 3), ("reopen", 0)):
        assert client.post(address.format(verb) + "id=all").status_code == 302
        found = CommunityPage.objects.exclude(archived_at=None)
        assert found.count() == archived


def test_others_archive_nothing(every, outsider, moderator):
    page = every["open"]
    address = f"/admin/bulk/communities/communitypage/archive/?id={page.pk}"
    for user in (None, outsider, moderator(page)):
        assert client_of(user).post(address).status_code in (302, 403)
    page.refresh_from_db()
    assert not page.is_archived


def test_the_list_takes_as_many_queries_for_many(
    community, root, django_assert_max_num_queries
):
    client = client_of(root)
    for number in range(30):
        page = community("open", f"Number {number}")
        when = timezone.now() - datetime.timedelta(days=number)
        thread = Thread.objects.create(kind="talk", community=page, title="First")
        Thread.objects.filter(pk=thread.pk).update(last_at=when)
    client.get(LIST)
    with django_assert_max_num_queries(25):
        assert len(rows(client.get(LIST))) == 30
