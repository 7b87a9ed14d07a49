"""The feed, the map of the site and robots.txt: for everyone, and nothing closed."""

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page

from accounts.models import User
from tests.hub.conftest import Make

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def test_feed_has_the_newest_first_each_in_its_language(
    client: Client, publish: Make
) -> None:
    publish("case", "A clear letter", summary="One page.", day=1)
    publish("guide", "Une lettre claire", lang="fr", day=2)
    answer = client.get("/feeds/newest/")
    assert answer["Content-Type"].startswith("application/atom+xml")
    entries = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
    titles = [(entry.findtext(f"{ATOM}title"), entry.get(LANG)) for entry in entries]
    assert titles == [("Une lettre claire", "fr"), ("A clear letter", "en")]
    assert entries[1].findtext(f"{ATOM}summary") == "One page."
    assert entries[1].findtext(f"{ATOM}author/{ATOM}name") == "Lantern Office"


def test_feed_and_map_hold_nothing_closed_even_for_who_may_read_it(
    client: Client, publish: Make, close: Callable[[Page], Group], agent: User
) -> None:
    publish("case", "Open case")
    group = close(publish("case", "Closed case"))
    agent.groups.add(group)
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    assert b"Closed" not in client.get("/feeds/newest/").content
    assert b"Open case" in client.get("/feeds/newest/").content
    assert b"closed-case" not in client.get("/sitemap.xml").content
    assert b"/lantern/open-case/" in client.get("/sitemap.xml").content


def test_control_characters_in_a_title_do_not_break_the_feed(
    client: Client, publish: Make
) -> None:
    publish("case", "A\x0bclear\x01 letter & <more>", slug="odd")
    ElementTree.fromstring(client.get("/feeds/newest/").content)


def test_markup_in_a_summary_stays_text_for_those_who_take_it_for_html(
    client: Client, publish: Make
) -> None:
    publish("case", "A clear letter", summary="<img src=x onerror=alert(1)> & so")
    tree = ElementTree.fromstring(client.get("/feeds/newest/").content)
    summary = tree.find(f"{ATOM}entry/{ATOM}summary")
    assert summary is not None
    assert summary.get("type") == "html"
    assert summary.text == "&lt;img src=x onerror=alert(1)&gt; &amp; so"


@pytest.mark.django_db
def test_robots_are_kept_from_search_and_shown_the_map(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /search/" in text
    assert "/sitemap.xml" in text
