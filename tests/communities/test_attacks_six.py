"""Editing pages tell those who edit something else nothing of what is closed to them.

Each address is asked for a thing that is closed and for one that is not there, with a
word of its title and with a word that is nowhere: both answers are the same, byte for
byte but for what was typed. Views that are told a number in their address say "no
permission" of a draft or a page behind a wall that anybody may know to be there; of
what is confidential they say nothing.
"""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test import Client
from wagtail.documents.models import Document
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.log_actions import log
from wagtail.models import Page

from accounts.models import KNOWLEDGE_MANAGERS, User
from catalogue import drain
from communities.models import CommunityPage, Role
from communities.querysets import library_of
from practices.models import AgencySectionPage, CasePage
from tests.communities.conftest import Make
from tests.communities.people import agency, agent, client_of, joins

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.sqlite_only,
    pytest.mark.usefixtures("wagtail_indexes"),
]

# Numbers of what is closed begin here, so that no address holds them by chance.
FIRST, NOTHING = 700_000, 987_654
THERE = {"word": "zeppelin", "begun": "zepp"}
NOWHERE = {"word": "xylophon", "begun": "xylo"}
TITLES = (b"hangar", b"zeppelin plan", b"zeppelin photo", b"zeppelin club")
TOKENS = re.compile(
    rb'name=.?"csrfmiddlewaretoken.?" value=.?"[^"]*"|"?(?i:csrf_?token)"?: *"[^"]*"'
    rb'|data-csrf[^=]*="[^"]*"|<script\b.*?</script>',
    re.DOTALL,
)
BULK = {
    "wagtailcore/page": ("page", ("delete", "move", "publish", "unpublish")),
    "wagtaildocs/document": ("document", ("delete", "add_tags", "add_to_collection")),
    "wagtailimages/image": ("image", ("delete", "add_tags", "add_to_collection")),
}
MANY = (
    "id={number}",
    "id={number}&id=2",
    "id=all&q={word}",
    "id=all&q={begun}",
    "id=all&childOf={place}",
    "id=all&childOf={place}&q={begun}",
)
# Nothing of these is in the address: the same of all that is closed.
TYPED = [
    f"/admin/bulk/{model}/{action}/?{query.replace('number', name)}"
    for model, (name, actions) in BULK.items()
    for action in actions
    for query in MANY
] + [
    "/admin/bulk/wagtailcore/page/delete/?id=all&q={begun}&childOf=1",
    "/admin/choose-page/?user_perms=move_to&target_pages[]={page}",
    "/admin/choose-page/?page_type=practices.casepage&target_pages[]={page}",
    "/admin/choose-page/chosen-multiple/?id={page}",
    "/admin/choose-page/search/?q={begun}",
    "/admin/images/chooser/chosen-multiple/?id={image}",
    "/admin/images/chooser/results/?q={begun}&collection_id={place}",
    "/admin/images/?collection_id={place}",
    "/admin/images/?q={word}",
    "/admin/documents/chooser/chosen-multiple/?id={document}",
    "/admin/documents/chooser/results/?q={begun}",
    "/admin/documents/results/?q={word}&collection_id={place}",
    "/admin/api/main/pages/{page}/",
    "/admin/api/main/pages/?id={page}",
    "/admin/api/main/pages/?child_of={page}",
    "/admin/api/main/pages/?descendant_of={page}",
    "/admin/api/main/pages/?ancestor_of={page}",
    "/admin/api/main/pages/?translation_of={page}",
    "/admin/api/main/pages/?search={begun}",
    "/admin/api/main/pages/?title={word}&fields=*",
    "/admin/api/main/images/?search={begun}",
    "/admin/api/main/documents/{document}/",
    "/admin/pages/search/?q={begun}",
    "/admin/pages/1/results/?q={word}",
    "/admin/reports/site-history/?label={begun}",
    "/admin/reports/site-history/?export=csv&label={word}",
    "/admin/reports/aging-pages/?q={word}",
    "/admin/cases/?q={begun}&export=csv",
    "/admin/communities/?q={word}",
    "/admin/redirects/?q={word}",
]
SENT: list[tuple[str, dict[str, str]]] = [
    (f"/admin/bulk/{model}/delete/?id={{{name}}}", {})
    for model, (name, _actions) in BULK.items()
] + [
    ("/admin/bulk/wagtailcore/page/publish/?id={page}&id={own}", {}),
    ("/admin/bulk/wagtailcore/page/delete/?id=all&q={begun}&next=/admin/", {}),
    ("/admin/bulk/wagtailcore/page/move/?id={own}", {"chooser": "{page}"}),
    ("/admin/pages/{own}/move/", {"new_parent_page": "{page}"}),
    (
        "/admin/pages/{own}/copy/",
        {"new_title": "A", "new_slug": "hangar", "new_parent_page": "{page}"},
    ),
    ("/admin/cases/choose_parent/", {"parent_page": "{page}"}),
    ("/admin/documents/add/", {"title": "A", "collection": "{place}"}),
    ("/admin/images/multiple/add/", {"title": "A", "collection": "{place}"}),
    ("/admin/editing-sessions/ping/practices/casepage/{page}/1/", {}),
    ("/admin/editing-sessions/ping/wagtaildocs/document/{document}/1/", {}),
    ("/admin/api/main/pages/{page}/action/publish/", {}),
    ("/admin/api/main/pages/{own}/action/move/", {"destination_page_id": "{page}"}),
]
# A number in the address: 404 of what is confidential.
NUMBERED = (
    "/admin/pages/{page}/",
    "/admin/pages/{page}/edit/",
    "/admin/pages/{page}/copy/",
    "/admin/pages/{page}/usage/",
    "/admin/pages/{page}/revisions/compare/live...latest/",
    "/admin/choose-page/{page}/",
    "/admin/images/chooser/chosen/{image}/",
    "/admin/images/usage/{image}/",
    "/admin/documents/chooser/chosen/{document}/",
    "/admin/collections/{place}/",
)


