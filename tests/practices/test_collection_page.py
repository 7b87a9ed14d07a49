"""A collection shows the pages that its reader may read, in the editors' order."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from accounts.models import User
from practices.models import AgencySectionPage, CasePage, CollectionPage

pytestmark = pytest.mark.django_db
MakeCase = Callable[..., CasePage]
MakeCollection = Callable[..., CollectionPage]


@pytest.fixture
def walled(section: AgencySectionPage, make_case: MakeCase) -> CasePage:
    case = make_case(section, "Walled case")
    restriction = PageViewRestriction.objects.create(
        page=case, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(section.editors)
    return case


@pytest.fixture
def collection(
    section: AgencySectionPage,
    make_case: MakeCase,
    make_collection: MakeCollection,
    walled: CasePage,
    drained: Callable[[], None],
) -> CollectionPage:
    second = make_case(section, "Older case")
    first = make_case(section, "Newer case")
    draft = make_case(section, "Draft case", live=False)
    collection = make_collection(section, first, walled, draft, second)
    drained()
    return collection


def test_entries_stand_in_the_order_of_the_editors(
    collection: CollectionPage, client: Client
) -> None:
    page = client.get(collection.url).content.decode()
    assert page.index("Newer case") < page.index("Older case")
    assert "Note on Newer case" in page


def test_entries_that_the_reader_may_not_read_leave_no_trace(
    collection: CollectionPage, client: Client
) -> None:
    page = client.get(collection.url).content.decode()
    assert "Walled case" not in page
    assert "Draft case" not in page


def test_reader_behind_the_wall_sees_the_entry(
    collection: CollectionPage,
    editor: User,
    signed_in: Callable[[User], Client],
) -> None:
    page = signed_in(editor).get(collection.url).content.decode()
    assert "Note on Walled case" in page
    assert "Draft case" not in page


def test_long_collection_takes_no_more_queries(
    section: AgencySectionPage,
    make_case: MakeCase,
    make_collection: MakeCollection,
    drained: Callable[[], None],
    client: Client,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    cases = [make_case(section) for _number in range(12)]
    collection = make_collection(section, *cases)
    drained()
    client.get(collection.url)
    with django_assert_max_num_queries(12):
        assert client.get(collection.url).status_code == 200
