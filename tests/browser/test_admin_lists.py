"""axe finds nothing in what communities add to the editing pages."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from communities.models import Appeal, Proposal, Report, TalkRule
from tests.browser.moderated_pages import moderated
from tests.browser.test_axe import RUN, SCRIPT, TARGETS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LISTS = (
    *("communities_list:index", "communities_list:add"),
    *("proposed_communities:index", "community_proposals:index"),
    *("moderation_comments:index", "moderation_appeals:index"),
    *("moderation_decisions:index", "moderation_mutes:index", "moderation_mutes:add"),
    *("canned_replies:index", "canned_replies:add"),
    *("talk_rules:index", "talk_rules:add"),
)


def addresses() -> list[str]:
    """Every list, with something in it, and one of what the rows lead to."""
    moderated("queue/")()
    # An empty list of Wagtail's says in a sentence of its own how to add the first.
    TalkRule.objects.create(days=30)
    comment = Report.objects.earliest("pk").comment_id
    return [
        *map(reverse, LISTS),
        reverse("moderation_comments:decide", args=[comment]),
        reverse("moderation_appeals:answer", args=[Appeal.objects.earliest("pk").pk]),
        reverse("proposed_communities:decide", args=[Proposal.objects.latest("pk").pk]),
    ]


def test_axe_finds_nothing_in_lists_of_communities(
    demo: LiveServer, page: Page, sign_in: Callable[[User], None]
) -> None:
    sign_in(User.objects.get(email="administrator@demo.example"))
    # The menu and the dialog of keys round it are Wagtail's, on every page.
    inside = RUN.replace("document,", "'#main',")
    found = {}
    for address in addresses():
        response = page.goto(f"{demo.url}{address}")
        assert response is not None
        assert (response.status, page.url) == (200, f"{demo.url}{address}")
        page.evaluate(SCRIPT)
        if here := page.evaluate(inside, {"rules": TARGETS}):
            found[address] = here
    assert found == {}
