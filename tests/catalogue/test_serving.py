"""A closed page: sign in first, and nothing there for who may not see it."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

from accounts.models import User
from tests.catalogue.conftest import MakePage, Wall


@pytest.fixture
def outsider(db: None) -> User:
    return User.objects.create_user("outsider", "outsider@agency.example")


def test_closed_page_sends_to_sign_in_then_is_not_there(
    make_page: MakePage, wall: Wall, client: Client, member: User, outsider: User
) -> None:
    wall(make_page("Closed"), member.groups.get(name="members"))
    answer = client.get("/closed/")
    assert answer.status_code == 302
    assert "/account/login/" in answer.url
    client.force_login(outsider)
    assert client.get("/closed/").status_code == 404
    client.force_login(member)
    assert client.get("/closed/").status_code == 200


def test_document_of_a_closed_collection_is_not_there_for_others(
    client: Client, member: User, outsider: User
) -> None:
    collection = Collection.get_first_root_node().add_child(name="Files")
    document = Document.objects.create(
        title="Plan", file=ContentFile(b"words", "plan.txt"), collection=collection
    )
    wall = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    wall.groups.set(member.groups.filter(name="members"))
    assert client.get(document.url).status_code == 302
    client.force_login(outsider)
    assert client.get(document.url).status_code == 404
    client.force_login(member)
    answer = client.get(document.url)
    assert b"".join(answer.streaming_content) == b"words"
    answer.close()
