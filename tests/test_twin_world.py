"""Two worlds that differ by one restricted page answer byte for byte the same.

The second world is the first one with the page made last. Whoever may not see the page
must not be able to tell which of the worlds they are in, on any address, on either
engine.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import Settings
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from accounts.models import Agency, User
from catalogue import access, drain
from catalogue.changes import object_changed
from catalogue.models import Importance
from communities.services import ensure_index, make_community
from practices import documents
from practices.models import AgencySectionPage, CaseAsset, CasePage, GuidePage
from search.curating.services import add_synonyms, pin
from tests.communities.said import comments_on, discussion
from tests.search.asked import asked_often
from vocabulary.models import Profession, Tag, Theme

# Words, tag, theme, profession, country, year and status that only the secret page has.
SECRET = "zeppelin"
ADDRESSES = [
    "/",
    "/search/",
    "/search/?q=parking",
    "/search/?q=town+hall",
    "/search/?q=mobility",
    "/search/?q=aviation",
    "/search/?q=airship",
    "/search/?q=zeppelin",
    "/search/?q=zepelin",
    "/search/?q=zeppelin&exact=1",
    "/search/?q=secret+hangar+parking",
    "/search/?q=parking+zepelin",
    "/search/?q=zepelin+hangr&kind=case",
    "/search/?q=parking+%22zeppelin+hangar%22",
    "/search/?q=permits+-zeppelin",
    "/search/?q=author%3Azeppelin",
    "/search/?q=parking+theme%3Aaviation+agency%3A%22town+hall%22",
    "/search/?q=parking&explain=1",
    "/search/?q=parking&sort=newest",
    "/search/?q=parking&theme=aviation",
    "/search/?q=parking&theme=mobility&tag=airship",
    "/search/?theme=aviation",
    "/search/?readers=pilots",
    "/search/?country=ch",
    "/search/?year=2019",
    "/search/?status=abandoned&kind=case",
    "/search/?lang=de",
    "/search/?q=plan&kind=document",
    "/search/?kind=document",
    "/search/?kind=discussion",
    "/search/?q=parking&kind=discussion",
    "/search/?kind=community",
    "/search/?community=zeppelin-club",
    "/communities/",
    "/town-hall/case-0/",
    "/town-hall/case-0/?print=en",
    "/search/?q=parking&page=2",
    "/search/?q=blimp",
    "/search/?q=blimp+parking",
    "/search/suggest/?q=zep",
    "/search/suggest/?q=zepelin",
    "/search/suggest/?q=par",
    "/search/suggest/?q=agency%3At",
    "/search/suggest/?q=theme%3Aav",
    "/search/suggest/?q=author%3Azep",
    "/search/results.csv",
    "/search/results.csv?q=zeppelin",
    "/search/results.csv?q=parking&sort=newest",
    "/search/suggest/opensearch/?q=zep",
    "/api/v1/search?q=zeppelin",
    "/api/v1/search?q=zepelin",
    "/api/v1/search?q=parking",
    "/api/v1/search?kind=case",
    "/api/v1/search?theme=aviation",
    "/api/v1/search?kind=discussion",
    "/api/v1/suggest?q=zep",
    "/api/v1/suggest?q=par",
    "/cases/",
    "/guides/",
    "/collections/",
    "/themes/",
    "/themes/aviation/",
    "/themes/mobility/",
    "/agencies/",
    "/town-hall/",
    "/town-hall/parking-guide/",
    "/town-hall/parking-guide/?print=en",
    "/town-hall/parking-guide/?print=en&print=fr",
    "/town-hall/zeppelin-hangar/",
    "/feeds/newest/",
    "/search/feed/?q=zeppelin",
    "/search/feed/?q=parking",
    "/search/feed/",
    "/sitemap.xml",
]
TOKEN = re.compile(
    rb'name="(?:csrfmiddlewaretoken|nonce|form)" value="[^"]*"|"X-CSRFToken": *"[^"]*"'
    rb'|data-search="[^"]*"'
)

PUBLISHED = datetime(2026, 5, 6, tzinfo=UTC)

Settle = Callable[[], None]


@pytest.fixture
def settle(request: pytest.FixtureRequest) -> Settle:
    """Take everything in, and index it when the engine of the test wants that."""
    if request.param == "elasticsearch":
        request.getfixturevalue("use_elasticsearch")
        from search.indexing.rebuild import rebuild
        from search.indexing.sync import sync

        rebuild()

        def settled() -> None:
            drain.run_all()
            sync()

        return settled
    return drain.run_all


both_engines = pytest.mark.parametrize(
    "settle",
    [
        "database",
        pytest.param(
            "elasticsearch", marks=[pytest.mark.elasticsearch, pytest.mark.once]
        ),
    ],
    indirect=True,
)


@pytest.fixture
def section(db: None) -> AgencySectionPage:
    """A first world with a few pages on parking, and words for the secret one."""
    agency = Agency.objects.create(
        slug="town-hall", name_en="Town Hall", country="be", level="local"
    )
    mobility = Theme.objects.create(slug="mobility", label_en="Mobility")
    Theme.objects.create(slug="aviation", label_en="Aviation", parent=mobility)
    Profession.objects.create(slug="pilots", label_en="Pilots")
    Tag.objects.create(name="airship", slug="airship", state="accepted")
    section = AgencySectionPage.objects.get(agency=agency)
    for number in range(12):
        case = CasePage(
            title=f"Parking permits in street {number}",
            slug=f"case-{number}",
            summary=f"Residents ask for a permit number {number} online.",
            agency=agency,
            status="in-use",
            country="be",
            first_published_at=PUBLISHED,
            last_published_at=PUBLISHED,
        )
        section.add_child(instance=case)
        case.themes.add(mobility)
        case.save()
    guide = GuidePage(title="Parking guide", slug="parking-guide", agency=agency)
    section.add_child(instance=guide)
    ensure_index()
    add_synonyms(["blimp", "zeppelin", "airship"])
    for text in ("parking permits", "zeppelin", "zeppelin parking"):
        asked_often(text)
    return section


def add_secret_page(section: AgencySectionPage, group: Group) -> CasePage:
    """The page that the second world has more."""
    secret = CasePage(
        title="Zeppelin hangar and its parking",
        slug="zeppelin-hangar",
        summary="A secret hangar for the zeppelin.",
        agency=section.agency,
        status="abandoned",
        country="ch",
        importance=Importance.MUST_DO,
        problem=[("paragraph", "<p>zeppelin zeppelin parking hangar</p>")],
    )
    section.add_child(instance=secret)
    secret.themes.add(Theme.objects.get(slug="aviation"))
    secret.readers.add(Profession.objects.get(slug="pilots"))
    secret.tags.add(Tag.objects.get(slug="airship"))
    secret.first_published_at = datetime(2019, 5, 6, tzinfo=UTC)
    secret.save()
    wall = PageViewRestriction.objects.create(
        page=secret, restriction_type=PageViewRestriction.GROUPS
    )
    wall.groups.add(group)
    for query in ("parking", "zepelin", "town hall", "parking zepelin"):
        pin(query, f"page:{secret.pk}")
    add_secret_files(secret, CasePage.objects.get(slug="case-0"), group)
    add_secret_talk(secret)
    return secret


def add_secret_talk(secret: CasePage) -> None:
    """Comments on the secret page, and a community of which nobody else knows."""
    comments_on(secret, "Parking for a zeppelin: mobility of permits")
    club = make_community("Zeppelin club", "On parking", visibility="confidential")
    discussion(club, "Zeppelin parking?", "Permits for a hangar", "Parking, always")


def add_secret_files(secret: CasePage, public: CasePage, group: Group) -> None:
    """An open file on the secret page, and a closed file on an open page."""
    root = Collection.get_first_root_node()
    closed = root.add_child(name="Closed")
    wall = CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.GROUPS
    )
    wall.groups.add(group)
    for page, collection in ((secret, root), (public, closed)):
        document = Document.objects.create(
            title="Zeppelin parking plan",
            file=ContentFile(b"Of zeppelin hangars and parking", "zeppelin.txt"),
            collection=collection,
        )
        CaseAsset.objects.create(page=page, title="Zeppelin", document=document)
        object_changed(f"page:{page.pk}")
    documents.read_waiting()


def everything(client: Client) -> dict[str, tuple[int, bytes]]:
    """What each address answers, without the tokens that differ at every request."""
    cache.clear()
    access.forget()
    answers = {}
    for address in ADDRESSES:
        response = client.get(address)
        content = b"".join(response) if response.streaming else response.content
        answers[address] = (response.status_code, TOKEN.sub(b"", content))
    return answers


@both_engines
@pytest.mark.parametrize("hub_access", ["open", "signed-in"])
@pytest.mark.parametrize("signed_in", [False, True], ids=["anonymous", "agent"])
def test_reader_outside_cannot_tell_the_worlds_apart(
    section: AgencySectionPage,
    settle: Settle,
    settings: Settings,
    hub_access: str,
    signed_in: bool,
) -> None:
    settings.HUB_ACCESS = hub_access
    client = Client(raise_request_exception=False)
    if signed_in:
        outsider = User.objects.create_user("agent", "agent@agency.example", "-")
        client.force_login(outsider)
    settle()
    before = everything(client)
    reads = signed_in or hub_access == "open"
    assert (b"permits in street" in before["/search/?q=parking"][1]) is reads
    assert (b">parking permits</a>" in before["/"][1]) is reads
    assert not [address for address, (status, _) in before.items() if status >= 500]
    add_secret_page(section, Group.objects.create(name="crew"))
    settle()
    after = everything(client)
    different = {address for address in ADDRESSES if before[address] != after[address]}
    # Wagtail sends anonymous readers of a closed page to sign in; nobody else is told.
    is_told = hub_access == "open" and not signed_in
    assert different == ({"/town-hall/zeppelin-hangar/"} if is_told else set())


@both_engines
def test_reader_inside_finds_the_page(
    section: AgencySectionPage, settle: Settle, client: Client
) -> None:
    insider = User.objects.create_user("insider", "insider@agency.example", "-")
    crew = Group.objects.create(name="crew")
    insider.groups.add(crew)
    add_secret_page(section, crew)
    settle()
    client.force_login(insider)
    answers = everything(client)
    for address in ("/search/?q=zeppelin", "/api/v1/search?q=zeppelin", "/cases/"):
        assert b"hangar" in answers[address][1], address
    assert b"Zeppelin parking plan" in answers["/search/?kind=document"][1].replace(
        b"<mark>", b""
    )
    assert b"/zeppelin" in answers["/town-hall/case-0/"][1]
    assert b">zeppelin parking</a>" in answers["/search/"][1]
