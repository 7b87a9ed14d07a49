"""The browser of the tests reaches the hub, and its loop disturbs no query."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page


@pytest.mark.browser
def test_browser_reaches_the_live_server(page: Page) -> None:
    response = page.goto("/account/login/")
    assert response
    assert response.status == 200


@pytest.mark.browser
def test_queries_are_allowed_beside_the_browser(page: Page) -> None:
    page.goto("about:blank")
    before = Group.objects.count()
    Group.objects.create(name="beside the browser")
    assert Group.objects.count() == before + 1
