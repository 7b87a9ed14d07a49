"""The access table: every address of the hub, and what strangers and agents get.

An address that is not in the table fails. Addresses of the editing pages are tried one
by one: nobody without the right gets further than the door.
"""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from accounts.models import User

TALK = "communities/<slug:slug>/discussions/<int:number>/"
# route → (status for strangers, status for agents)
TABLE: dict[str, tuple[int, int]] = {
    "healthz": (200, 200),
    "readyz": (200, 200),
    "icons.svg": (200, 200),
    "robots.txt": (200, 200),
    "sitemap.xml": (200, 200),
    "feeds/newest/": (200, 200),
    "language/": (405, 405),
    "rules/": (404, 404),
    "privacy/": (404, 404),
    "accessibility/": (200, 200),
    "contact/": (404, 404),
    "notices/": (302, 200),
    "notices/read/": (405, 405),
    "notices/settings/": (302, 200),
    "notices/<int:number>/": (302, 404),
    "follow/": (302, 200),
    "follow/button/": (302, 404),
    "follow/set/": (405, 405),
    "follow/<int:number>/": (405, 405),
    "follow/<int:number>/remove/": (405, 405),
    # Whoever holds the signed link ends mails.
    "mail/stop/<str:token>/": (404, 404),
    "search/": (200, 200),
    "search/suggest/": (200, 200),
    "related/<int:page_id>/": (404, 404),
    "search/results.csv": (200, 200),
    "search/opened/": (405, 405),
    "search/wishes/": (302, 200),
    "search/wishes/ask/": (405, 405),
    "search/wishes/<int:number>/withdraw/": (405, 405),
    "opensearch.xml": (200, 200),
    "search/suggest/opensearch/": (200, 200),
    "api/v1/docs": (200, 200),
    "api/v1/openapi.json": (200, 200),
    "api/v1/search": (200, 200),
    "api/v1/suggest": (200, 200),
    "api/v1/": (404, 404),
    # What somebody keeps is theirs alone.
    "search/feed/": (200, 200),
    "saved/": (302, 200),
    "saved/undo/": (405, 405),
    "saved/searches/": (405, 405),
    "saved/searches/<int:number>/": (302, 404),
    "saved/searches/<int:number>/new/": (302, 404),
    "saved/searches/<int:number>/rename/": (405, 405),
    "saved/searches/<int:number>/remove/": (405, 405),
    "saved/searches/<int:number>/feed/": (302, 404),
    "saved/searches/<int:number>/feed/end/": (405, 405),
    "saved/feed/<str:token>/": (404, 404),
    "saved/keep/": (302, 404),
    "saved/lists/": (405, 405),
    "saved/lists/<int:number>/": (302, 404),
    "saved/lists/<int:number>/csv/": (302, 404),
    "saved/lists/<int:number>/rename/": (405, 405),
    "saved/lists/<int:number>/remove/": (405, 405),
    "saved/kept/<int:number>/": (405, 405),
    "saved/kept/<int:number>/remove/": (405, 405),
    "cases/": (200, 200),
    "guides/": (200, 200),
    "collections/": (200, 200),
    "themes/": (200, 200),
    "themes/<slug:slug>/": (404, 404),
    "agencies/": (200, 200),
    "done/<int:page_id>/": (405, 405),
    "done/<int:page_id>/undo/": (405, 405),
    "reuse/<int:page_id>/": (302, 404),
    "reuse/<int:page_id>/undo/": (302, 405),
    "useful/<int:page_id>/": (404, 404),
    "<slug:section>/<slug:slug>/": (404, 404),
    "<slug:section>/<slug:slug>/<path:rest>": (404, 404),
    "media/images/<str:name>": (404, 404),
    "documents/^(\\d+)/(.*)$": (404, 404),
    "documents/authenticate_with_password/<int:restriction_id>/": (404, 404),
    "^((?:[\\w\\-]+/)*)$": (200, 200),
    # Wagtail's own doors lead to the hub's door, or nowhere.
    "^admin/password_reset/(?P<rest>.*)$": (302, 302),
    "_util/login/": (302, 404),
    "^_util/authenticate_with_password/(?P<rest>.*)$": (404, 404),
    "^documents/authenticate_with_password/(?P<rest>.*)$": (404, 404),
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": (
        404,
        404,
    ),
    "welcome/": (302, 200),
    "welcome/list/": (302, 200),
    # Communities; the sample is none.
    "communities/": (200, 200),
    "communities/to/<int:page_id>/": (404, 404),
    # Who belongs to a community.
    "communities/propose/": (302, 200),
    "communities/propose/<int:number>/withdraw/": (405, 405),
    "communities/invitation/<str:token>/": (404, 404),
    "communities/<slug:slug>/join/": (404, 404),
    "communities/<slug:slug>/join/withdraw/": (405, 405),
    "communities/<slug:slug>/leave/": (404, 404),
    "communities/<slug:slug>/charter/": (404, 404),
    "communities/<slug:slug>/charter/accept/": (405, 405),
    "communities/<slug:slug>/charter/edit/": (404, 404),
    "communities/<slug:slug>/members/": (404, 404),
    "communities/<slug:slug>/members/<int:number>/": (404, 404),
    "communities/<slug:slug>/members/<int:number>/end/": (405, 405),
    "communities/<slug:slug>/members/<int:number>/offer/": (405, 405),
    "communities/<slug:slug>/offer/": (405, 405),
    "communities/<slug:slug>/requests/": (404, 404),
    "communities/<slug:slug>/requests/<int:number>/": (404, 404),
    "communities/<slug:slug>/invitations/": (404, 404),
    "communities/<slug:slug>/invitations/<int:number>/withdraw/": (405, 405),
    "communities/<slug:slug>/settings/": (404, 404),
    "communities/<slug:slug>/settings/visibility/": (405, 405),
    "communities/<slug:slug>/settings/archive/": (405, 405),
    "communities/<slug:slug>/": (404, 404),
    "communities/<slug:slug>/library/": (404, 404),
    "communities/<slug:slug>/library/<path:rest>": (404, 404),
    # Discussions, and what one does with comments.
    "communities/<slug:slug>/discussions/": (404, 404),
    "communities/<slug:slug>/discussions/new/": (404, 404),
    f"{TALK}": (404, 404),
    f"{TALK}accept/": (404, 404),
    f"{TALK}pause/": (404, 404),
    f"{TALK}twin/": (404, 404),
    f"{TALK}comments/": (404, 404),
    f"{TALK}more/": (404, 404),
    f"{TALK}news/": (404, 404),
    f"{TALK}comments/<int:comment>/reply/": (404, 404),
    f"{TALK}comments/<int:comment>/edit/": (404, 404),
    f"{TALK}comments/<int:comment>/withdraw/": (404, 404),
    f"{TALK}comments/<int:comment>/useful/": (404, 404),
    f"{TALK}comments/<int:comment>/same/": (404, 404),
    f"{TALK}comments/<int:comment>/versions/": (404, 404),
    "talk/draft/": (405, 405),
    f"{TALK}comments/<int:comment>/": (404, 404),
    # Moderating.
    "communities/<slug:slug>/queue/": (404, 404),
    "communities/<slug:slug>/queue/assign/": (405, 405),
    "communities/<slug:slug>/queue/appeals/<int:number>/": (404, 404),
    "communities/<slug:slug>/trail/": (404, 404),
    "communities/<slug:slug>/trail/csv/": (404, 404),
    "communities/<slug:slug>/people/<int:person>/mute/": (404, 404),
    "communities/<slug:slug>/people/<int:person>/unmute/": (405, 405),
    "communities/<slug:slug>/people/<int:person>/suspend/": (404, 404),
    "communities/<slug:slug>/people/<int:person>/reinstate/": (405, 405),
    f"{TALK}moderate/": (404, 404),
    f"{TALK}comments/<int:comment>/report/": (404, 404),
    (
        "communities/<slug:slug>/discussions/<int:number>/comments/<int:comment>/"
        "moderate/"
    ): (404, 404),
    "talk/<int:page_id>/": (404, 404),
    "talk/files/<int:number>/": (404, 404),
    "talk/<int:page_id>/rule/": (404, 404),
    "talk/<int:page_id>/people/": (404, 404),
    "communities/<slug:slug>/discussions/people/": (404, 404),
    "talk/<int:page_id>/comments/": (404, 404),
    "talk/<int:page_id>/more/": (404, 404),
    "talk/<int:page_id>/news/": (404, 404),
    "talk/<int:page_id>/comments/<int:comment>/": (404, 404),
    "talk/<int:page_id>/comments/<int:comment>/reply/": (404, 404),
    "talk/<int:page_id>/comments/<int:comment>/edit/": (404, 404),
    "talk/<int:page_id>/comments/<int:comment>/withdraw/": (404, 404),
    "talk/<int:page_id>/comments/<int:comment>/useful/": (404, 404),
    "talk/<int:page_id>/comments/<int:comment>/same/": (404, 404),
    "talk/<int:page_id>/comments/<int:comment>/versions/": (404, 404),
    "talk/<int:page_id>/moderate/": (404, 404),
    "talk/<int:page_id>/comments/<int:comment>/report/": (404, 404),
    "talk/<int:page_id>/comments/<int:comment>/moderate/": (404, 404),
    "talk/queue/": (302, 200),
    "talk/queue/assign/": (405, 405),
    "talk/queue/appeals/<int:number>/": (302, 404),
    "talk/decisions/": (302, 200),
    "talk/decisions/<int:number>/": (302, 404),
    "talk/decisions/withdraw/<int:comment>/": (405, 405),
    # From communities to the portal, and how a community fares.
    "communities/<slug:slug>/health/": (404, 404),
    "communities/<slug:slug>/health/csv/": (404, 404),
    "communities/<slug:slug>/portal/": (404, 404),
    "communities/<slug:slug>/portal/discussions/<int:number>/": (404, 404),
    "communities/<slug:slug>/portal/pages/<int:page_id>/": (404, 404),
    "communities/<slug:slug>/portal/<int:nomination>/withdraw/": (405, 405),
    "communities/consent/<int:number>/": (302, 404),
    # People are for agents; one's own data is for everybody who has an account.
    "people/": (302, 200),
    "people/<int:number>/": (302, 404),
    "people/<int:number>/photo/": (302, 404),
    "people/me/": (302, 302),
    "people/me/edit/": (302, 200),
    "people/me/data/": (302, 200),
    "people/me/close/": (302, 200),
    # Joining: the sample of a link is none.
    "account/join/": (200, 302),
    "account/join/sent/": (200, 200),
    "account/join/<str:token>/": (404, 404),
    # Accounts: no other sign-up, addresses are kept by administrators.
    "^account/(email|confirm-email|login/code)/(?P<rest>.*)$": (404, 404),
    "account/signup/": (302, 302),
    "account/email/": (404, 404),
    "account/confirm-email/": (404, 404),
    "account/^confirm-email/(?P<key>[-:\\w]+)/$": (404, 404),
    "account/login/code/confirm/": (404, 404),
    "account/login/": (200, 302),
    "account/logout/": (302, 200),
    "account/inactive/": (200, 200),
    "account/reauthenticate/": (302, 200),
    "account/password/change/": (302, 200),
    "account/password/set/": (302, 302),
    "account/password/reset/": (200, 200),
    "account/password/reset/done/": (200, 200),
    "account/password/reset/key/done/": (200, 200),
    "account/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": (200, 200),
    "account/2fa/": (302, 200),
    "account/2fa/authenticate/": (302, 302),
    "account/2fa/reauthenticate/": (302, 302),
    "account/2fa/totp/activate/": (302, 302),
    "account/2fa/totp/deactivate/": (302, 404),
    "account/2fa/recovery-codes/": (302, 404),
    "account/2fa/recovery-codes/generate/": (302, 302),
    "account/2fa/recovery-codes/download/": (302, 404),
}
# With HUB_ACCESS=signed-in strangers get the same as ever at these, and at the others
# what FILES_AND_API says, else the way to sign in.
DOORS = {
    *("healthz", "readyz", "icons.svg", "robots.txt", "language/", "opensearch.xml"),
    *("rules/", "privacy/", "accessibility/", "contact/"),
    *("account/join/", "account/join/sent/", "account/join/<str:token>/"),
    *("account/signup/", "account/login/", "account/logout/", "account/inactive/"),
    *("account/reauthenticate/", "account/password/reset/"),
    *("account/password/reset/done/", "account/password/reset/key/done/"),
    "account/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
    *("account/2fa/authenticate/", "account/2fa/reauthenticate/"),
    *("^admin/password_reset/(?P<rest>.*)$", "_util/login/"),
    "saved/feed/<str:token>/",
    "mail/stop/<str:token>/",
    "communities/invitation/<str:token>/",
}
FILES_AND_API = {
    "api/v1/search": 401,
    "api/v1/suggest": 401,
    "api/v1/openapi.json": 401,
    "api/v1/": 401,
    "sitemap.xml": 404,
    "feeds/newest/": 404,
    "search/feed/": 404,
    "media/images/<str:name>": 404,
}
# Files of Wagtail's admin that hold no content.
ADMIN_FILES = ("admin/jsi18n/", "admin/sprite/")
SAMPLES = (
    (r"\(\?P<rest>\.\*\)", ""),
    (r"\(email\|[^)]*\)", "email"),
    (r"\(\?P<uidb36>[^)]*\)", "1"),
    (r"\(\?P<\w+>[^)]*\)", "x"),
    (r"<int:\w+>|<[\w]*pk>|\(\\d\+\)", "1"),
    (r"<uuid:\w+>", "00000000-0000-4000-8000-000000000000"),
    (r"<\w+:\w+>|<\w+>", "x"),
    (r"\(\.\*\)", "x"),
    (r"\(\(\?:.*\)\*\)", ""),
)


