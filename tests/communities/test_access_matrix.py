"""The access matrix: every address × everybody × every visibility × every state.

An address of communities that is missing from TABLE fails. What somebody may see is
said in `matrix.may_see`, without the code of the product; no answer anywhere holds a
word that it forbids, and no POST of somebody outside changes a row.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker

from catalogue import access
from tests.communities import matrix
from tests.communities.matrix import Here, World
from tests.communities.people import client_of
from tests.test_addresses import OURS, SAMPLES

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# anonymous, agent, other, editor, manager, suspended; guest, member, moderator, owner,
# author. A line for each visibility.
Answers = tuple[str, str, str, str]
CLOSED = "302 403 403 403 403 403"
NOWHERE = "404 404 404 404 404 404"


def answers(inside: str, open_to_agents: str = "") -> Answers:
    """Closed to people outside, but for agents in an open community."""
    agents = " ".join([open_to_agents or "404"] * 5)
    return (
        f"302 {agents} {inside}",
        f"{CLOSED} {inside}",
        f"{CLOSED} {inside}",
        f"{NOWHERE} {inside}",
    )


ALL = "200 200 200 200 200"
LEADS = "302 302 302 302 302"
POST = "405 405 405 405 405"
READ = answers(ALL, "200")
LED = answers(LEADS, "302")
POSTED = answers(POST, "405")
WRITE = answers(ALL, "403")
REPLY = answers(ALL)
MODERATE = answers("404 404 200 200 404")
OWN = answers("404 404 404 200 404")
AUTHOR = answers("404 404 404 404 200")
NOBODY = answers("404 404 404 404 404")
REPORT = answers("200 200 200 200 403", "200")
ANY_POST: Answers = (" ".join(["405"] * 11),) * 4
HOME: Answers = (
    *[" ".join(["200"] * 11)] * 3,
    f"{NOWHERE} {ALL}",
)
CHARTER: Answers = (
    f"302 200 200 200 200 200 {ALL}",
    f"302 200 200 200 200 200 {ALL}",
    f"302 404 404 404 404 404 {ALL}",
    f"{NOWHERE} {ALL}",
)
JOIN: Answers = (
    f"302 200 200 200 200 403 {LEADS}",
    f"302 200 200 200 200 403 {LEADS}",
    f"302 403 403 403 403 403 {LEADS}",
    f"{NOWHERE} {LEADS}",
)
LEAVE: Answers = (
    *[f"302 302 302 302 302 302 {ALL}"] * 3,
    f"{NOWHERE} {ALL}",
)
THREAD = "discussions/<int:number>/"
COMMENT = f"{THREAD}comments/<int:comment>/"
# What comes after communities/<slug:slug>/
TABLE: dict[str, Answers] = {
    "": HOME,
    "charter/": CHARTER,
    "join/": JOIN,
    "leave/": LEAVE,
    **dict.fromkeys(
        ("discussions/", THREAD, f"{THREAD}news/", "library/", "members/"), READ
    ),
    "library/<path:rest>": READ,
    "discussions/people/": READ,
    **dict.fromkeys((f"{THREAD}comments/", f"{THREAD}more/", COMMENT), LED),
    "discussions/new/": WRITE,
    f"{COMMENT}reply/": REPLY,
    f"{COMMENT}report/": REPORT,
    f"{COMMENT}edit/": AUTHOR,
    f"{COMMENT}withdraw/": AUTHOR,
    # Nothing was changed and nobody appealed.
    f"{COMMENT}versions/": NOBODY,
    "queue/appeals/<int:number>/": NOBODY,
    **dict.fromkeys(
        (
            *(f"{COMMENT}moderate/", f"{THREAD}moderate/", "invitations/", "queue/"),
            *("members/<int:number>/", "requests/", "requests/<int:number>/"),
            *("people/<int:person>/mute/", "people/<int:person>/suspend/", "portal/"),
            *("portal/discussions/<int:number>/", "portal/pages/<int:page_id>/"),
            *("trail/", "trail/csv/"),
        ),
        MODERATE,
    ),
    **dict.fromkeys(("charter/edit/", "health/", "health/csv/", "settings/"), OWN),
    **dict.fromkeys(
        (
            *(f"{THREAD}accept/", f"{THREAD}pause/", f"{THREAD}twin/"),
            *(f"{COMMENT}same/", f"{COMMENT}useful/"),
        ),
        POSTED,
    ),
    **dict.fromkeys(
        (
            *("charter/accept/", "invitations/<int:number>/withdraw/"),
            *("join/withdraw/", "members/<int:number>/end/", "offer/"),
            *("members/<int:number>/offer/", "people/<int:person>/reinstate/"),
            *("people/<int:person>/unmute/", "portal/<int:nomination>/withdraw/"),
            *("queue/assign/", "settings/archive/", "settings/visibility/"),
        ),
        ANY_POST,
    ),
}
PREFIX = "communities/<slug:slug>/"
INSIDE = [route for route, _address in OURS if route.startswith(PREFIX)]
ELSEWHERE = [route for route, _address in OURS if not route.startswith(PREFIX)]
# Signing out would end the run; what is typed there is nobody's.
LEFT_OUT = {"account/logout/"}
QUERIES = ("?q=zq", *(f"?q={matrix.word('title', v)}" for v in matrix.VISIBILITIES))
# Where one was a member, and what one wrote and took back, is in one's own data.
OWN = {
    "people/me/data/": {
        matrix.word("name", "confidential"),
        *(matrix.word("commentwithdrawn", each) for each in matrix.VISIBILITIES),
    }
}
WRITES = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) \"communities_")


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world, made once for this file and rolled back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        access.forget()
        world = matrix.build()
        with django_db_blocker.block():
            yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(built: World) -> World:
    """The world with empty counters of requests."""
    cache.clear()
    return built


def address(route: str, world: World, here: Here) -> str:
    """Where a route leads in one community, by the numbers of the world."""
    numbers = here.values["numbers"]
    path = route.replace("<slug:slug>", here.community.slug)
    path = path.replace("library/<path:rest>", "library/a-case/")
    comment, page = here.comments["visible"].pk, numbers["page_id"]
    if path.startswith(("talk/", "related/", "useful/", "done/", "reuse/")):
        comment, page = world.page_comment.pk, world.page.pk
    for name, number in (
        ("int:comment", comment),
        ("int:page_id", page),
        ("int:person", numbers["people"]),
        ("int:nomination", numbers["nomination"]),
    ):
        path = path.replace(f"<{name}>", str(number))
    for part in ("requests", "invitations", "members"):
        path = path.replace(f"{part}/<int:number>", f"{part}/{numbers[part]}")
    path = path.replace("discussions/<int:number>", f"discussions/{here.thread.pk}")
    for expression, sample in SAMPLES:
        path = re.sub(expression, sample, path)
    return "/" + re.sub(r"[$^]|\\Z", "", path)


def told(response: HttpResponseBase) -> str:
    """Everything that an answer says."""
    streamed: Any = response
    content = b"".join(streamed) if response.streaming else streamed.content
    headers = " ".join(f"{name}: {value}" for name, value in response.items())
    return (headers + content.decode("utf-8", "replace")).lower()


def given_away(person: str, text: str) -> set[str]:
    """The words in a text that this person must not read."""
    return {
        matrix.word(thing, visibility)
        for thing in matrix.THINGS
        for visibility in matrix.VISIBILITIES
        if matrix.word(thing, visibility) in text
        and not matrix.may_see(person, thing, visibility)
    }


def test_the_table_names_every_address_of_a_community() -> None:
    assert {route.removeprefix(PREFIX) for route in INSIDE} == set(TABLE)


@pytest.mark.parametrize("person", matrix.PEOPLE)
@pytest.mark.parametrize("visibility", matrix.VISIBILITIES)
def test_address_of_a_community_answers_as_the_table_says(
    world: World, visibility: str, person: str
) -> None:
    client = client_of(world.people[person])
    row, column = (
        matrix.VISIBILITIES.index(visibility),
        matrix.PEOPLE.index(person),
    )
    wrong = []
    for route in INSIDE:
        response = client.get(address(route, world, world.here[visibility]))
        wanted = int(TABLE[route.removeprefix(PREFIX)][row].split()[column])
        secrets = given_away(person, told(response))
        if response.status_code != wanted or secrets:
            wrong.append((route, response.status_code, wanted, secrets))
    assert wrong == []


@pytest.mark.parametrize("person", matrix.PEOPLE)
def test_no_other_address_gives_anything_away(world: World, person: str) -> None:
    client = client_of(world.people[person])
    client.raise_request_exception = False
    found = []
    for route in ELSEWHERE:
        if route in LEFT_OUT:
            continue
        for path in {address(route, world, here) for here in world.here.values()}:
            for query in ("", *QUERIES) if "search" in route else ("",):
                response = client.get(path + query)
                # What was typed is said again.
                text = told(response).replace(query.removeprefix("?q=") or "?", "")
                if secrets := given_away(person, text) - OWN.get(route, set()):
                    found.append((path + query, secrets))
                assert response.status_code != 500, path + query
    assert found == []


@pytest.mark.parametrize("person", ["anonymous", *matrix.OUTSIDE])
@pytest.mark.parametrize("visibility", matrix.VISIBILITIES)
def test_whoever_is_outside_changes_nothing(
    world: World, visibility: str, person: str
) -> None:
    client = client_of(world.people[person])
    here, changed = world.here[visibility], []
    for route in INSIDE:
        if route.removeprefix(PREFIX) in ("join/", f"{COMMENT}report/"):
            # Agents may ask to join, and call a moderator where they read.
            continue
        with CaptureQueriesContext(connection) as queries:
            client.post(address(route, world, here), {"text": "mine"})
        written = [each["sql"] for each in queries if WRITES.match(each["sql"])]
        if written:
            changed.append((route, written))
    assert changed == []


@pytest.mark.parametrize("state", matrix.STATES)
@pytest.mark.parametrize("visibility", matrix.VISIBILITIES)
def test_comment_of_one_community_is_not_found_under_another(
    world: World, visibility: str, state: str
) -> None:
    client = client_of(world.people["owner"])
    others = [each for each in matrix.VISIBILITIES if each != visibility]
    found = []
    for other in others:
        slug = world.here[other].community.slug
        foreign, own = world.here[visibility], world.here[other]
        for number in (own.thread.pk, foreign.thread.pk):
            comment = foreign.comments[state].pk
            base = f"/communities/{slug}/discussions/{number}/comments/{comment}/"
            for verb in ("", "reply/", "edit/", "report/", "moderate/", "versions/"):
                if client.get(base + verb).status_code != 404:
                    found.append(base + verb)
            for verb in ("useful/", "same/"):
                if client.post(base + verb).status_code != 404:
                    found.append(base + verb)
    assert found == []


@pytest.mark.parametrize("visibility", matrix.VISIBILITIES)
def test_comment_of_a_community_is_not_found_on_a_page(
    world: World, visibility: str
) -> None:
    client = client_of(world.people["owner"])
    base = f"/talk/{world.page.pk}/comments/"
    for comment in world.here[visibility].comments.values():
        assert client.get(f"{base}{comment.pk}/").status_code == 404
        assert client.post(f"{base}{comment.pk}/useful/").status_code == 404


@pytest.mark.parametrize("person", matrix.PEOPLE)
@pytest.mark.parametrize("visibility", matrix.VISIBILITIES)
def test_file_of_a_comment_is_for_whoever_reads_it(
    world: World, visibility: str, person: str
) -> None:
    comment = world.here[visibility].comments["visible"]
    file = comment.attachments.get()
    response = client_of(world.people[person]).get(f"/talk/files/{file.pk}/")
    reads = matrix.belongs(person, visibility)
    assert response.status_code == (200 if reads else 404)
    told(response)
