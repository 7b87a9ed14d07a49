"""What caches between the hub and its readers may keep."""

from django.test import Client

from accounts.models import User
from tests.accounts.people import signed_in
from tests.hub.conftest import Make


def test_what_signed_in_people_get_is_kept_by_no_proxy(
    agent: User, publish: Make
) -> None:
    case = publish("case", "Counters")
    addresses = ("/", "/cases/", "/search/?q=counters", "/api/v1/search", case.url)
    client, stranger = signed_in(agent), Client()
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert "private" in answer["Cache-Control"], address
        assert "Cookie" in answer["Vary"]
        assert not stranger.get(address).has_header("Cache-Control")