def routes(
    patterns: list[URLPattern | URLResolver], before: str = ""
) -> Iterator[tuple[str, str]]:
    """Every route of the site, with an address to try."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
            continue
        address = route.replace("^", "").replace("$", "").replace("\\Z", "")
        for expression, sample in SAMPLES:
            address = re.sub(expression, sample, address)
        yield route, "/" + address


ROUTES = list(dict(routes(get_resolver().url_patterns)).items())
OURS = [pair for pair in ROUTES if not pair[0].startswith("admin/")]
EDITING = [
    pair
    for pair in ROUTES
    if pair[0].startswith("admin/") and not pair[0].startswith(ADMIN_FILES)
]


@pytest.fixture
def agent(db: None) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_user("agent", "agent@agency.example", "-"))
    return client


@pytest.fixture
def stranger(db: None) -> Client:
    return Client(raise_request_exception=False)


def test_table_names_every_address_and_no_other() -> None:
    assert {route for route, _ in OURS} == set(TABLE)


@pytest.mark.parametrize(("route", "address"), OURS, ids=[route for route, _ in OURS])
def test_address_answers_as_the_table_says(
    stranger: Client, agent: Client, route: str, address: str
) -> None:
    answers = (stranger.get(address).status_code, agent.get(address).status_code)
    assert answers == TABLE[route]


@pytest.mark.parametrize(("route", "address"), OURS, ids=[route for route, _ in OURS])
def test_closed_hub_answers_strangers_at_its_doors_alone(
    stranger: Client, agent: Client, settings: Settings, route: str, address: str
) -> None:
    settings.HUB_ACCESS = "signed-in"
    outside, inside = TABLE[route]
    if route not in DOORS:
        outside = FILES_AND_API.get(route, 302)
    if route in ("sitemap.xml", "feeds/newest/", "search/feed/"):
        inside = 404
    answers = (stranger.get(address).status_code, agent.get(address).status_code)
    assert answers == (outside, inside)


@pytest.mark.parametrize("hub_access", ["open", "signed-in"])
def test_editing_pages_stop_strangers_and_agents_at_the_door(
    stranger: Client, agent: Client, settings: Settings, hub_access: str
) -> None:
    settings.HUB_ACCESS = hub_access
    passed = []
    for route, address in EDITING:
        for client in (stranger, agent):
            for method in (client.get, client.post):
                status = method(address).status_code
                if status not in (302, 403, 404, 405):
                    passed.append((route, status))
    assert len(EDITING) > 200
    assert passed == []
