"""Pictures of pages: served to who may see their collection, and nothing else."""

from io import BytesIO

import PIL.Image
import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import Settings
from wagtail.images.models import Image, Rendition
from wagtail.models import Collection, CollectionViewRestriction

from accounts.models import User
from tests.accounts.people import signed_in


@pytest.fixture
def rendition(db: None) -> Rendition:
    collection = Collection.get_first_root_node().add_child(name="Pictures")
    picture = BytesIO()
    PIL.Image.new("RGB", (80, 60)).save(picture, "PNG")
    image = Image.objects.create(
        title="Bridge",
        file=ContentFile(picture.getvalue(), "bridge.png"),
        width=80,
        height=60,
        collection=collection,
    )
    return Rendition.objects.create(
        image=image,
        filter_spec="width-50",
        file=ContentFile(picture.getvalue(), "bridge.width-50.png"),
        width=50,
        height=38,
    )


def test_open_picture_is_served(client: Client, rendition: Rendition) -> None:
    answer = client.get(rendition.url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "max-age=3600"
    assert b"".join(answer.streaming_content)


def test_no_proxy_keeps_pictures_of_a_hub_that_is_closed_to_strangers(
    settings: Settings, agent: User, rendition: Rendition
) -> None:
    settings.HUB_ACCESS = "signed-in"
    answer = signed_in(agent).get(rendition.url)
    assert answer["Cache-Control"] == "max-age=3600, private"
    answer.close()


def test_picture_of_a_closed_collection_is_served_to_its_group_only(
    client: Client, rendition: Rendition
) -> None:
    crew = Group.objects.create(name="crew")
    wall = CollectionViewRestriction.objects.create(
        collection=rendition.image.collection, restriction_type="groups"
    )
    wall.groups.add(crew)
    assert client.get(rendition.url).status_code == 404
    insider = User.objects.create_user("insider", "insider@agency.example")
    insider.groups.add(crew)
    client.force_login(insider)
    answer = client.get(rendition.url)
    assert answer.status_code == 200
    assert "private" in answer["Cache-Control"]
    answer.close()


def test_uploads_have_no_address_of_their_own(
    client: Client, rendition: Rendition
) -> None:
    image = rendition.image
    image.file.storage.save("documents/plan.txt", ContentFile(b"words"))
    for address in (
        image.file.url,
        "/media/documents/plan.txt",
        "/media/images/../documents/plan.txt",
        "/media/images/nothing.png",
    ):
        assert client.get(address).status_code == 404, address
