"""Every page with comments asks the database at most twelve times, however heavy.

Heaviest: a case that was reused, with files, contacts, partners and figures, of which
the reader has typed a draft; with files, quotes, mentions and unnamed comments.
"""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Page

from accounts.models import User
from catalogue import drain
from communities.models import (
    Attachment,
    Comment,
    CommunityPage,
    Draft,
    Reaction,
    Thread,
)
from communities.querysets import library_of
from practices.models import (
    CaseAsset,
    CaseContact,
    CaseIndicator,
    CasePartner,
    CollectionEntry,
    CollectionPage,
    Reuse,
)
from tests.communities.pages import a_case, a_guide, section_of
from tests.communities.people import agency, agent, client_of
from tests.communities.talking import address, question
from vocabulary.models import Tag

pytestmark = pytest.mark.django_db
MOST = 12
HEAVIEST = 10_000
Make = Callable[..., CommunityPage]
Person = Callable[..., User]


def heavy_case(below: Page | None) -> Any:
    page = a_case(below=below, page_owner=agent())
    document = Document.objects.create(
        title="Agreement", file=ContentFile(b"words", name="agreement.txt")
    )
    page.assets = [CaseAsset(title="Agreement", document=document)]
    page.indicators = [CaseIndicator(name="Days", baseline=9, value=3)]
    page.partners = [CasePartner(agency=agency("valmont"), role="Wrote it")]
    page.contacts = [
        CaseContact(person=agent()),
        CaseContact(name="Ann", email="a@a.example", public=True),
    ]
    page.save_revision().publish()
    values = {"translation_key": page.translation_key, "since": timezone.localdate()}
    Reuse.objects.create(agency=agency("valmont"), by=agent(), own_case=page, **values)
    drain.run_all()
    return page


def heavy_guide(below: Page | None) -> Any:
    headings = [("heading", f"Step {number}") for number in range(6)]
    texts = [("text", "<p>Do it.</p>")] * 6
    body = [block for pair in zip(headings, texts, strict=True) for block in pair]
    return a_guide(below=below, page_owner=agent(), body=body)


def heavy_collection(below: Page | None) -> Any:
    page = CollectionPage(
        title="All of it", summary="One sentence.", agency=agency(), page_owner=agent()
    )
    (below or section_of()).add_child(instance=page)
    page.items = [CollectionEntry(page=a_case(), note="Why") for _number in range(3)]
    page.save_revision().publish()
    drain.run_all()
    return page


def fill(thread: Thread, number: int, *readers: User) -> None:
    """So many comments of every sort, half of them replies; drafts of the readers."""
    people = [agent() for _number in range(8)]
    html = (
        f"<blockquote><p>So?</p></blockquote><p>Yes, @{people[0].get_full_name()}.</p>"
    )

    def made(index: int, parent: Comment | None) -> Comment:
        author = people[index % len(people)]
        return Comment(
            thread=thread,
            parent=parent,
            author=author,
            agency=author.agency,
            unnamed=index % 5 == 0,
            for_agency=index % 7 == 0,
            language="en",
            text=f"Yes {index}",
            html=html.replace("Yes", f"Yes, word {index}"),
        )

    half = number // 2
    tops = Comment.objects.bulk_create(made(each, None) for each in range(half))
    Comment.objects.bulk_create(made(each, tops[each // 4]) for each in range(half))
    for top in tops[:3]:
        Attachment.objects.create(comment=top, name="a.pdf", size=1, file="talk/a")
    thread.replies = number
    thread.save()
    place = f"page:{thread.page_id}" if thread.page_id else f"thread:{thread.pk}"
    for reader in readers:
        Reaction.objects.create(comment=tops[0], by=reader, kind=Reaction.Kind.USEFUL)
        Draft.objects.create(by=reader, key=place, text="Not sent")


def hold(reader: User, url: str) -> None:
    """A second visit costs no more than it may, with all that is to be seen."""
    client = client_of(reader)
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    text = answer.content.decode()
    assert "Not sent" in text
    assert "a.pdf" in text
    assert len(gzip.compress(answer.content)) <= HEAVIEST
    found = [each["sql"][:200] for each in queries.captured_queries]
    assert len(found) <= MOST, "\n".join([f"{url}: {len(found)}", *found])


@pytest.mark.parametrize("number", [100, 1000])
@pytest.mark.parametrize("make", [heavy_case, heavy_guide, heavy_collection])
def test_pages_of_sections(make: Callable[..., Any], number: int) -> None:
    page, reader = make(None), agent()
    fill(Thread.objects.create(kind="page", page=page), number, reader)
    hold(reader, page.url)


@pytest.mark.parametrize("number", [100, 1000])
@pytest.mark.parametrize("make", [heavy_case, heavy_guide, heavy_collection])
def test_pages_of_libraries(
    make: Callable[..., Any],
    number: int,
    community: Make,
    moderator: Person,
    guest: Person,
) -> None:
    circle = community("private")
    readers = moderator(circle), guest(circle)
    page = make(library_of(circle))
    values = {"circle": circle, "readers": "everyone"}
    thread = Thread.objects.create(kind="page", page=page, **values)
    fill(thread, number, *readers)
    for reader in readers:
        hold(reader, page.url)


@pytest.mark.parametrize("number", [100, 1000])
def test_discussions(
    number: int, community: Make, member: Person, moderator: Person, guest: Person
) -> None:
    circle = community("restricted")
    asker = member(circle)
    tag = Tag.objects.create(name="archives", slug="archives", state="accepted")
    thread = question(asker, circle, tags=[tag])
    question(member(circle), circle, title="The same again")
    Thread.objects.filter(title="The same again").update(twin_of=thread)
    readers = asker, moderator(circle), guest(circle)
    fill(thread, number, *readers)
    thread.accepted = thread.comments.filter(attachments__isnull=False).first()
    thread.accepted_by, thread.accepted_at = asker, timezone.now()
    thread.save()
    for reader in readers:
        hold(reader, address(thread))
