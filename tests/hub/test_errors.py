"""What is missing, closed or broken: one plain page each."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client, RequestFactory
from wagtail.models import Page

from accounts.models import User
from hub.views import server_error
from tests.hub.conftest import Make


@pytest.mark.django_db
def test_missing_page_offers_the_search_and_the_lists(client: Client) -> None:
    answer = client.get("/no/such/page/", headers={"accept-language": "en"})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert 'role="search"' in page
    assert 'href="/cases/"' in page
    assert "/account/login/?next=/no/such/page/" in page


def test_closed_page_answers_as_a_missing_one_to_who_is_signed_in(
    client: Client, publish: Make, close: Callable[[Page], Group], agent: User
) -> None:
    page = publish("case", "Closed case")
    close(page)
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    closed = client.get(page.url)
    missing = client.get("/lantern/closed-cape/")
    assert closed.status_code == missing.status_code == 404

    def plain(answer: bytes, path: str) -> bytes:
        """Without the form's token and the address itself."""
        text = answer.replace(path.encode(), b"")
        start = text.index(b"csrfmiddlewaretoken")
        return text[:start] + text[start + 120 :]

    assert plain(closed.content, page.url) == plain(
        missing.content, "/lantern/closed-cape/"
    )


def test_broken_page_needs_no_database(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("The page of errors asked the database.")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "could not be shown" in answer.content.decode()