@dataclass
class Closed:
    """What is closed, by the names in the addresses."""

    numbers: dict[str, int]
    pages: list[int]


def number_from_here() -> None:
    """Let what is made from now on have numbers of its own."""
    tables = ["wagtailcore_page", "wagtaildocs_document", "wagtailcore_collection"]
    with connection.cursor() as cursor:
        for place, table in enumerate([*tables, get_image_model()._meta.db_table]):
            start = [FIRST + place * 1000, table]
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute(
                "INSERT INTO sqlite_sequence (seq, name) VALUES (%s, %s)", start
            )


def closed_place(kind: str, community: Make) -> tuple[Page, CommunityPage | None]:
    """Where something stands that is closed: a library, or a section with drafts."""
    if kind == "draft":
        return AgencySectionPage.objects.get(agency=agency("elsewhere")), None
    page = community(kind, "Zeppelin club" if kind == "confidential" else "Some club")
    library = library_of(page)
    assert library is not None
    return library, page


def close(kind: str, community: Make) -> Closed:
    """Something that is closed, with a history."""
    number_from_here()
    root = User.objects.create_superuser("root", "root@hub.example", "secret")
    above, place = closed_place(kind, community)
    case = CasePage(
        title="Zeppelin hangar",
        slug="hangar",
        agency=agency("elsewhere"),
        live=kind != "draft",
    )
    above.add_child(instance=case)
    case.save_revision()
    log(case, "wagtail.edit", user=root)
    pages = [case.pk, place.pk] if place and kind == "confidential" else [case.pk]
    found = {"page": case.pk, "place": above.pk}
    if place is not None:
        found["document"], found["image"] = files_in(place, root)
    drain.run_all()
    return Closed(found, pages)


