"""Two worlds that differ by one confidential community answer outsiders the same.

The second world is the first one with the community made last: its members, what they
say, its library, its files, what its members are told. Nobody outside can tell by any
address of the hub in which of the worlds they are, byte for byte.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from wagtail.documents.models import Document
from wagtail.models import Page

from accounts.models import KNOWLEDGE_MANAGERS, User
from catalogue import access, drain
from communities import services
from communities.following.services import follow
from communities.models import Comment, CommunityPage, Report, Role, Thread
from communities.moderating.services import hide
from communities.moderating.threads import move
from communities.querysets import library_of
from practices.models import AgencySectionPage, CaseAsset, CasePage
from tests.communities.people import agency, agent, client_of, joins, outside_guest
from tests.communities.said import comment, comments_on, discussion
from tests.test_addresses import EDITING, OURS, SAMPLES
from vocabulary.models import Tag, Theme

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.sqlite_only,
    pytest.mark.usefixtures("wagtail_indexes"),
]

SECRET = "zeppelin"
SLUG = f"{SECRET}-club-{'0' * 12}"
OUTSIDE = ("anonymous", "agent", "other", "guest", "manager", "editor")
EDITORS = ("manager", "editor")
ASKED = (
    f"/search/?q={SECRET}",
    f"/search/?q={SECRET}&kind=discussion",
    "/search/?q=zepelin",
    "/search/?q=parking",
    "/search/?kind=discussion",
    "/search/?kind=community",
    f"/search/?community={SLUG}",
    f"/search/?q=parking&community={SLUG}",
    "/search/?theme=aviation",
    "/search/?tag=airship",
    "/search/?status=no-reply",
    "/search/?q=parking&sort=newest",
    "/search/suggest/?q=zep",
    "/search/suggest/?q=par",
    f"/search/results.csv?q={SECRET}",
    f"/search/feed/?q={SECRET}",
    f"/api/v1/search?q={SECRET}",
    f"/api/v1/search?community={SLUG}",
    "/api/v1/search?q=parking",
    "/api/v1/suggest?q=zep",
    "/communities/?q=club",
    f"/communities/?q={SECRET}",
    "/themes/aviation/",
    "/town-hall/",
    "/town-hall/permits/",
    "/town-hall/permits/?print=en",
    "/communities/parking/",
    "/communities/parking/discussions/",
    "/communities/parking/members/",
    f"/communities/{SLUG}/library/{SECRET}-hangar/",
)
# What Wagtail does with many things at once, and what it is asked beside an address;
# the numbers are those that the second world has more.
BESIDE = (
    *(
        f"/admin/bulk/{model}/{action}/?{asked}"
        for model, actions in (
            ("wagtailcore/page", ("delete", "move", "publish", "unpublish")),
            ("wagtaildocs/document", ("delete", "add_tags", "add_to_collection")),
            ("communities/communitypage", ("archive", "reopen")),
        )
        for action in actions
        for asked in ("id={number}", f"id=all&q={SECRET}", "id=all&childOf={number}")
    ),
    "/admin/choose-page/?user_perms=move_to&target_pages[]={number}",
    "/admin/choose-page/?page_type=practices.casepage",
    "/admin/choose-page/?page_type=communities.communitylibrarypage",
    f"/admin/choose-page/search/?q={SECRET}",
    "/admin/api/main/pages/?child_of={number}",
    f"/admin/api/main/pages/?search={SECRET}",
    f"/admin/pages/search/?q={SECRET}",
    f"/admin/reports/site-history/?label={SECRET}",
    "/admin/tags/?export=csv",
    "/admin/themes/?export=csv",
    "/admin/tags/?ordering=-uses",
    "/admin/documents/?ordering=-usage_count",
)
# The status, where it leads, the page.
Answer = tuple[int, str, bytes]
# What differs at every request, in both worlds.
TOKENS = re.compile(
    rb'name=.?"(?:csrfmiddlewaretoken|nonce|form).?" value=.?"[^"]*"'
    rb'|"X-CSRFToken": *"[^"]*"|data-search="[^"]*"|data-csrf[^=]*="[^"]*"'
    # Parts of a text in Wagtail's editor have a name that is drawn by lot.
    rb"|key\\*&quot;: \\*&quot;\w{5}|id\\*&quot;: \\*&quot;[0-9a-f-]{36}"
    rb'|"?(?i:csrf_?token)"?: *"[^"]*"'
    # On a busy machine a minute passes between the worlds.
    rb"|Just now|\d+(?:\\+u00a0|\xc2\xa0)minutes? ago"
)


@dataclass
class World:
    """The people of both worlds, and a page that everyone reads."""

    people: dict[str, User | None]
    page: CasePage


@pytest.fixture
def world(db: None) -> World:
    """The first world: people, a page with comments, a community that is found."""
    Theme.objects.create(slug="aviation", label_en="Aviation")
    Tag.objects.create(name="airship", slug="airship", state="accepted")
    town = agency("town-hall")
    section = AgencySectionPage.objects.get(agency=town)
    page = CasePage(title="Parking permits", slug="permits", agency=town)
    section.add_child(instance=page)
    comments_on(page, "We charge nothing for parking.")
    people: dict[str, User | None] = {"anonymous": None, "guest": outside_guest()}
    for name in ("agent", "other", "manager", "editor", "owner", "member"):
        people[name] = agent(name)
    found = services.make_community("Parking", "For parking.", slug="parking")
    for name in ("other", "owner", "member"):
        joins(people[name], found)
    joins(people["guest"], found, Role.GUEST)
    discussion(found, "How long is a permit valid?", "Parking, that is.", "A year")
    people["editor"].groups.add(section.editors, section.publishers)
    managers = Group.objects.get_or_create(name=KNOWLEDGE_MANAGERS)[0]
    people["manager"].groups.add(managers)
    drain.run_all()
    return World(people, page)


def add_community(world: World) -> CommunityPage:
    """What the second world has more."""
    owner, member = world.people["owner"], world.people["member"]
    page = services.make_community(
        f"{SECRET.title()} club",
        f"For {SECRET} parking.",
        visibility="confidential",
        introduction=f"<p>All about the {SECRET}</p>",
    )
    # Nobody can guess it; here the first world is asked for it as well.
    page.slug = SLUG
    page.themes.add(Theme.objects.get())
    page.save()
    joins(owner, page, Role.OWNER)
    joins(member, page)
    # It was asked where others read, and moved before they did.
    before = CommunityPage.objects.get(slug="parking")
    title = f"{SECRET.title()} parking?"
    thread = discussion(before, title, "Parking", author=member)
    move(thread, page, owner)
    thread.refresh_from_db()
    thread.tags.add(Tag.objects.get())
    thread.save()
    said = comment(thread, f"A {SECRET} needs a hangar.", author=owner)
    hide(comment(thread, "Rude", author=member), by=owner, reason="It names somebody.")
    Report.objects.create(comment=said, by=member, reason="rule")
    follow(member, f"thread:{thread.pk}")
    add_library(page, world.page)
    return page


def add_library(community: CommunityPage, public: CasePage) -> None:
    """A case with a file, comments on it, and a file of it on a page of everyone."""
    library = library_of(community)
    assert library is not None
    case = CasePage(
        title=f"{SECRET.title()} hangar",
        slug=f"{SECRET}-hangar",
        agency=public.agency,
        summary="Parking for many.",
    )
    library.add_child(instance=case)
    case.tags.add(Tag.objects.get())
    case.themes.add(Theme.objects.get())
    case.save()
    comments_on(case, f"A {SECRET} and its parking.")
    document = Document(title=f"{SECRET.title()} plan", collection=community.files)
    document.file.save(f"{SECRET}.txt", ContentFile(b"Of zeppelins and parking"))
    CaseAsset.objects.create(page=case, title="Plan", document=document)


def addresses(person: str) -> Iterator[str]:
    """Every address of the hub, with the numbers that the second world has more."""
    yield from ASKED
    found: set[int] = set()
    # The community, its library and a case; one of each of the others.
    for model, many in ((Page, 3), (Thread, 1), (Comment, 1), (Document, 1)):
        last = model.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        found |= {last + each for each in range(1, many + 1)}
    numbers = [str(number) for number in sorted(found)]
    for number in numbers:
        yield f"/communities/parking/discussions/{number}/"
        yield f"/communities/parking/discussions/{numbers[0]}/comments/{number}/"
    if person in EDITORS:
        beside = (each.format(number=number) for each in BESIDE for number in numbers)
        yield from dict.fromkeys(beside)
    routes = EDITING if person in EDITORS else OURS
    for route, address in routes:
        if "logout" in route:
            continue
        if "<int" not in route:
            yield address
        for number in numbers if "<int" in route else ("",):
            yield _filled(route, number)


def _filled(route: str, number: str) -> str:
    """The address of a route in the community, all its numbers this one."""
    address = route.replace("^", "").replace("$", "").replace("\\Z", "")
    address = address.replace("<slug:slug>", SLUG)
    for expression, sample in ((r"<int:\w+>", number), *SAMPLES):
        address = re.sub(expression, sample, address)
    return f"/{address}"


def answers(client: Client, asked: list[str]) -> dict[str, Answer]:
    """What each address answers; nothing stays of having asked."""
    found = {}
    for address in asked:
        cache.clear()
        access.forget()
        # A sentence about one address must not show at the next.
        client.cookies.pop("messages", None)
        with transaction.atomic():
            response = client.get(address)
            content = b"".join(response) if response.streaming else response.content
            transaction.set_rollback(True)
        where = response.headers.get("Location", "")
        found[address] = (response.status_code, where, TOKENS.sub(b"", content))
    return found


@pytest.mark.parametrize("person", OUTSIDE)
def test_outsiders_cannot_tell_the_worlds_apart(world: World, person: str) -> None:
    client = client_of(world.people[person])
    client.raise_request_exception = False
    asked = list(dict.fromkeys(addresses(person)))
    before = answers(client, asked)
    page = add_community(world)
    drain.run_all()
    after = answers(client, asked)
    different = [each for each in asked if before[each] != after[each]]
    assert not different, _first_difference(before, after, different)
    told = [each for each in asked if SECRET.encode() in after[each][2].lower()]
    assert not [each for each in told if SECRET not in each]
    if person not in EDITORS:
        thread = Thread.objects.get(community=page)
        assert f"/communities/{page.slug}/discussions/{thread.pk}/" in asked


def _first_difference(
    before: dict[str, Answer], after: dict[str, Answer], different: list[str]
) -> str:
    """Where the first of the answers that differ does, for whoever mends it."""
    told, lines = different[0], []
    for one, other in zip(before[told], after[told], strict=True):
        if isinstance(one, bytes) and isinstance(other, bytes):
            pairs = enumerate(zip(one, other, strict=False))
            at = next((n for n, pair in pairs if len({*pair}) > 1), 0)
            one, other = one[max(0, at - 80) :][:200], other[max(0, at - 80) :][:200]
        lines += [] if one == other else [f"{one!r} is not {other!r}"]
    return "\n".join([*different, *lines])


def test_members_find_it_all(world: World) -> None:
    page = add_community(world)
    drain.run_all()
    client = client_of(world.people["member"])
    found = answers(client, [*ASKED, "/communities/", page.url])
    for address in (
        f"/search/?q={SECRET}",
        f"/api/v1/search?community={SLUG}",
        "/communities/",
        f"/communities/{SLUG}/library/{SECRET}-hangar/",
        page.url,
    ):
        assert b"eppelin" in found[address][2], address
    assert Comment.objects.filter(state="hidden").exists()