def files_in(place: CommunityPage, root: User) -> tuple[int, int]:
    """A document and a picture of a community."""
    document = Document(title="Zeppelin plan", collection=place.files)
    document.file.save("zeppelin.txt", ContentFile(b"Of zeppelins"))
    picture = get_test_image_file("zeppelin.png")
    image = get_image_model().objects.create(
        title="Zeppelin photo", collection=place.files, file=picture
    )
    for thing in (document, image, place.files):
        log(thing, "wagtail.create", user=root)
    return document.pk, image.pk


def editor(name: str, community: Make) -> tuple[Client, int]:
    """Who edits: in a section, the tags, the library of another community."""
    user = agent(name)
    section = AgencySectionPage.objects.get(agency=agency())
    own = CasePage(title="Own case", slug="own", agency=agency())
    section.add_child(instance=own)
    if name == "editor":
        user.groups.add(section.editors, section.publishers)
    if name == "manager":
        user.groups.add(Group.objects.get_or_create(name=KNOWLEDGE_MANAGERS)[0])
    if name == "moderator":
        joins(user, community("open", "Elsewhere"), Role.MODERATOR)
    client = client_of(user)
    client.raise_request_exception = False
    return client, own.pk


def answer(
    client: Client, address: str, names: dict[str, Any], sent: dict[str, str] | None
) -> tuple[int, str, str, bytes]:
    """Status, way, sentence and text of an answer, without what was asked for."""
    cache.clear()
    client.cookies.pop("messages", None)
    # Wagtail looks for the collection of a file where we look for the place of a page.
    with transaction.atomic():
        if sent is None:
            response = client.get(address.format(**names))
        else:
            data = {key: value.format(**names) for key, value in sent.items()}
            response = client.post(address.format(**names), data)
        text = b"".join(response) if response.streaming else response.content
        cookie = response.cookies.get("messages")
        transaction.set_rollback(True)
    assert not [title for title in TITLES if title in text.lower()], address
    text = TOKENS.sub(b"", text)
    for typed in (names["word"], names["begun"], *map(str, names["asked"])):
        text = text.replace(typed.encode(), b"~")
    # Without the time and the signature.
    told = cookie.value.partition(":")[0] if cookie else ""
    return response.status_code, response.headers.get("Location", ""), told, text


def differences(
    client: Client, own: int, closed: Closed, asked: list[tuple[str, Any]]
) -> list[Any]:
    """The addresses that tell that something is there."""
    found = []
    missing = dict.fromkeys(("page", "place", "document", "image"), NOTHING)
    nowhere = {"own": own, **NOWHERE, **missing, "asked": [NOTHING]}
    for address, sent in asked:
        wants = {*re.findall(r"{(\w+)}", address + str(sent))}
        if wants & missing.keys() - closed.numbers.keys():
            continue
        other = answer(client, address, nowhere, sent)
        for page in closed.pages if "page" in wants else closed.pages[:1]:
            numbers = {**closed.numbers, "page": page}
            there = {"own": own, **THERE, **numbers, "asked": numbers.values()}
            one = answer(client, address, there, sent)
            if one != other or one[0] >= 500:
                found.append((address, sent, page, one[:3], other[:3]))
    return found


@pytest.mark.parametrize("name", ["editor", "manager", "moderator"])
def test_what_is_confidential_is_not_there(community: Make, name: str) -> None:
    client, own = editor(name, community)
    closed = close("confidential", community)
    asked = [*((each, None) for each in (*TYPED, *NUMBERED)), *SENT]
    assert not differences(client, own, closed, asked)


@pytest.mark.parametrize("kind", ["private", "draft"])
def test_no_title_of_what_is_closed_is_guessed(community: Make, kind: str) -> None:
    client, own = editor("editor", community)
    closed = close(kind, community)
    asked = [*((each, None) for each in TYPED), *SENT]
    assert not differences(client, own, closed, asked)
